package lingdian.console.violation;

import java.util.Locale;
import lingdian.office.violation.ViolationSummary;

/** How far a café is from other cafés, as the page of a violation shows it. */
record PeerRow(ViolationSummary.Peers peers) {
    private static final String PER_SEAT = "logins-a-seat";
    private static final int PERCENT = 100;

    String figure() {
        return peers.figure();
    }

    /** Whether the others are of the county, the city or the province. */
    String level() {
        return switch (peers.region().prefix().length()) {
            case 2 -> "province";
            case 4 -> "city";
            default -> "county";
        };
    }

    String cafes() {
        return Integer.toString(peers.cafes());
    }

    String logins() {
        return Long.toString(peers.logins());
    }

    String value() {
        return written(peers.value());
    }

    String median() {
        return written(peers.median());
    }

    String score() {
        return String.format(Locale.ROOT, "%+.1f", peers.score());
    }

    private String written(double value) {
        return peers.figure().equals(PER_SEAT)
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%.1f %%", PERCENT * value);
    }
}
