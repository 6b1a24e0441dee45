package lingdian.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The faults of one run. The seed determines how often each kind occurs; when it occurs is drawn step by step. Each
 * kind is left out in half of the runs, so that some runs have a single kind and some have many at once.
 */
final class Faults {
    /** Faults that may happen at each matching step. */
    enum Kind {
        NO_CONNECTION,
        STATEMENT_CUT,
        STATEMENT_REFUSED,
        COMMIT_REFUSED,
        COMMIT_CUT_BEFORE,
        COMMIT_CUT_AND_DONE,
        COMMIT_SLOW,
        FRAME_LOST,
        FRAME_REPEATED,
        FRAME_REORDERED,
        FRAME_LATE,
        CONNECTION_BROKEN,
        CONNECTION_REFUSED
    }

    /** Faults that happen at scheduled times. */
    enum Blow {
        NODE_KILLED,
        AGENT_KILLED,
        RECONNECT_STORM,
        DATABASE_RESTARTED,
        CLOCK_JUMPED,
        DISK_FULL,
        CAFE_CUT_OFF,
        READER_SLOW,
        /** Observed, not drawn: the service disconnected a reader that took no messages. */
        READER_CUT_OFF
    }

    private static final String[] PASSING = {"40001", "53100", "53200", "57014", "57P01", "58030", "40P01"};
    private static final double MOST_OFTEN = 0.05;

    private final VirtualTime time;
    private final Map<Kind, Double> rates = new EnumMap<>(Kind.class);
    private final Map<String, Long> counts = new TreeMap<>();
    private boolean calm;

    Faults(VirtualTime time) {
        this.time = time;
        Random random = time.random();
        for (Kind kind : Kind.values()) {
            double rate = random.nextBoolean() ? 0 : MOST_OFTEN * random.nextDouble() * random.nextDouble();
            rates.put(kind, rate);
        }
    }

    /** Ends all faults. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** The number of faults of each kind. */
    Map<String, Long> counts() {
        return counts;
    }

    void count(Enum<?> fault) {
        counts.merge(fault.name(), 1L, Long::sum);
    }

    boolean deals(Kind kind) {
        boolean dealt = !calm && time.chance(Program.present(rates.get(kind)));
        if (dealt) {
            count(kind);
        }
        return dealt;
    }

    boolean noConnection() {
        return deals(Kind.NO_CONNECTION);
    }

    boolean statementCut() {
        return deals(Kind.STATEMENT_CUT);
    }

    boolean statementRefused() {
        return deals(Kind.STATEMENT_REFUSED);
    }

    Database.CommitFate commitFate() {
        if (deals(Kind.COMMIT_REFUSED)) {
            return Database.CommitFate.REFUSED;
        }
        if (deals(Kind.COMMIT_CUT_BEFORE)) {
            return Database.CommitFate.CUT_BEFORE;
        }
        return deals(Kind.COMMIT_CUT_AND_DONE) ? Database.CommitFate.CUT_AND_DONE_LATER : Database.CommitFate.DONE;
    }

    long commitMicros() {
        return deals(Kind.COMMIT_SLOW) ? time.delay(100_000, 20_000_000) : time.delay(300, 15_000);
    }

    /** A SQLSTATE that says "not now". */
    String passingState() {
        return PASSING[time.random().nextInt(PASSING.length)];
    }
}
