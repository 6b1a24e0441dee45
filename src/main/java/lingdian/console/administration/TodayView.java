package lingdian.console.administration;

import java.time.LocalDate;
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
 * @param day of the reader
 */
record TodayView(SetupGaps gaps, long proposals, long own, Divisions divisions, LocalDate day) {
    /** So many of a kind are named at once; the others are folded. */
    private static final int NAMED = 5;

    /** The gravest first. An office without officers has no roster either. */
    private static final List<String> KINDS = List.of("nobody", "roster-void", "roster-none");

    /** Offices that lack the same. @param kind the key of what they lack */
    record Gap(String kind, List<Office> offices) {
        String mark() {
            return kind.equals("roster-none") ? "suspicion" : "fact";
        }
    }

    boolean isEmpty() {
        return proposals == 0
                && own == 0
                && lacking().isEmpty()
                && gaps.unconnected().total() == 0
                && gaps.closedWithKey().total() == 0
                && gaps.invitations().total() == 0;
    }

    /** What somebody must do about offices, by what they lack. */
    List<Gap> lacking() {
        return KINDS.stream()
                .map(kind -> new Gap(
                        kind,
                        gaps.offices().items().stream()
                                .filter(office ->
                                        !office.isCovered() && kindOf(office).equals(kind))
                                .toList()))
                .filter(gap -> !gap.offices().isEmpty())
                .toList();
    }

    private static String kindOf(Office office) {
        return office.officers() ? "roster-" + office.roster() : "nobody";
    }

    /** How many offices lack something. The answer has those first, so that it has all of them unless it ends with one. */
    String lackingCount() {
        long lacking = gaps.offices().total() - coveredCount();
        boolean cut = covered().isEmpty()
                && gaps.offices().items().size() < gaps.offices().total();
        return cut ? gaps.offices().items().size() + "+" : Long.toString(lacking);
    }

    /** Offices without officers whose work is done above. */
    List<Office> covered() {
        return gaps.offices().items().stream().filter(Office::isCovered).toList();
    }

    long coveredCount() {
        return covered().isEmpty()
                ? 0
                : gaps.offices().total()
                        - gaps.offices().items().size()
                        + covered().size();
    }

    /** The last day that is looked at. */
    LocalDate until() {
        return day.plusDays(SetupGaps.ROSTER_DAYS);
    }

    /** Where to invite somebody, or whom to remind of the roster. */
    static String path(Office office) {
        return office.officers()
                ? AccountAdminPages.PATH + "?q=" + office.region()
                : AccountAdminPages.PATH + "?region=" + office.region() + "&authority=" + office.authority() + "#new";
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
