package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.EventLines;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import lingdian.platform.work.Turns;

/**
 * Limits the memory and the processors that large bodies and messages of events take: together they hold a part of the
 * heap ({@link BodyMemory}), and they are decoded in turn ({@link DecodingTurns}), so that one café's neither fill the
 * memory nor keep the other cafés waiting. A café may have as many bytes under way as the largest body has.
 */
final class LargeBodies {
    /** Shorter bodies take little memory, which is not limited here. */
    static final int SMALL_MAX = EventLines.SMALL_MAX;

    /**
     * How much larger a body becomes in memory: an id of one character takes four bytes of the body and 52 of the heap,
     * beside the body and its text.
     */
    private static final int GROWTH = 16;

    private static final int DECODED_PART = 4;
    private static final int READ_PART = 16;

    private final BodyMemory read;
    private final Turns decoded;
    private final DecodingTurns decoding;

    /**
     * @param bytesMax of the largest body, which is taken however small the heap is
     * @param heapBytes the most that the program may use
     */
    LargeBodies(Vertx vertx, int bytesMax, long heapBytes, int processors) {
        read = new BodyMemory(Math.max(2L * bytesMax, heapBytes / READ_PART), bytesMax);
        decoded = new Turns(vertx, heapBytes / DECODED_PART / GROWTH);
        decoding = new DecodingTurns(vertx, processors, System::nanoTime);
    }

    /** Of this machine. */
    static LargeBodies ofMachine(Vertx vertx) {
        Runtime machine = Runtime.getRuntime();
        return new LargeBodies(vertx, AgentHttp.BYTES_MAX, machine.maxMemory(), machine.availableProcessors());
    }

    /** The share of a café's next body, as {@link BodyMemory#share} says. */
    BodyMemory.Share share(PlaceCode placeCode, Consumer<Problem.Thrown> end) {
        return read.share(placeCode, end);
    }

    /**
     * Decodes a café's body when its turn comes and there is memory for its events, which it holds until they have been used.
     * While the café waits or rests, it holds none.
     */
    <D, T> Future<T> use(PlaceCode placeCode, long bytes, Supplier<Future<D>> work, Function<D, Future<T>> use) {
        return bytes <= SMALL_MAX
                ? decode(placeCode, bytes, work).compose(use)
                : decoding.inTurn(placeCode, () -> decoded.turn(bytes), work)
                        .compose(use)
                        .onComplete(used -> decoded.over(bytes));
    }

    /** Begins to decode a café's body or message, if it is long, when its turn comes. */
    <T> Future<T> decode(PlaceCode placeCode, long size, Supplier<Future<T>> work) {
        return SizedWork.isLarge(size) ? decoding.inTurn(placeCode, work) : work.get();
    }
}
