package lingdian.feed.log;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run of consecutive positions for one audience: the messages among them that it may see, about one chunk long.
 *
 * <p>Subscribers of one audience at the same position share one run, so that the messages are filtered and joined once
 * for all of them. Belongs to one lane.
 */
final class FeedRun {
    private static final int MOST_POSITIONS = 4_096; // examined before others get a turn

    private final long end;
    private final int bytes;
    private final List<Rendering> renderings;
    private @Nullable Buffer joined;

    private FeedRun(long end, int bytes, List<Rendering> renderings) {
        this.end = end;
        this.bytes = bytes;
        this.renderings = renderings;
    }

    /**
     * The run after {@code position}. It is empty and ends where it began if {@code source} does not hold the next
     * message.
     */
    static FeedRun after(
            long position,
            LongFunction<@Nullable FeedMessage> source,
            Audience audience,
            CafeRegions regions,
            int chunkBytes) {
        var renderings = new ArrayList<Rendering>();
        int bytes = 0;
        long end = position;
        FeedMessage next = source.apply(end + 1);
        while (next != null && bytes < chunkBytes && end - position < MOST_POSITIONS) {
            if (next.visibleTo(audience, regions)) {
                Rendering rendering = next.rendering(audience.scope(), regions);
                renderings.add(rendering);
                bytes += rendering.serverSentEvent().length;
            }
            end++;
            next = source.apply(end + 1);
        }
        return new FeedRun(end, bytes, renderings);
    }

    /** The last position that was examined. */
    long end() {
        return end;
    }

    int bytes() {
        return bytes;
    }

    /** The visible messages; empty where all were filtered out. */
    List<Rendering> renderings() {
        return renderings;
    }

    /** All of them in one buffer that may be written to any number of connections. */
    Buffer serverSentEvents() {
        Buffer buffer = joined;
        if (buffer == null) {
            buffer = Buffer.buffer(bytes);
            for (Rendering rendering : renderings) {
                buffer.appendBytes(rendering.serverSentEvent());
            }
            joined = buffer;
        }
        return buffer;
    }
}
