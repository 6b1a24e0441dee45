package lingdian.office.campaign;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a campaign, each with the entries that it sums.
 *
 * <p>One rule prevents double counting: a figure sums only those of its activities that are part of no other of its
 * activities. The total of a unit's work thus leaves out its night rounds, which are part of it, and the night rounds
 * leave out the single inspections that are part of them.
 *
 * @param total the figures of all units
 * @param nightRounds the figures of all units' 零点行动, which are part of the total
 * @param units in order of name
 * @param contradictions activities whose parts have larger figures than the activity itself
 */
record CampaignReport(
        CampaignFigures total,
        CampaignFigures nightRounds,
        List<Unit> units,
        Trainings trainings,
        Letters letters,
        Map<String, List<Confirmed>> confirmed,
        List<UUID> contradictions) {

    /** The figures of one unit. */
    public record Unit(String name, CampaignFigures total, CampaignFigures nightRounds) {}

    /**
     * A training.
     *
     * @param cafes whose safety officers and owners attended
     */
    public record Training(
            UUID id,
            String unit,
            String kind,
            LocalDate date,
            @Nullable Count cafes) {}

    /**
     * All trainings.
     *
     * @param cafes summed over the trainings that state a number; null if none does
     */
    public record Trainings(int held, @Nullable Count cafes, List<UUID> rows) {}

    /**
     * Signed responsibility letters (守法经营责任书).
     *
     * @param number null if no number was recorded
     */
    public record SignedLetters(
            UUID id, String unit, LocalDate date, @Nullable Count number) {}

    /**
     * All responsibility letters.
     *
     * @param number null if no entry states one; a lower bound if one of several does not
     */
    public record Letters(boolean signed, @Nullable Count number, List<UUID> rows) {}

    /** A violation that an inspection of the campaign confirmed. */
    public record Confirmed(ViolationId violation, String code, InspectionId inspection) {}

    /** The entries and confirmed violations of a campaign. */
    public record CampaignRecords(
            List<Activity> activities,
            List<Training> trainings,
            List<SignedLetters> letters,
            List<Confirmed> confirmed) {}

    /**
     * Sums up.
     *
     * @throws IllegalArgumentException if an activity is part of a missing one, or of itself
     */
    public static CampaignReport of(CampaignRecords gathered, PremisesKinds kinds) {
        var nesting = new Nesting(gathered.activities());
        List<Activity> nights = nesting.all().stream().filter(Activity::isNight).toList();
        return new CampaignReport(
                figures(nesting.all(), one -> !nesting.of(one).any(), kinds),
                figures(nights, one -> !nesting.of(one).night(), kinds),
                units(nesting, kinds),
                trainings(gathered.trainings()),
                letters(gathered.letters()),
                byCode(gathered.confirmed()),
                contradictions(nesting, kinds));
    }

    private static List<Unit> units(Nesting nesting, PremisesKinds kinds) {
        Map<String, List<Activity>> byUnit = nesting.all().stream()
                .collect(Collectors.groupingBy(Activity::unit, TreeMap::new, Collectors.toList()));
        return byUnit.entrySet().stream()
                .map(unit -> new Unit(
                        unit.getKey(),
                        figures(unit.getValue(), one -> !nesting.of(one).ofUnit(), kinds),
                        figures(
                                unit.getValue(),
                                one -> one.isNight() && !nesting.of(one).nightOfUnit(),
                                kinds)))
                .toList();
    }

    private static CampaignFigures figures(
            List<Activity> activities, Predicate<Activity> outermost, PremisesKinds kinds) {
        return CampaignFigures.of(activities.stream().filter(outermost).toList(), kinds);
    }

    private static List<UUID> contradictions(Nesting nesting, PremisesKinds kinds) {
        return nesting.all().stream()
                .filter(whole -> CampaignFigures.of(nesting.parts(whole), kinds)
                        .exceed(CampaignFigures.of(List.of(whole), kinds)))
                .map(Activity::id)
                .toList();
    }

    private static Trainings trainings(List<Training> trainings) {
        List<Count> said =
                trainings.stream().map(Training::cafes).filter(Objects::nonNull).toList();
        return new Trainings(
                trainings.size(),
                said.isEmpty() ? null : Count.sum(said),
                trainings.stream().map(Training::id).toList());
    }

    private static Letters letters(List<SignedLetters> letters) {
        List<Count> said = letters.stream()
                .map(SignedLetters::number)
                .filter(Objects::nonNull)
                .toList();
        Count sum = said.size() == letters.size()
                ? Count.sum(said)
                : Count.sum(said).plus(Count.over(0));
        return new Letters(
                !letters.isEmpty(),
                said.isEmpty() ? null : sum,
                letters.stream().map(SignedLetters::id).toList());
    }

    private static Map<String, List<Confirmed>> byCode(List<Confirmed> confirmed) {
        return confirmed.stream()
                .distinct()
                .collect(Collectors.groupingBy(Confirmed::code, TreeMap::new, Collectors.toList()));
    }
}
