package lingdian.simulation.city;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lingdian.platform.text.Rfc3339;
import lingdian.simulation.city.Truth.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Compares the service's findings with what truly happened.
 *
 * <p>A finding matches a truth if code, café and seat (if both have one) are equal, and their times overlap or are at
 * most {@link #TOLERANCE} apart. Each is matched once: first facts with facts, then the remaining ones. Only a finding
 * about all seats of a café ({@link Truth#UNREGISTERED}) matches every guest in it; a truth about all of them is found
 * once. So a finding is false if nothing of
 * the kind happened, however little could be seen of it; and a truth is missed if the service reports less than the
 * delivered events show. Suspicions based on one café's events are scored by
 * {@link SuspicionScore}.
 */
public final class Score {
    /** Heartbeats are a minute apart, and a lost logout is noticed after three of them. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Duration LAST_HEARTBEAT = Duration.ofMinutes(2);
    private static final String BUFFERED = "buffered";

    private final TruthFile file;
    private final Map<Truth, Finding> found = new IdentityHashMap<>();
    private final Set<Finding> used = new HashSet<>();
    private final List<Finding> findings;

    /** One violation of the service's list. */
    public record Finding(
            String id,
            String code,
            boolean fact,
            String placeCode,
            Instant from,
            @Nullable Instant to,
            @Nullable String seat,
            @Nullable String explained) {

        /** A finding without an explanation. */
        Finding(
                String id,
                String code,
                boolean fact,
                String placeCode,
                Instant from,
                @Nullable Instant to,
                @Nullable String seat) {
            this(id, code, fact, placeCode, from, to, seat, null);
        }

        /** @param violation as the API lists it (handbook, feed.md#a-violation) */
        public static Finding of(JsonObject violation) {
            String ended = violation.getString("endedAt");
            return new Finding(
                    violation.getString("id"),
                    violation.getString("code"),
                    "fact".equals(violation.getString("standing")),
                    violation.getString("placeCode"),
                    Rfc3339.parse(violation.getString("startedAt")).orElseThrow(),
                    ended == null ? null : Rfc3339.parse(ended).orElseThrow(),
                    violation.getString("terminal"),
                    violation.getString("explained"));
        }
    }

    /**
     * One line of the table: the facts or the suspicions of one code.
     *
     * @param truths how many the delivered events show so far
     * @param found how many the service has
     * @param hits truths that were found
     * @param falsely findings without a truth
     */
    record Row(String code, boolean fact, int truths, int found, int hits, int falsely) {
        double recall() {
            return truths == 0 ? 1 : (double) hits / truths;
        }

        double precision() {
            return found == 0 ? 1 : (double) (found - falsely) / found;
        }

        boolean perfect() {
            return hits == truths && falsely == 0;
        }
    }

    /**
     * @param known may hold truths about suspicions, which are left out
     * @param listed all violations that the service lists; those of other cafés and other times are left out
     */
    public Score(TruthFile known, List<Finding> listed) {
        this.file = known.withoutSuspicions();
        var cafes = new HashSet<>(file.cafes());
        Instant from = file.from().minus(TOLERANCE);
        Instant to = file.to().plus(TOLERANCE);
        this.findings = listed.stream()
                .filter(finding -> cafes.contains(finding.placeCode()))
                .filter(finding -> !Truth.SUSPICIONS.contains(finding.code()))
                .filter(finding ->
                        finding.from().isAfter(from) && finding.from().isBefore(to))
                .filter(this::accuses)
                .sorted(Comparator.comparing(Finding::from).thenComparing(Finding::id))
                .toList();
        match(Shown.FACT, true);
        match(Shown.FACT, false);
        match(Shown.SUSPICION, false);
        match(Shown.SUSPICION, true);
        match(Shown.UNOBSERVABLE, false);
        match(Shown.UNOBSERVABLE, true);
    }

    /**
     * Whether a finding accuses the café. A silence that the stream itself explained does not, nor does the silence in
     * which the city ends.
     */
    private boolean accuses(Finding finding) {
        boolean silence = finding.code().equals(Truth.MEASURES);
        boolean cityOver = !finding.from().isBefore(file.to().minus(LAST_HEARTBEAT));
        return !silence || !cityOver && !BUFFERED.equals(finding.explained());
    }

    /** By code, facts first. Codes without truths and findings are left out. */
    List<Row> rows() {
        var rows = new TreeMap<String, List<Row>>();
        Stream.concat(file.truths().stream().map(Truth::code), findings.stream().map(Finding::code))
                .forEach(code -> rows.computeIfAbsent(code, c -> List.of(row(c, true), row(c, false))));
        return rows.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.truths() + row.found() > 0)
                .toList();
    }

    /** How many truths no event could show, by code. */
    Map<String, Integer> unobservable() {
        var counts = new TreeMap<String, Integer>();
        file.truths().stream()
                .filter(truth -> truth.shown() == Shown.UNOBSERVABLE)
                .forEach(truth -> counts.merge(truth.code(), 1, Integer::sum));
        return counts;
    }

    /** Truths that the delivered events show and the service did not find. */
    List<Truth> misses() {
        return file.truths().stream()
                .filter(truth -> truth.shown() != Shown.UNOBSERVABLE && !isHit(truth))
                .toList();
    }

    /** Findings without a truth. */
    List<Finding> falseAccusations() {
        return findings.stream().filter(finding -> !used.contains(finding)).toList();
    }

    List<WrongVerdict> wrongVerdicts() {
        return file.wrongVerdicts();
    }

    /** Whether the facts found are exactly the true ones, and every verdict was the expected one. */
    public boolean factsArePerfect() {
        return wrongVerdicts().isEmpty() && rows().stream().filter(Row::fact).allMatch(Row::perfect);
    }

    private Row row(String code, boolean fact) {
        List<Truth> truths = file.truths().stream()
                .filter(truth -> truth.code().equals(code) && truth.shown() == (fact ? Shown.FACT : Shown.SUSPICION))
                .toList();
        List<Finding> ofCode = findings.stream()
                .filter(finding -> finding.code().equals(code) && finding.fact() == fact)
                .toList();
        int hits = (int) truths.stream().filter(this::isHit).count();
        int falsely =
                (int) ofCode.stream().filter(finding -> !used.contains(finding)).count();
        return new Row(code, fact, truths.size(), ofCode.size(), hits, falsely);
    }

    private boolean isHit(Truth truth) {
        Finding finding = found.get(truth);
        return finding != null && (finding.fact() || truth.shown() == Shown.SUSPICION);
    }

    private void match(Shown shown, boolean fact) {
        Map<String, List<Finding>> left = new TreeMap<>();
        findings.stream()
                .filter(finding -> finding.fact() == fact && !used.contains(finding))
                .forEach(finding -> left.computeIfAbsent(
                                key(finding.code(), finding.placeCode()), k -> new ArrayList<>())
                        .add(finding));
        file.truths().stream()
                .filter(truth -> truth.shown() == shown && !found.containsKey(truth))
                .sorted(Comparator.comparing(Truth::from))
                .forEach(truth -> match(truth, left.getOrDefault(key(truth.code(), truth.placeCode()), List.of())));
    }

    private void match(Truth truth, List<Finding> candidates) {
        boolean ofManySeats = truth.code().equals(Truth.UNREGISTERED) && truth.seat() != null;
        for (Finding finding : candidates) {
            if ((ofManySeats || !used.contains(finding)) && isSame(truth, finding)) {
                used.add(finding);
                found.putIfAbsent(truth, finding);
                if (!ofManySeats) {
                    return;
                }
            }
        }
    }

    private static boolean isSame(Truth truth, Finding finding) {
        boolean seat =
                truth.seat() == null || finding.seat() == null || truth.seat().equals(finding.seat());
        Instant ends = finding.to();
        return seat
                && !finding.from().isAfter(truth.to().plus(TOLERANCE))
                && (ends == null || !ends.isBefore(truth.from().minus(TOLERANCE)));
    }

    private static String key(String code, String placeCode) {
        return code + " " + placeCode;
    }
}
