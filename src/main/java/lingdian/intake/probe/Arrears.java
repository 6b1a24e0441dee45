package lingdian.intake.probe;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import lingdian.domain.PlaceCode;

/**
 * The pauses that each café still owes: until they are over it is told nothing, and where it exceeded its daily quota
 * nothing more is taken.
 *
 * <p>They are owed whether or not anybody waits for the answers. A café that hangs up and sends the same events again
 * would otherwise be told at once what it asked. Any thread may call.
 *
 * <p>Each node has a ledger. What a café owes one of them is told to the others by and by ({@link #onGrowth}), without a
 * statement of the café's own transactions.
 *
 * <p>Cafés that owe nothing any more are forgotten when the ledger has become twice as large. Where more owe than a
 * country has cafés, those that owe least are.
 */
public final class Arrears {
    /** A moment that is always past. */
    public static final long NONE = Long.MIN_VALUE;

    public static final int PAUSE_MILLIS = 1_000;

    /**
     * No café owes more. One question a second for a day makes so many, so a shorter time would let a café ask
     * thousands of questions in one message, wait once, and then read all the answers.
     */
    static final long MILLIS_MAX = Duration.ofDays(1).toMillis();

    /** Some 20 MB. The country has 150,000 cafés, and no key is of any other. */
    static final int CAFES_MAX = 200_000;

    /** Growth that is told to other nodes. Less is over almost before a café could reach another one. */
    static final int TOLD_MILLIS = 5_000;

    private static final int ROOM_MIN = 1_024;
    /** Of a full ledger so many are forgotten, so that it is not sorted for each café. */
    private static final int FORGOTTEN = CAFES_MAX / 10;

    private final LongSupplier millis;
    private final int pauseMillis;
    private final ConcurrentMap<PlaceCode, Due> cafes = new ConcurrentHashMap<>();
    /** How many cafés may be kept before some are forgotten. */
    private volatile int room = ROOM_MIN;

    private volatile Growth growth = (placeCode, answersMillis, messagesMillis) -> {};

    /** Gets what a café owes once it has grown by more than seconds. From any thread, so it must not block. */
    @FunctionalInterface
    public interface Growth {
        /**
         * A café owes so much from now on.
         *
         * @param answersMillis for how long it is told nothing
         * @param messagesMillis for how long nothing is taken from it; not positive where it is
         */
        void owes(PlaceCode placeCode, long answersMillis, long messagesMillis);
    }

    /**
     * @param answers before it no answer is told
     * @param messages before it no message is taken
     * @param known what other nodes know of {@code answers}
     */
    private record Due(long answers, long messages, long known) {
        Due told() {
            return new Due(answers, messages, answers);
        }

        boolean isNews(long now) {
            return answers - Math.max(known, now) >= TOLD_MILLIS;
        }
    }

    /**
     * A ledger without debts.
     *
     * @param millis a clock that runs in milliseconds from any beginning
     */
    public Arrears(LongSupplier millis, int pauseMillis) {
        this.millis = millis;
        this.pauseMillis = pauseMillis;
    }

    /** A ledger in real time, which no change of the clock shortens. */
    public static Arrears inRealTime(int pauseMillis) {
        return new Arrears(() -> System.nanoTime() / 1_000_000, pauseMillis);
    }

    /** @param listener tells other nodes */
    public void onGrowth(Growth listener) {
        growth = listener;
    }

    /** Another node was told what a café owes it. */
    public void owedElsewhere(PlaceCode placeCode, long answersMillis, long messagesMillis) {
        long now = millis.getAsLong();
        long answers = now + Math.min(answersMillis, MILLIS_MAX);
        long messages = messagesMillis <= 0 ? NONE : now + Math.min(messagesMillis, MILLIS_MAX);
        if (answersMillis > 0) {
            makeRoomFor(placeCode);
            cafes.merge(
                    placeCode,
                    new Due(answers, messages, answers),
                    (owed, theirs) -> new Due(
                            Math.max(owed.answers(), answers),
                            Math.max(owed.messages(), messages),
                            Math.max(owed.known(), answers)));
        }
    }

    /**
     * Adds pauses for answers that were committed.
     *
     * @return before when they must not be told; never earlier than that of answers committed before
     */
    public long oweAnswers(PlaceCode placeCode, int pauses) {
        return pauses > 0 ? owe(placeCode, millis(pauses), 0).answers() : answersDue(placeCode);
    }

    /**
     * Adds pauses, whole or not, for a message beyond the daily quota.
     *
     * @return as above
     */
    public long oweMessage(PlaceCode placeCode, double pauses) {
        return owe(placeCode, millis(pauses), millis(pauses)).answers();
    }

    private long millis(double pauses) {
        return Math.round(pauses * pauseMillis);
    }

    /** How many milliseconds it is until a moment that this ledger named; none where that is not positive. */
    public long millisUntil(long due) {
        return due == NONE ? 0 : due - millis.getAsLong();
    }

    /** How many milliseconds it is until the café's next message may be taken; now where that is not positive. */
    public long millisUntilTaking(PlaceCode placeCode) {
        if (cafes.isEmpty()) {
            return 0;
        }
        Due due = cafes.get(placeCode);
        return due == null ? 0 : millisUntil(due.messages());
    }

    private long answersDue(PlaceCode placeCode) {
        if (cafes.isEmpty()) {
            return NONE;
        }
        Due due = cafes.get(placeCode);
        return due == null || isOver(due) ? NONE : due.answers();
    }

    private Due owe(PlaceCode placeCode, long answers, long messages) {
        makeRoomFor(placeCode);
        long now = millis.getAsLong();
        Due due = cafes.merge(
                placeCode,
                new Due(later(now, now, answers), messages == 0 ? NONE : later(now, now, messages), NONE),
                (owed, first) -> new Due(
                        later(now, owed.answers(), answers),
                        messages == 0 ? owed.messages() : later(now, owed.messages(), messages),
                        owed.known()));
        if (due.isNews(now) && cafes.replace(placeCode, due, due.told())) {
            growth.owes(placeCode, due.answers() - now, due.messages() == NONE ? 0 : due.messages() - now);
        }
        return due;
    }

    private void makeRoomFor(PlaceCode placeCode) {
        if (cafes.size() >= room && !cafes.containsKey(placeCode)) {
            makeRoom();
        }
    }

    private synchronized void makeRoom() {
        if (cafes.size() < room) {
            return; // another thread did
        }
        cafes.values().removeIf(this::isOver);
        if (cafes.size() >= CAFES_MAX) {
            long least = cafes.values().stream()
                    .mapToLong(Due::answers)
                    .sorted()
                    .skip(FORGOTTEN)
                    .findFirst()
                    .orElse(NONE);
            cafes.values().removeIf(due -> due.answers() <= least);
        }
        room = Math.clamp(2L * cafes.size(), ROOM_MIN, CAFES_MAX);
    }

    private long later(long now, long due, long more) {
        return Math.min(Math.max(now, due) + more, now + MILLIS_MAX);
    }

    private boolean isOver(Due due) {
        return millisUntil(due.answers()) <= 0;
    }

    /** How many cafés are kept. */
    int size() {
        return cafes.size();
    }
}
