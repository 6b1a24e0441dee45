package lingdian.console.administration;

import java.util.List;
import lingdian.console.frame.Divisions;
import lingdian.office.setup.SetupGaps;
import lingdian.office.setup.SetupGaps.Office;

/**
 * What an administrator does today.
 *
 * @param gaps in the configuration
 * @param proposals of others that the reader may release
 * @param own proposals of the reader, that wait for another person
 */
record TodayView(SetupGaps gaps, long proposals, long own, Divisions divisions) {
    /** So many of a kind are named at once; the others are folded. */
    private static final int NAMED = 5;

    boolean isEmpty() {
        return proposals == 0
                && own == 0
                && gaps.offices().total() == 0
                && gaps.unconnected().total() == 0
                && gaps.closedWithKey().total() == 0
                && gaps.invitations().total() == 0;
    }

    /** The key of what is missing in an office, the gravest alone: an office without officers has no roster either. */
    static String gap(Office office) {
        if (!office.officers()) {
            return office.above().isEmpty() ? "nobody" : "above";
        }
        return "roster-" + office.roster();
    }

    static String mark(Office office) {
        return switch (gap(office)) {
            case "nobody", "roster-void" -> "fact";
            default -> "suspicion";
        };
    }

    String name(String region) {
        return divisions.name(region);
    }

    static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(NAMED, all.size()));
    }

    static <T> List<T> further(List<T> all) {
        return all.subList(Math.min(NAMED, all.size()), all.size());
    }
}
