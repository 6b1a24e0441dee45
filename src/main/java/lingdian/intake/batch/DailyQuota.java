package lingdian.intake.batch;

import java.util.List;
import java.util.random.RandomGenerator;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Quantities;
import org.jspecify.annotations.Nullable;

/**
 * How much one café may send in a received day, on one node. No honest café reaches it live. Beyond it every message is
 * answered late, and the next one is taken only then ({@link lingdian.intake.probe.Arrears}): a record is never refused,
 * and a flood fills the disk slowly enough to be noticed.
 *
 * <p>A café of 400 seats that sends a heartbeat of all of them each minute, and changes every guest hourly, sends some
 * 14,000 events and 8 MB a day. The quota as shipped is more than twenty times that, so that one that was cut off for
 * weeks also catches up at full speed. Such a café has 6,400 guests a day, and so many findings if every one of them is
 * one.
 *
 * @param findings that its events may open; beyond, each costs a pause, so that a flood of them grows slowly enough for
 *     the people who have to look at them
 */
public record DailyQuota(long events, long characters, long findings) {
    /** Beyond the quota, one pause of the answer is worth so much: some 5 GB a day in all. */
    static final int EVENTS_A_PAUSE = 500;

    static final int CHARACTERS_A_PAUSE = 64 * 1024;
    /** Pauses of one message, so that an HTTP request is answered while its client waits. */
    static final int PAUSES_MAX = 60;

    /** Three times as many as the largest café's of a day: a checkpoint covers them, so that no bundle becomes too long. */
    static final int MANY_EVENTS = 40_000;

    /** A message that is not taken counts as so many at least: one of two characters is read and answered, too. */
    static final int CHARACTERS_OF_ANY_MESSAGE = 1_024;

    /** A hello counts as so many events: it is committed by itself, and stored with what it says. */
    static final int EVENTS_OF_A_HELLO = 5;

    /**
     * A finding {@code RECORDS_BROKEN} counts as so many: it takes no guest and no seat to make one, and a program at
     * fault makes a few.
     */
    static final int FINDINGS_OF_BROKEN_RECORDS = 10;

    /**
     * So many changes of findings that were told before count as a finding: each is kept and told to everybody who reads the
     * feed. A night of overtime of the largest café has some thousand.
     */
    static final int UPDATES_OF_A_FINDING = 10;

    /** A change of a long finding counts as one more for so many pieces of evidence and terminals, for all of it is told again. */
    static final int ENTRIES_OF_AN_UPDATE = 10;

    /** A new stream counts as so many findings. A node remembers all of them, and a café needs a few a year. */
    static final int FINDINGS_OF_A_STREAM = 100;

    /**
     * A session that opens while more are open than any café has seats counts as so many findings. A node remembers
     * them all, and one event can end them all.
     */
    static final int FINDINGS_OF_A_CROWDING_SESSION = 100;

    /**
     * So many characters of a café's state are written with a batch without a pause, or read where another node wrote it last: they
     * take 6 ms under the lock that every café waits for. A finding about an open session takes 470, and is written once. One of a thousand seats has some
     * 100,000 while its cashier's program fails and each tenth guest has an old card; one of twenty has 30,000 where each guest has
     * three findings.
     */
    static final int STATE_MIN = 128 * 1024;

    /** A finding about each guest of a large café, beside {@link #STATE_MIN}. */
    static final int STATE_OF_A_TERMINAL = 256;

    /** The part of a pause: two are over before somebody at the counter notices, and all others wait one part in fifty at most. */
    private static final double BRIEF = 0.2;

    /**
     * So many bytes of a portion are sealed without a pause. No portion of short events has more, and no program that works sends
     * others that are rejected.
     */
    static final int SEALED_MIN = 64 * 1024;

    /**
     * So many more characters of a state, or sealed bytes, are worth a pause, so that all cafés wait for them one part in two hundred
     * of the time at most: 3 to 4 ms.
     */
    private static final int BULK_OF_A_PAUSE = 64 * 1024;

    /**
     * So many sessions beyond {@link #PERSONS_SESSIONS_MIN} count as a finding, for each portion of a café's events. The
     * sessions are those that a person had in the café on that day, of each person who logs in or has two at once. They are read
     * and compared with each other under the lock that every café waits for.
     */
    static final int PERSONS_SESSIONS_OF_A_FINDING = 20;

    /** One card at every seat of a large café, or the guests of a portion with ten visits each. */
    private static final int PERSONS_SESSIONS_MIN = 500;

    private static final int PERSONS_SESSIONS_OF_A_TERMINAL = 2;

    /** A café was cut off for two weeks, and each guest of a portion was elsewhere once a day. Reading so many takes 3 ms. */
    static final int SESSIONS_ELSEWHERE_MIN = 200;

    /**
     * From {@link #SESSIONS_ELSEWHERE_MIN} or up to so many more on there is a pause: from how many, nobody can tell. A café could
     * else add guests of its own making up to the last one without a pause, and learn by one further guest whether they were anywhere.
     */
    private static final int SESSIONS_ELSEWHERE_SPREAD = 400;

