package lingdian.simulation.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end of a replay: what was sent and what the service acknowledged. */
public final class ReplayTable {
    private ReplayTable() {}

    /** The lines of the table; {@code took} is how long the replay ran. */
    public static List<String> lines(ReplayFile file, List<ReplayPlan> plans, ReplayTally tally, Duration took) {
        long planned = events(plans);
        List<String> lines = new ArrayList<>();
        lines.add(row("cafés", plans.size()));
        lines.add(row("sessions", file.rows().size()));
        lines.add(row("rows left out", file.leftOut().size()));
        lines.add(row("events", planned));
        lines.add(row("  acknowledged before", tally.acknowledgedBefore.get()));
        lines.add(row("  sent", planned - tally.acknowledgedBefore.get()));
        lines.add(row("  acknowledged", tally.acknowledged.get()));
        lines.add(row("verdicts: allowed", tally.allowed.get()));
        lines.add(row("verdicts: denied", tally.denied.get()));
        tally.deniedByReason.forEach((reason, count) -> lines.add(row("  " + reason, count)));
        lines.add(row(
                "rejected",
                tally.rejectedByCode.values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        tally.rejectedByCode.forEach((code, count) -> lines.add(row("  " + code, count)));
        lines.add(row("cafés that failed", tally.failedCafes.size()));
        double seconds = Math.max(took.toMillis(), 1) / 1000.0;
        lines.add(String.format(Locale.ROOT, "%-26s %,12.1f", "seconds", seconds));
        lines.add(String.format(Locale.ROOT, "%-26s %,12.0f", "events/s", tally.acknowledged.get() / seconds));
        return lines;
    }

    public static long events(List<ReplayPlan> plans) {
        return plans.stream().mapToLong(plan -> plan.events().size()).sum();
    }

    private static String row(String what, long count) {
        return String.format(Locale.ROOT, "%-26s %,12d", what, count);
    }
}
