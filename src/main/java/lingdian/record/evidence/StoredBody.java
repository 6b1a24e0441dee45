package lingdian.record.evidence;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's JSON as stored in the database: a heartbeat's lists of terminals are written as numbered runs, everything
 * else unchanged.
 *
 * <p>A heartbeat of 100 terminals is most of a café's record, hardly changes from minute to minute, and is too short
 * for PostgreSQL to compress. The chain, the verification and the reader see the event itself, which is restored from
 * this form to the same character. A list cannot be mistaken for the stored form, which is a string. A form that cannot
 * have been written here is left as it is, so that it fits no chain.
 *
 * <p>{@code "inUse":["A01","A02","A04","VIP"]} is {@code "inUse":"A01~oA,VIP"}: a run's first terminal, and a bit for
 * each number after it. {@code powered} and {@code witnessed}, where there are any, follow likewise.
 */
public final class StoredBody {
    private static final String HEARTBEAT = "{\"type\":\"heartbeat\"";
    private static final String FIRST = "\"inUse\":";
    /** What may follow the first list, in this order. */
    private static final List<String> OTHERS = List.of(",\"powered\":", ",\"witnessed\":");

    private static final String LIST = "[\"";
    private static final String LIST_END = "\"]";
    private static final String EMPTY = "[]";
    private static final String RUNS = "\"";
    private static final String END = "}";
    private static final String BETWEEN = "\",\"";
    private static final char BITS = '~';
    private static final char RUN_END = ',';

    /**
     * Beyond this length PostgreSQL compresses by itself, and a page of records needs no more memory than it takes in
     * the database.
     */
    private static final int LENGTH_MAX = 2_000;

    /** A gap takes one bit per number: beyond this a new run is shorter. */
    private static final int GAP_MAX = 64;

    private static final int DIGITS_MAX = 9;

    /** Terminals that differ in their last digits only. */
    private record Series(String prefix, int digits) {
        String terminal(int number) {
            String written = Integer.toString(number);
            return prefix + "0".repeat(digits - written.length()) + written;
        }
    }

    /** A part of a series, from one number on. */
    private static final class Run {
        final Series of;
        final int first;
        int last;
        final BitSet others = new BitSet();

        Run(Series of, int first) {
            this.of = of;
            this.first = first;
            this.last = first;
        }

        void add(int number) {
            others.set(number - first - 1);
            last = number;
        }
    }

    /**
     * The runs of a list, written in one pass over its text: nearly every terminal continues the previous run, which is
     * detected without allocation, because this is done for each heartbeat while others wait.
     */
    private static final class Runs {
        private final String body;
        private final int end;
        private final StringBuilder text = new StringBuilder();
        private final LinkedHashMap<Series, Run> open = new LinkedHashMap<>();
        private @Nullable Run current;
        private int at;
        private int previousAt = -1;
        private int previousEnd;

        Runs(String body, int from, int end) {
            this.body = body;
            this.at = from;
            this.end = end;
        }

        /** @return null if the list is not ascending, or contains a separator of runs */
        @Nullable
        String written() {
            while (at <= end) {
                int to = nameEnd();
                if (to == at || to < end && !body.startsWith(BETWEEN, to) || !taken(to)) {
                    return null;
                }
                previousAt = at;
                previousEnd = to;
                at = to == end ? end + 1 : to + BETWEEN.length();
            }
            open.values().forEach(this::write);
            return text.toString();
        }

        private int nameEnd() {
            int to = at;
            while (to < end && isOfName(body.charAt(to))) {
                to++;
            }
            return to;
        }

        /** If both terminals belong to one run, the greater number is the greater text. */
        private boolean taken(int to) {
            Run run = current;
            if (run != null && isOf(run.of, to)) {
                int number = number(body, to - run.of.digits(), to);
                if (number > run.last && number - run.last <= GAP_MAX) {
                    run.add(number);
                    return true;
                }
            }
            if (previousAt >= 0 && !ascends(to)) {
                return false;
            }
            current = begun(body.substring(at, to));
            return true;
        }

        private boolean isOf(Series of, int to) {
            int prefix = of.prefix().length();
            return of.digits() > 0
                    && to - at == prefix + of.digits()
                    && body.startsWith(of.prefix(), at)
                    && digits(body, at, to) == of.digits();
        }

        private boolean ascends(int to) {
            return body.substring(previousAt, previousEnd).compareTo(body.substring(at, to)) < 0;
        }

        /** The run that the terminal continues or begins. */
        private Run begun(String terminal) {
            Series of = series(terminal);
            int number = number(terminal, of.prefix().length(), terminal.length());
            Run run = open.get(of);
            if (run != null && of.digits() > 0 && number > run.last && number - run.last <= GAP_MAX) {
                run.add(number);
                return run;
            }
            if (run != null) {
                write(run);
            }
            var next = new Run(of, number);
            open.put(of, next);
            return next;
        }

