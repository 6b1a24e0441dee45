package lingdian.simulation.city;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lingdian.simulation.city.Score.Finding;
import lingdian.simulation.city.Truth.Shown;

/**
 * How often the suspicions (handbook, suspicions.md) are right, by café and business day: findings, in shadow or not,
 * compared with what each café of the city did.
 *
 * <p>Counted by café and day, not one by one like facts, because suspicions of one day lead to one inspection.
 */
public final class SuspicionScore {
    private static final String HEAD = "%-26s %8s %8s %8s %10s %7s";
    private static final String ROW = "%-26s %,8d %,8d %,8d %10s %7s";
    private static final String NONE = "–";

    private final Map<String, Set<String>> truths = new HashMap<>();
    private final Map<String, Set<String>> unobservable = new HashMap<>();
    private final Map<String, Set<String>> found = new HashMap<>();

    /**
     * One line of the table.
     *
     * @param truths on how many café days it happened; those that no event could show count only if they were found
     * @param reported on how many café days it was found
     * @param correct on how many café days it both happened and was found
     */
    record Row(String code, int truths, int reported, int correct) {
        /** Two digits; a dash if nothing was found. */
        String precision() {
            return share(correct, reported);
        }

        /** Two digits; a dash if nothing happened. */
        String recall() {
            return share(correct, truths);
        }

        private static String share(int part, int whole) {
            return whole == 0 ? NONE : String.format(Locale.ROOT, "%.2f", (double) part / whole);
        }
    }

    /** @param findings of any codes; those of other cafés and days are left out */
    public SuspicionScore(TruthFile file, List<Finding> findings) {
        file.truths().stream()
                .filter(truth -> Truth.SUSPICIONS.contains(truth.code()))
                .forEach(truth -> days(truth.shown() == Shown.UNOBSERVABLE ? unobservable : truths, truth.code())
                        .add(truth.placeCode() + " " + day(truth.from())));
        Set<String> cafes = Set.copyOf(file.cafes());
        LocalDate first = CitySettings.businessDay(file.from());
        LocalDate last = CitySettings.businessDay(file.to());
        findings.stream()
                .filter(finding -> Truth.SUSPICIONS.contains(finding.code()) && cafes.contains(finding.placeCode()))
                .filter(finding -> !day(finding.from()).isBefore(first)
                        && !day(finding.from()).isAfter(last))
                .forEach(finding -> days(found, finding.code()).add(finding.placeCode() + " " + day(finding.from())));
    }

    /** One row for each suspicion, by code. */
    List<Row> rows() {
        return Truth.SUSPICIONS.stream().sorted().map(this::row).toList();
    }

    /** The table for people. */
    public List<String> lines() {
        return Stream.concat(
                        Stream.of(String.format(
                                HEAD,
                                "suspicion, by café and day",
                                "true",
                                "reported",
                                "correct",
                                "precision",
                                "recall")),
                        rows().stream()
                                .map(row -> String.format(
                                        Locale.ROOT,
                                        ROW,
                                        row.code(),
                                        row.truths(),
                                        row.reported(),
                                        row.correct(),
                                        row.precision(),
                                        row.recall())))
                .toList();
    }

    private Row row(String code) {
        Set<String> reported = days(found, code);
        var happened = new TreeSet<>(days(unobservable, code));
        happened.retainAll(reported);
        happened.addAll(days(truths, code));
        var correct = new TreeSet<>(reported);
        correct.retainAll(happened);
        return new Row(code, happened.size(), reported.size(), correct.size());
    }

    private static LocalDate day(Instant at) {
        return CitySettings.businessDay(at);
    }

    private static Set<String> days(Map<String, Set<String>> byCode, String code) {
        return byCode.computeIfAbsent(code, none -> new TreeSet<>());
    }
}
