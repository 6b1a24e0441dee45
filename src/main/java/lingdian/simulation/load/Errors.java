package lingdian.simulation.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The errors of a run, counted by kind and code. On the event loop alone. */
final class Errors {
    private static final int KINDS_MAX = 100;

    private final Map<Kind, Map<String, Long>> counts = new TreeMap<>();

    /** The kinds of error, with their name in the report. */
    enum Kind {
        NOT_CONNECTED("not connected"),
        CLOSED("closed"),
        REJECTED("rejected"),
        WRONG_VERDICT("wrong verdict"),
        AGAINST_THE_PROTOCOL("against the protocol"),
        UNANSWERED("unanswered"),
        UNSENT("unsent");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** @param what a code of the contract: never a value, since it is printed */
    void add(Kind kind, String what, long count) {
        if (count > 0) {
            Map<String, Long> ofKind = counts.computeIfAbsent(kind, any -> new TreeMap<>());
            boolean known = ofKind.containsKey(what) || ofKind.size() < KINDS_MAX;
            ofKind.merge(known ? what : "other", count, Long::sum);
        }
    }

    long total() {
        return sum(ofKind -> ofKind.values().stream().mapToLong(Long::longValue).sum());
    }

    long total(Kind kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Counts by the name of the kind, then by code. */
    Map<String, Map<String, Long>> byKind() {
        Map<String, Map<String, Long>> named = new LinkedHashMap<>();
        counts.forEach((kind, ofKind) -> named.put(kind.words(), Map.copyOf(ofKind)));
        return named;
    }

    private long sum(ToLongFunction<Map<String, Long>> each) {
        return counts.values().stream().mapToLong(each).sum();
    }
}
