package lingdian.intake.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import lingdian.domain.event.CloseCode;
import lingdian.domain.event.WireText;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one message together.
 *
 * <p>Ours instead of Vert.x's, which does not check UTF-8, loses a message that begins with an empty frame, and only
 * reports one that is too large.
 */
public final class MessageAssembly {
    static final int BYTES_MAX = 1024 * 1024;

    /** Honest senders cut a mebibyte into 16 frames or so; without a limit, empty frames could continue forever. */
    private static final int FRAMES_MAX = 4_096;

    private @Nullable Buffer partial;
    private int frames;

    sealed interface Step {
        /** A control frame, or part of a message. */
        record More() implements Step {}

        record Whole(String text) implements Step {
            @Override
            public String toString() {
                return "Whole"; // a message may say anything of anybody
            }
        }

        /** Close with {@code code}. */
        record Broken(int code, String reason) implements Step {}
    }

    Step add(WebSocketFrame frame) {
        if (frame.isBinary()) {
            return new Step.Broken(CloseCode.REFUSED, "expected text messages");
        }
        if (!frame.isText() && !frame.isContinuation()) {
            return new Step.More();
        }
        Buffer soFar = partial;
        Buffer bytes = soFar == null ? frame.binaryData() : soFar.appendBuffer(frame.binaryData());
        frames++;
        if (bytes.length() > BYTES_MAX || frames > FRAMES_MAX) {
            return new Step.Broken(CloseCode.TOO_LARGE, "expected at most 1 MiB");
        }
        if (!frame.isFinal()) {
            partial = soFar == null ? Buffer.buffer().appendBuffer(bytes) : bytes;
            return new Step.More();
        }
        partial = null;
        frames = 0;
        return whole(bytes.getBytes());
    }

    /** Bytes of the message that is not whole, in the frames that are. */
    int length() {
        Buffer soFar = partial;
        return soFar == null ? 0 : soFar.length();
    }

    private static Step whole(byte[] bytes) {
        String text = WireText.utf8(bytes);
        return text == null ? new Step.Broken(CloseCode.NOT_UTF8, "expected UTF-8") : new Step.Whole(text);
    }
}
