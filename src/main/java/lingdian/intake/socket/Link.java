package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.IntConsumer;
import lingdian.intake.batch.Intake;

/**
 * One WebSocket as a connection that can be held, written to and closed, and that always ends once closed. On its event
 * loop alone.
 */
final class Link {
    private static final int CLOSE_MILLIS_MAX = 8_000;

    private final Context context;
    private final ServerWebSocket socket;
    private final WireGate gate;
    private final Promise<Void> closed = Promise.promise();
    private boolean ended;

    Link(Context context, ServerWebSocket socket, WireGate gate) {
        this.context = context;
        this.socket = socket;
        this.gate = gate;
    }

    void listen(Handler<WebSocketFrame> frame, Runnable pong, Runnable broken) {
        socket.frameHandler(frame);
        socket.pongHandler(payload -> pong.run());
        socket.exceptionHandler(cause -> broken.run());
        socket.closeHandler(nothing -> closed.tryComplete());
    }

    /** @param gathered is told how many bytes have arrived of a frame that is not whole */
    void measure(IntConsumer gathered) {
        gate.measure(gathered);
    }

    /** Completes when the connection has ended. */
    Future<Void> closed() {
        return closed.future();
    }

    /** Whether it was closed, by either side: nothing is taken from it nor sent any more. */
    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Reads nothing more until {@link #release()}: back-pressure reaches the agent. */
    void hold() {
        gate.hold();
    }

    void release() {
        gate.release();
    }

    /** Whether sent data piles up, because the agent does not read it. */
    boolean isBackedUp() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    void ping() {
        if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer());
        }
    }

    void send(String text) {
        if (!ended && !socket.isClosed()) {
            socket.writeTextMessage(text);
        }
    }

    /** Verdicts and rejects come first: an agent that has seen the ack has seen all its answers. */
    void acknowledge(Intake.Receipt receipt) {
        gate.cork();
        try {
            receipt.answers().forEach(answer -> send(answer.json()));
            send(ServerMessages.ack(receipt.ackedSeq(), receipt.chain()));
        } finally {
            gate.uncork();
        }
    }

    /**
     * Closes with a code. Where the agent does not answer the close frame, or cannot be sent one, it is dropped soon
     * after.
     */
    void close(int code, String reason) {
        ended = true;
        gate.release(); // so that the agent's own close frame is seen; what comes before it is thrown away
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
        long deadline = context.owner().setTimer(CLOSE_MILLIS_MAX, id -> gate.abort());
        closed.future().onComplete(done -> context.owner().cancelTimer(deadline));
    }

    /** Drops the connection now. */
    void abort() {
        gate.abort();
    }
}
