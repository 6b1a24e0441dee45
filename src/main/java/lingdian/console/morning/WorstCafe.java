package lingdian.console.morning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import lingdian.law.judge.Code;
import lingdian.office.violation.ViolationSummary;

/**
 * What one café did in a night. Violations that count persons are named but not counted: the page leaves the office, pasted
 * and printed.
 *
 * @param facts about the premises
 * @param suspicions about the premises
 * @param codes of facts and suspicions, the most frequent first
 * @param minors whether a minor was admitted
 * @param manyPersons whether so many violations count persons that figures would publish their number
 */
record WorstCafe(
        String placeCode,
        String region,
        String name,
        int facts,
        int suspicions,
        long overtimeMinutes,
        List<String> codes,
        boolean minors,
        boolean manyPersons) {
    static final int SHOWN = 10;

    /** As figures withhold smaller numbers of persons. */
    private static final int PERSONS_MANY = 5;

    private static final long SECONDS_A_MINUTE = 60;
    private static final Set<String> MINORS = Set.of(Code.MINOR_ADMITTED.name(), Code.MINORS_GRAVE.name());

    WorstCafe {
        codes = List.copyOf(codes);
    }

    /**
     * The worst first: who admitted minors, then who has many violations of persons, then by facts, by the length of overtime, and by suspicions.
     * Leads do not count.
     */
    static List<WorstCafe> of(List<ViolationSummary> night) {
        Map<String, List<ViolationSummary>> byCafe = new LinkedHashMap<>();
        for (ViolationSummary one : night) {
            if (!one.standing().equals("lead")) {
                byCafe.computeIfAbsent(one.placeCode(), first -> new ArrayList<>())
                        .add(one);
            }
        }
        return byCafe.values().stream()
                .map(WorstCafe::one)
                .sorted(Comparator.comparing(WorstCafe::minors)
                        .thenComparing(WorstCafe::manyPersons)
                        .thenComparing(WorstCafe::facts)
                        .thenComparing(WorstCafe::overtimeMinutes)
                        .thenComparing(WorstCafe::suspicions)
                        .reversed()
                        .thenComparing(WorstCafe::placeCode))
                .limit(SHOWN)
                .toList();
    }

    /** How many cafés there are to rank. */
    static int count(List<ViolationSummary> night) {
        return (int) night.stream()
                .filter(one -> !one.standing().equals("lead"))
                .map(ViolationSummary::placeCode)
                .distinct()
                .count();
    }

    /** Whether all that was found of it counts persons, of which no number is given. */
    boolean isPersonsAlone() {
        return facts == 0 && suspicions == 0;
    }

    /** A number of the café; a dash where none is given. */
    String shown(long number) {
        return isPersonsAlone() ? "—" : Long.toString(number);
    }

    private static WorstCafe one(List<ViolationSummary> violations) {
        ViolationSummary first = violations.getFirst();
        Set<String> codes = new LinkedHashSet<>();
        int facts = 0;
        int suspicions = 0;
        int persons = 0;
        long seconds = 0;
        for (ViolationSummary one : violations) {
            codes.add(one.code());
            boolean premises = !Code.countsPersons(one.code());
            boolean fact = one.standing().equals("fact");
            facts += premises && fact ? 1 : 0;
            suspicions += premises && !fact ? 1 : 0;
            persons += premises ? 0 : 1;
            Long overtime = one.extent().seconds();
            seconds += one.code().equals(Code.OVERTIME_OPERATION.name()) && overtime != null ? overtime : 0;
        }
        return new WorstCafe(
                first.placeCode(),
                first.region(),
                first.placeCode(),
                facts,
                suspicions,
                seconds / SECONDS_A_MINUTE,
                List.copyOf(codes),
                codes.stream().anyMatch(MINORS::contains),
                persons >= PERSONS_MANY);
    }

    WorstCafe named(Map<String, String> names, UnaryOperator<String> place) {
        return new WorstCafe(
                placeCode,
                place.apply(region),
                names.getOrDefault(placeCode, placeCode),
                facts,
                suspicions,
                overtimeMinutes,
                codes,
                minors,
                manyPersons);
    }
}
