package lingdian.console.live;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.CountyTally;

/**
 * A county most of whose cafés fell silent together: one line instead of a card for each, or of none outside permitted hours, in
 * which silence is no violation. What it is due to, nobody knows yet.
 *
 * @param silent how many fell silent together
 * @param cafes how many there are
 */
record Outage(String region, int silent, long cafes, OffsetDateTime since) {
    /** Fewer are no outage: as in the rules unless an administrator changed them (silence.md#what-counts). */
    static final int CAFES_MIN = 5;

    private static final Duration TOGETHER = Duration.ofMinutes(2);
    /** As long as a café may be silent during permitted hours. */
    static final Duration SILENT = Duration.ofMinutes(15);

    private static final Duration HEARD = Duration.ofHours(24);

    /**
     * The silence of most of the cafés that were heard of within a day, if they fell silent within two minutes.
     *
     * @param cafes of the county
     */
    static Optional<Outage> of(CountyTally county, List<CafeDetail> cafes, Instant now) {
        List<CafeDetail.Activity> heard = cafes.stream()
                .map(CafeDetail::activity)
                .filter(one ->
                        one.lastHeard() != null && one.lastHeard().toInstant().isAfter(now.minus(HEARD)))
                .toList();
        List<OffsetDateTime> silent = heard.stream()
                .filter(one -> !one.connected())
                .map(one -> Objects.requireNonNull(one.lastHeard()))
                .filter(at -> !at.toInstant().isAfter(now.minus(SILENT)))
                .sorted(Comparator.comparing(OffsetDateTime::toInstant))
                .toList();
        return silent.stream()
                .map(first -> new Outage(county.region(), together(silent, first), county.cafes(), first))
                .max(Comparator.comparingInt(Outage::silent))
                .filter(most -> most.silent() >= CAFES_MIN && 2 * most.silent() > heard.size());
    }

    private static int together(List<OffsetDateTime> silent, OffsetDateTime first) {
        Instant last = first.toInstant().plus(TOGETHER);
        return (int) silent.stream()
                .map(OffsetDateTime::toInstant)
                .filter(at -> !at.isBefore(first.toInstant()) && !at.isAfter(last))
                .count();
    }
}
