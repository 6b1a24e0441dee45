package lingdian.intake.socket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Places;

/**
 * The memory of large bodies and messages, from their first bytes until they have been used: a maximum for all cafés
 * together, and a lower one for each.
 *
 * <p>When it is full, the café that holds the most in bodies that are still arriving gives way to a café that would hold
 * less (max-min fairness). So long bodies that hardly arrive keep no shorter ones out. How fast a body arrives does not
 * count, since an honest café may have a slow line: while there is room, nothing gives way.
 */
final class BodyMemory {
    private final long maximum;
    private final Places<PlaceCode> places;
    /** The oldest first: of equal ones it gives way. */
    private final Set<Share> shares = new LinkedHashSet<>();

    BodyMemory(long maximum, long cafeMaximum) {
        this.maximum = maximum;
        this.places = new Places<>(maximum, cafeMaximum);
    }

    /**
     * The share of a café's next body, of which it has nothing yet.
     *
     * @param end called, on any thread, when the share has given way: ends the body on its own event loop
     */
    Share share(PlaceCode placeCode, Consumer<Problem.Thrown> end) {
        return new Share(placeCode, end);
    }

    /** The bytes that one body holds until its events are committed or refused. Used by the body's event loop. */
    final class Share {
        private final PlaceCode placeCode;
        private final Consumer<Problem.Thrown> end;
        private boolean large; // a small body takes no lock
        private long taken; // this and the next two are guarded by the memory's lock
        private boolean whole;
        private boolean gaveWay;

        private Share(PlaceCode placeCode, Consumer<Problem.Thrown> end) {
            this.placeCode = placeCode;
            this.end = end;
        }

        /**
         * Grows to the length of the body, as far as it is known by now.
         *
         * @throws Problem.Thrown 429 where the café has too many bytes under way, 503 where all cafés have, or where this
         *     body gave way
         */
        void growTo(long bytes) {
            if (bytes > LargeBodies.SMALL_MAX) {
                large = true;
                grow(this, bytes).forEach(other -> other.end.accept(full()));
            }
        }

        /**
         * The body has arrived whole, so it does not give way any more.
         *
         * @throws Problem.Thrown 503 where it gave way before
         */
        void arrived() {
            if (large) {
                makeWhole(this);
            }
        }

        /** Whether it gave way, and has not been given back since. */
        boolean hasGivenWay() {
            return gaveWay(this);
        }

        void giveBack() {
            if (large) {
                large = false;
                release(this);
            }
        }
    }

    /** Returns the shares that gave way to this one. */
    private synchronized List<Share> grow(Share share, long bytes) {
        if (share.gaveWay) {
            throw full();
        }
        long more = bytes - share.taken;
        if (more <= 0) {
            return List.of();
        }
        List<Share> others = List.of();
        Places.Answer answer = places.enter(share.placeCode, more);
        if (answer == Places.Answer.ALL_ARE_TAKEN) {
            others = thoseThatGiveWay(share.placeCode, more);
            others.forEach(this::giveWay);
            answer = places.enter(share.placeCode, more);
        }
        if (answer != Places.Answer.TAKEN) {
            throw answer == Places.Answer.HOLDER_HAS_ALL_OF_ITS ? cafeHasAllOfIts() : full();
        }
        share.taken = bytes;
        shares.add(share);
        return others;
    }

    /** Chooses shares that make room for so many bytes more of a café; none if all that may give way do not suffice. */
    private List<Share> thoseThatGiveWay(PlaceCode placeCode, long more) {
        long needed = places.taken() + more - maximum;
        long holds = places.takenBy(placeCode) + more;
        var arriving = new Arriving(shares.stream().filter(share -> !share.whole));
        var others = new ArrayList<Share>();
        while (needed > 0) {
            Optional<Share> next = arriving.removeLargestBeyond(holds);
            if (next.isEmpty()) {
                return List.of();
            }
            others.add(next.get());
            needed -= next.get().taken;
        }
        return others;
    }

    private void giveWay(Share share) {
        release(share);
        share.gaveWay = true;
    }

    private synchronized void makeWhole(Share share) {
        if (share.gaveWay) {
            throw full();
        }
        share.whole = true;
    }

    private synchronized boolean gaveWay(Share share) {
        return share.gaveWay;
    }

    /** A share that gave way is not among them any more, so its bytes are not given back twice. */
    private synchronized void release(Share share) {
        if (shares.remove(share)) {
            places.leave(share.placeCode, share.taken);
        }
        share.taken = 0;
        share.whole = false;
        share.gaveWay = false;
    }

    private static Problem.Thrown cafeHasAllOfIts() {
        return Problem.of(429, "too many bytes of this café are under way")
                .reaching("cafe-requests")
                .thrown();
    }

    private static Problem.Thrown full() {
        return Problem.of(503, "too many large bodies are under way, send it again")
                .reaching("bodies")
                .thrown();
    }

    /** Shares of bodies that are still arriving, and what each café holds in them. */
    private static final class Arriving {
        private final List<Share> shares;
        private final Map<PlaceCode, Long> byCafe;

        private Arriving(Stream<Share> arriving) {
            shares = arriving.collect(Collectors.toCollection(ArrayList::new));
            byCafe = shares.stream()
                    .collect(Collectors.groupingBy(
                            share -> share.placeCode, Collectors.summingLong(share -> share.taken)));
        }

        private long held(Share share) {
            return byCafe.getOrDefault(share.placeCode, 0L);
        }

        /**
         * Removes the largest share, the first of equal ones, of the café that holds the most.
         *
         * @param bytes of which the café must hold more
         */
        private Optional<Share> removeLargestBeyond(long bytes) {
            Optional<Share> largest = shares.stream()
                    .filter(share -> held(share) > bytes)
                    .max(Comparator.comparingLong(this::held).thenComparingLong(share -> share.taken));
            largest.ifPresent(share -> {
                shares.remove(share);
                byCafe.merge(share.placeCode, -share.taken, Long::sum);
            });
            return largest;
        }
    }
}
