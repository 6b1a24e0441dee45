package lingdian.intake.probe;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import lingdian.domain.PlaceCode;

/**
 * The pauses that each café still owes this node: until they are over it is told nothing, and where it exceeded its daily
 * quota nothing more is taken.
 *
 * <p>They are owed whether or not anybody waits for the answers. A café that hangs up and sends the same events again
 * would otherwise be told at once what it asked. Any thread may call.
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

    private static final int ROOM_MIN = 1_024;
    /** Of a full ledger so many are forgotten, so that it is not sorted for each café. */
    private static final int FORGOTTEN = CAFES_MAX / 10;

    private final LongSupplier millis;
    private final int pauseMillis;
    private final ConcurrentMap<PlaceCode, Due> cafes = new ConcurrentHashMap<>();
    /** How many cafés may be kept before some are forgotten. */
    private volatile int room = ROOM_MIN;

    /**
     * @param answers before it no answer is told
     * @param messages before it no message is taken
     */
    private record Due(long answers, long messages) {}

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

    /**
     * Adds pauses for answers that were committed.
     *
     * @return before when they must not be told; never earlier than that of answers committed before
     */
    public long oweAnswers(PlaceCode placeCode, int pauses) {
        return pauses > 0 ? owe(placeCode, pauses, 0).answers() : answersDue(placeCode);
    }

    /**
     * Adds pauses for a message beyond the daily quota.
     *
     * @return as above
     */
    public long oweMessage(PlaceCode placeCode, int pauses) {
        return owe(placeCode, pauses, pauses).answers();
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

    private Due owe(PlaceCode placeCode, int answers, int messages) {
        if (cafes.size() >= room && !cafes.containsKey(placeCode)) {
            makeRoom();
        }
        long now = millis.getAsLong();
        return cafes.merge(
                placeCode,
                new Due(later(now, now, answers), messages == 0 ? NONE : later(now, now, messages)),
                (owed, first) -> new Due(
                        later(now, owed.answers(), answers),
                        messages == 0 ? owed.messages() : later(now, owed.messages(), messages)));
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

    private long later(long now, long due, int pauses) {
        return Math.min(Math.max(now, due) + (long) pauses * pauseMillis, now + MILLIS_MAX);
    }

    private boolean isOver(Due due) {
        return millisUntil(due.answers()) <= 0;
    }

    /** How many cafés are kept. */
    int size() {
        return cafes.size();
    }
}