    /**
     * So many more that its guests had elsewhere are worth a pause, so that all cafés wait for their reading one part in two
     * hundred of the time at most. They are no finding and count for no quota: other cafés have made them.
     */
    private static final int SESSIONS_ELSEWHERE_OF_A_PAUSE = 300;

    /** The seats of the largest cafés, where the number of the licensed is unknown. */
    private static final int SESSIONS_OF_UNKNOWN = 1_000;

    /** One event can end all that are open, and all cafés wait until each end is written. So many take a hundredth of a second. */
    private static final int SESSIONS_MIN = 500;

    private static final int SESSIONS_OF_A_TERMINAL = 4;

    private static final long MEBIBYTE = 1024L * 1024;

    /** As it is configured. */
    public static DailyQuota of(int events, int mebibytes, int findings) {
        return new DailyQuota(events, mebibytes * MEBIBYTE, findings);
    }

    /**
     * How many sessions may be open at once before more are crowding.
     *
     * @param licensed how many terminals the café is licensed for; null where it is unknown
     */
    static int sessions(@Nullable Integer licensed) {
        return licensed == null ? SESSIONS_OF_UNKNOWN : Math.max(SESSIONS_MIN, SESSIONS_OF_A_TERMINAL * licensed);
    }

    /**
     * How many sessions of one person may be open at once in the café before more are crowding.
     *
     * @param licensed as above
     */
    static int sessionsOfOne(@Nullable Integer licensed) {
        return licensed == null
                ? PERSONS_SESSIONS_MIN
                : Math.max(PERSONS_SESSIONS_MIN, PERSONS_SESSIONS_OF_A_TERMINAL * licensed);
    }

    /**
     * As how many findings a portion counts that is judged with more of the café's sessions of the same persons than any honest
     * café's.
     *
     * @param licensed as above
     */
    static int findingsOfPersons(int sessions, @Nullable Integer licensed) {
        return Math.max(0, Math.ceilDiv(sessions - sessionsOfOne(licensed), PERSONS_SESSIONS_OF_A_FINDING));
    }

    /**
     * By how many pauses the next message is late after a portion whose guests had so many sessions elsewhere.
     *
     * @param random decides from how many on. Rarely from few or from nearly all, so that one session more hardly ever shows
     *     wherever a café begins: it takes ten thousands of questions to tell
     */
    static int pausesOfPersons(int sessionsElsewhere, RandomGenerator random) {
        double free =
                SESSIONS_ELSEWHERE_MIN + SESSIONS_ELSEWHERE_SPREAD * (random.nextDouble() + random.nextDouble()) / 2;
        return Math.max(0, (int) Math.ceil((sessionsElsewhere - free) / SESSIONS_ELSEWHERE_OF_A_PAUSE));
    }

    /**
     * By how many pauses the next message is late after a batch with which so much of the café's state was read and written. As far
     * as each of its guests may have a finding, it is hurt and not hurting: then it waits for fractions of a pause.
     *
     * @param licensed as above; unknown, no more than {@link #STATE_MIN} is a large café's own
     */
    static double pausesOfState(long characters, @Nullable Integer licensed) {
        long more = Math.max(0, characters - STATE_MIN);
        long ofGuests = licensed == null ? 0 : Math.min(more, (long) STATE_OF_A_TERMINAL * licensed);
        return pausesOfBulk(more - ofGuests) + BRIEF * pausesOfBulk(ofGuests);
    }

    /**
     * By how many pauses the next message is late after a portion.
     *
     * @param bytes that were sealed of it
     */
    static int pausesOfSealed(long bytes) {
        return pausesOfBulk(bytes - SEALED_MIN);
    }

    private static int pausesOfBulk(long more) {
        return Math.toIntExact(Math.max(0, Math.ceilDiv(more, BULK_OF_A_PAUSE)));
    }

    /** As how many findings an opened one counts. */
    static int findings(Finding opened) {
        return opened.code() == Code.RECORDS_BROKEN ? FINDINGS_OF_BROKEN_RECORDS : 1;
    }

    /** As how many changes one of a finding counts. */
    static int updates(Finding changed) {
        int terminals = changed.quantities() instanceof Quantities.Terminals of
                ? of.ids().size()
                : 0;
        return 1 + (changed.evidence().size() + terminals) / ENTRIES_OF_AN_UPDATE;
    }

    /** By how many pauses the answer to a message beyond the quota is late. */
    static int pauses(List<PreparedEvent> message) {
        return pauses(message.size(), characters(message));
    }

    /** By how many pauses the next message is late after a message beyond the quota that was not taken. */
    static int pausesNotTaken(long characters) {
        return pauses(0, characters);
    }

    private static int pauses(int events, long characters) {
        long worth = Math.max(events / EVENTS_A_PAUSE, characters / CHARACTERS_A_PAUSE);
        return (int) Math.clamp(worth, 1, PAUSES_MAX);
    }

    static long characters(List<PreparedEvent> message) {
        long sum = 0;
        for (PreparedEvent event : message) {
            sum += event.text().length();
        }
        return sum;
    }
}
