package lingdian.console.trend;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.console.frame.Chart;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PublishedCount;
import lingdian.console.frame.TableLink;
import lingdian.console.violation.ViolationFilter;
import lingdian.office.figures.TrendFigures;
import lingdian.office.figures.TrendFigures.LoginDay;
import lingdian.office.figures.TrendFigures.PremisesDay;
import lingdian.office.figures.TrendFigures.TerminalDay;
import lingdian.office.figures.TrendFigures.ViolationDay;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a period, from the API, which has already withheld counts of persons below five.
 *
 * @param region the chosen region; empty for the reader's own
 * @param foreign the chosen region if the reader has no cafés there; else empty
 * @param withheld how many counties' days are left out of the figures of persons
 */
record Trends(
        LocalDate from,
        LocalDate to,
        String region,
        String foreign,
        List<Choice> regions,
        Charts charts,
        long meanCoverage,
        HeardOf heardOf,
        List<Sum> sums,
        long withheld) {
    private static final long SECONDS_A_MINUTE = 60;
    private static final long HOURS_A_DAY = 24;
    private static final String MINOR_ADMITTED = "MINOR_ADMITTED";

    /**
     * The figures by day.
     *
     * @param coverage in per cent: the share of a day's hours in which cafés sent events, among cafés that sent any
     */
    record Charts(
            Counted violations, Chart overtimeMinutes, Counted minorsRefused, Counted minorsAdmitted, Chart coverage) {
        private static Charts of(TrendFigures figures) {
            return new Charts(
                    Counted.of(figures, figures.violations(), ViolationDay::day, Charts::count),
                    Chart.of(
                            figures.violations().stream()
                                    .collect(Collectors.groupingBy(
                                            ViolationDay::day,
                                            Collectors.summingLong(one -> one.overtimeSeconds() / SECONDS_A_MINUTE))),
                            figures.from(),
                            figures.to()),
                    Counted.of(
                            figures,
                            figures.logins(),
                            LoginDay::day,
                            one -> PublishedCount.of(one.minorsRefused(), one.minorsWithheld())),
                    Counted.of(
                            figures,
                            figures.violations().stream()
                                    .filter(one -> MINOR_ADMITTED.equals(one.code()))
                                    .toList(),
                            ViolationDay::day,
                            Charts::count),
                    coverage(figures));
        }

        private static PublishedCount count(ViolationDay day) {
            return PublishedCount.of(day.told(), day.withheld());
        }

        private static Chart coverage(TrendFigures figures) {
            return Chart.shares(
                    figures.premises().stream()
                            .collect(Collectors.groupingBy(
                                    PremisesDay::day,
                                    Collectors.collectingAndThen(Collectors.toList(), Trends::coverage))),
                    figures.from(),
                    figures.to());
        }
    }

    /** Counts of which some may be withheld, with the sum of what is published. */
    record Counted(Chart days, PublishedCount sum) {
        private static <T> Counted of(
                TrendFigures figures, List<T> rows, Function<T, LocalDate> day, Function<T, PublishedCount> count) {
            Map<LocalDate, PublishedCount> byDay = rows.stream()
                    .collect(Collectors.groupingBy(
                            day,
                            Collectors.collectingAndThen(
                                    Collectors.mapping(count, Collectors.toList()), PublishedCount::sum)));
            Map<LocalDate, Long> told = new TreeMap<>();
            byDay.forEach((date, sum) -> told.put(date, Objects.requireNonNullElse(sum.told(), 0L)));
            Set<LocalDate> withheld = byDay.entrySet().stream()
                    .filter(one -> one.getValue().isWithheld() || one.getValue().partly())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            return new Counted(
                    Chart.of(told, figures.from(), figures.to(), withheld),
                    PublishedCount.sum(List.copyOf(byDay.values())));
        }
    }

    /**
     * The licensed terminals that were heard of, in per cent by day.
     *
     * @param percent over the period; null where it is unknown
     * @param lastDay the last day with figures; null where there is none
     * @param unknownCafes how many cafés are left out on it
     */
    record HeardOf(
            Chart days, @Nullable Long percent, @Nullable LocalDate lastDay, long unknownCafes) {
        static HeardOf of(TrendFigures figures) {
            Map<LocalDate, List<TerminalDay>> days = figures.terminals().stream()
                    .collect(Collectors.groupingBy(TerminalDay::day, TreeMap::new, Collectors.toList()));
            var percents = new TreeMap<LocalDate, Long>();
            days.forEach((day, areas) -> {
                Long percent = percent(areas);
                if (percent != null) {
                    percents.put(day, percent);
                }
            });
            LocalDate last =
                    days.keySet().stream().max(Comparator.naturalOrder()).orElse(null);
            return new HeardOf(
                    Chart.shares(percents, figures.from(), figures.to()),
                    percent(figures.terminals()),
                    last,
                    figures.terminals().stream()
                            .filter(one -> one.day().equals(last))
                            .mapToLong(TerminalDay::unknownCafes)
                            .sum());
        }

        private static @Nullable Long percent(List<TerminalDay> areas) {
            long licensed = areas.stream().mapToLong(TerminalDay::licensed).sum();
            long heard = areas.stream().mapToLong(TerminalDay::heard).sum();
            return licensed == 0 ? null : (Long) Math.round(100.0 * heard / licensed);
        }
    }

    /** The total of one county and code. */
    record Sum(String region, String place, String code, PublishedCount violations, long overtimeMinutes) {
        private long told() {
            return Objects.requireNonNullElse(violations.told(), 0L);
        }
    }

    Trends {
        regions = List.copyOf(regions);
        sums = List.copyOf(sums);
    }

    /** The list of violations of a code, up to its days, which a chart adds. @param code empty: of any */
    String rows(String code) {
        return "/violations?region=" + region + "&code=" + code + "&";
    }

    /** The list of the violations behind a sum. */
    String path(Sum sum) {
        return ViolationFilter.path(sum.region(), sum.code(), from, to);
    }

    /** The same as a file for spreadsheets. */
    String table() {
        return TableLink.path("trends", Map.of("region", region, "from", from.toString(), "to", to.toString()));
    }

    static Trends of(TrendFigures figures, String region, String foreign, List<Choice> regions, Divisions divisions) {
        return new Trends(
                figures.from(),
                figures.to(),
                region,
                foreign,
                regions,
                Charts.of(figures),
                coverage(figures.premises()),
                HeardOf.of(figures),
                sums(figures.violations(), divisions),
                figures.logins().stream().mapToLong(LoginDay::withheld).sum()
                        + figures.violations().stream()
                                .mapToLong(ViolationDay::withheld)
                                .sum());
    }

    private static List<Sum> sums(List<ViolationDay> violations, Divisions divisions) {
        Map<String, Map<String, List<ViolationDay>>> grouped = violations.stream()
                .collect(Collectors.groupingBy(
                        ViolationDay::region,
                        TreeMap::new,
                        Collectors.groupingBy(ViolationDay::code, TreeMap::new, Collectors.toList())));
        return grouped.entrySet().stream()
                .flatMap(region -> region.getValue().entrySet().stream()
                        .map(code ->
                                sum(region.getKey(), divisions.name(region.getKey()), code.getKey(), code.getValue())))
                .sorted(Comparator.comparingLong(Sum::told).reversed())
                .toList();
    }

    private static Sum sum(String region, String place, String code, List<ViolationDay> days) {
        return new Sum(
                region,
                place,
                code,
                PublishedCount.sum(days.stream().map(Charts::count).toList()),
                days.stream().mapToLong(ViolationDay::overtimeSeconds).sum() / SECONDS_A_MINUTE);
    }

    private static long coverage(List<PremisesDay> premises) {
        long cafes = premises.stream().mapToLong(PremisesDay::cafes).sum();
        long hours = premises.stream().mapToLong(PremisesDay::hoursHeard).sum();
        return cafes == 0 ? 0 : Math.round(100.0 * hours / (HOURS_A_DAY * cafes));
    }
}
