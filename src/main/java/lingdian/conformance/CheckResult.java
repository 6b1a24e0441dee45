package lingdian.conformance;

import java.util.List;

/**
 * What became of one check.
 *
 * @param name stable, so that reports of two runs can be compared
 * @param faults one line each; empty if it passed. Without keys and persons
 * @param skipped why it was not run; empty if it was
 */
public record CheckResult(String name, List<String> faults, String skipped) {
    static CheckResult passed(String name) {
        return new CheckResult(name, List.of(), "");
    }

    static CheckResult failed(String name, List<String> faults) {
        return new CheckResult(name, List.copyOf(faults), "");
    }

    static CheckResult skipped(String name, String reason) {
        return new CheckResult(name, List.of(), reason);
    }

    public boolean isFailed() {
        return !faults.isEmpty();
    }

    boolean isSkipped() {
        return !skipped.isEmpty();
    }

    /** For people: one line for the check, and one for each fault. */
    public List<String> lines() {
        if (isSkipped()) {
            return List.of("skip  " + name + ": " + skipped);
        }
        if (!isFailed()) {
            return List.of("ok    " + name);
        }
        return faults.stream().map(fault -> "FAIL  " + name + ": " + fault).toList();
    }
}
