package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.EventLines;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Places;
import lingdian.platform.work.SizedWork;
import lingdian.platform.work.Turns;

/**
 * Limits the memory and the processors that large bodies and messages of events take: together they hold a part of the
 * heap, and they are decoded in turn ({@link DecodingTurns}), so that one café's neither fill the memory nor keep the other
 * cafés waiting. A café may have as many bytes under way as the largest body has.
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

    private final Places<PlaceCode> read;
    private final Turns decoded;
    private final DecodingTurns decoding;

    /**
     * @param bytesMax of the largest body, which is taken however small the heap is
     * @param heapBytes the most that the program may use
     */
    LargeBodies(Vertx vertx, int bytesMax, long heapBytes, int processors) {
        read = new Places<>(Math.max(2L * bytesMax, heapBytes / READ_PART), bytesMax);
        decoded = new Turns(vertx, heapBytes / DECODED_PART / GROWTH);
        decoding = new DecodingTurns(vertx, processors, System::nanoTime);
    }

    /** Of this machine. */
    static LargeBodies ofMachine(Vertx vertx) {
        Runtime machine = Runtime.getRuntime();
        return new LargeBodies(vertx, AgentHttp.BYTES_MAX, machine.maxMemory(), machine.availableProcessors());
    }

    /** The share of a café's next body, of which it has nothing yet. */
    Share share(PlaceCode placeCode) {
        return new Share(placeCode);
    }

    /** The bytes that one body holds until its events are committed or refused. Belongs to the request's event loop. */
    final class Share {
        private final PlaceCode placeCode;
        private long taken;

        private Share(PlaceCode placeCode) {
            this.placeCode = placeCode;
        }

        /**
         * Grows to the length of the body, as far as it is known by now.
         *
         * @throws Problem.Thrown 429 where the café has too many bytes under way, 503 where all cafés have
         */
        void growTo(long bytes) {
            if (bytes <= SMALL_MAX || bytes <= taken) {
                return;
            }
            switch (read.enter(placeCode, bytes - taken)) {
                case TAKEN -> taken = bytes;
                case HOLDER_HAS_ALL_OF_ITS ->
                    throw Problem.of(429, "too many bytes of this café are under way")
                            .reaching("cafe-requests")
                            .thrown();
                case ALL_ARE_TAKEN ->
                    throw Problem.of(503, "too many large bodies are under way, send it again")
                            .reaching("bodies")
                            .thrown();
            }
        }

        void giveBack() {
            if (taken > 0) {
                read.leave(placeCode, taken);
                taken = 0;
            }
        }
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
