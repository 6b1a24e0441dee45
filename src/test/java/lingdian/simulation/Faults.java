package lingdian.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What goes wrong in one run: how often, drawn from the seed once, and when, drawn as it happens. Every second kind is
 * left out, so that some runs see one kind alone and some see many at once.
 */
final class Faults {
    /** What can go wrong by chance at each step of its kind. */
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

    /** What happens at moments of its own. */
    enum Blow {
        NODE_KILLED,
        AGENT_KILLED,
        RECONNECT_STORM,
        DATABASE_RESTARTED,
        CLOCK_JUMPED,
        DISK_FULL,
        CAFE_CUT_OFF,
        READER_SLOW,
        /** Not drawn but observed: a reader that took nothing was disconnected. */
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

    /** From now on nothing goes wrong. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** How often each was dealt. */
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