        private void write(Run run) {
            if (!text.isEmpty()) {
                text.append(RUN_END);
            }
            text.append(run.of.digits() == 0 ? run.of.prefix() : run.of.terminal(run.first));
            if (!run.others.isEmpty()) {
                text.append(BITS)
                        .append(Base64.getUrlEncoder().withoutPadding().encodeToString(run.others.toByteArray()));
            }
        }
    }

    /** A heartbeat whose lists are written one after another in their other form. */
    private static final class Rewriting {
        private final String text;
        private final boolean toRuns;
        private final StringBuilder other;
        private int at;

        Rewriting(String text, boolean toRuns) {
            this.text = text;
            this.toRuns = toRuns;
            this.other = new StringBuilder(text.length());
        }

        /** @return null if it is no heartbeat, or one of its lists has no other form */
        @Nullable
        String written() {
            at = text.indexOf(FIRST);
            if (text.length() > LENGTH_MAX || at < 0 || !text.startsWith(HEARTBEAT)) {
                return null;
            }
            other.append(text, 0, at);
            boolean fits = taken(FIRST);
            for (String key : OTHERS) {
                fits = fits && (!text.startsWith(key, at) || taken(key));
            }
            return fits && text.startsWith(END, at) && text.length() == at + END.length()
                    ? other.append(END).toString()
                    : null;
        }

        private boolean taken(String key) {
            other.append(key);
            int from = at + key.length();
            if (text.startsWith(EMPTY, from)) {
                other.append(EMPTY);
                at = from + EMPTY.length();
                return true;
            }
            return toRuns ? taken(from, LIST, LIST_END) : taken(from, RUNS, RUNS);
        }

        private boolean taken(int listFrom, String begin, String end) {
            int from = listFrom + begin.length();
            int to = text.startsWith(begin, listFrom) ? text.indexOf(end, from) : -1;
            String now = to < 0 ? null : toRuns ? new Runs(text, from, to).written() : list(text.substring(from, to));
            if (now == null) {
                return false;
            }
            other.append(toRuns ? RUNS : LIST).append(now).append(toRuns ? RUNS : LIST_END);
            at = to + end.length();
            return true;
        }

        private static @Nullable String list(String runs) {
            List<String> terminals = terminals(runs);
            return terminals == null ? null : String.join(BETWEEN, terminals);
        }
    }

    private StoredBody() {}

    /** The stored form of {@code body}. */
    public static String of(String body) {
        String stored = new Rewriting(body, true).written();
        return stored != null && stored.length() < body.length() ? stored : body;
    }

    /** The event's JSON whose stored form is {@code stored}. */
    public static String read(String stored) {
        String body = new Rewriting(stored, false).written();
        return body != null && of(body).equals(stored) ? body : stored; // base 64 can encode equal bits in several ways
    }

    private static boolean isName(String terminal) {
        return !terminal.isEmpty() && terminal.chars().allMatch(StoredBody::isOfName);
    }

    private static boolean isOfName(int letter) {
        return isDigit(letter)
                || letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter == '_'
                || letter == '.'
                || letter == '-';
    }

    private static boolean isDigit(int letter) {
        return letter >= '0' && letter <= '9';
    }

    private static Series series(String terminal) {
        int digits = digits(terminal, 0, terminal.length());
        return new Series(terminal.substring(0, terminal.length() - digits), digits);
    }

    private static int digits(String text, int from, int to) {
        int digits = 0;
        while (digits < Math.min(DIGITS_MAX, to - from) && isDigit(text.charAt(to - 1 - digits))) {
            digits++;
        }
        return digits;
    }

    private static int number(String text, int from, int to) {
        return from == to ? 0 : Integer.parseInt(text, from, to, 10);
    }

    /** @return null if these are not runs */
    private static @Nullable List<String> terminals(String runs) {
        var terminals = new ArrayList<String>();
        for (String run : runs.split(String.valueOf(RUN_END), -1)) {
            int bits = run.indexOf(BITS);
            String first = bits < 0 ? run : run.substring(0, bits);
            if (!isName(first)) {
                return null;
            }
            terminals.add(first);
            if (bits >= 0 && !addOthers(terminals, first, run.substring(bits + 1))) {
                return null;
            }
        }
        Collections.sort(terminals);
        return terminals;
    }

    private static boolean addOthers(List<String> terminals, String first, String bits) {
        Series of = series(first);
        if (of.digits() == 0) {
            return false;
        }
        int number = number(first, of.prefix().length(), first.length());
        try {
            BitSet.valueOf(Base64.getUrlDecoder().decode(bits)).stream()
                    .forEach(bit -> terminals.add(of.terminal(number + 1 + bit)));
            return true;
        } catch (IllegalArgumentException noBits) { // not base 64, or a number with more digits
            return false;
        }
    }
}
