package lingdian.office.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.office.campaign.CampaignReport.CampaignRecords;
import lingdian.office.campaign.CampaignReport.Confirmed;
import lingdian.office.campaign.CampaignReport.SignedLetters;
import lingdian.office.campaign.CampaignReport.Training;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;

/** The figures of a campaign, beginning with a county's real report of summer 2013. */
class CampaignReportTest {
    private static final PremisesKinds KINDS =
            ConfigDirectory.find(Path.of("config")).read("premises.yaml", PremisesKinds.class);
    private static final String CULTURE = "文化局";
    private static final String POLICE = "公安局";
    private static final UUID SUMMER = new UUID(1, 1);
    private static final UUID NIGHTS = new UUID(1, 2);
    private static final UUID VISITS = new UUID(1, 3);
    private static final UUID TRAINING = new UUID(1, 4);
    private static final InspectionId INSPECTION = new InspectionId(new UUID(4, 3));
    private static final UUID LETTERS = new UUID(1, 5);

    private static final Activity CULTURES_SUMMER =
            activity(SUMMER, CULTURE, 0, 208, 52, Map.of("internet-cafe", 156, "game-hall", 72, "bookshop", 33), null);
    private static final Activity CULTURES_NIGHTS =
            activity(NIGHTS, CULTURE, 5, 82, 22, Map.of("internet-cafe", 54, "entertainment-venue", 50), SUMMER);
    private static final Activity POLICES_VISITS =
            new Activity(VISITS, POLICE, 0, Count.NONE, Count.NONE, Map.of("premises", Count.over(100)), null);

    private static final CampaignReport REPORT = CampaignReport.of(
            new CampaignRecords(
                    List.of(CULTURES_SUMMER, CULTURES_NIGHTS, POLICES_VISITS),
                    List.of(new Training(TRAINING, POLICE, "安全员培训", LocalDate.of(2013, 7, 10), Count.over(30))),
                    List.of(new SignedLetters(LETTERS, POLICE, LocalDate.of(2013, 7, 10), null)),
                    List.of()),
            KINDS);

    @Test
    void theCultureBureausSummer() {
        CampaignFigures culture = unit(REPORT, CULTURE).total();

        assertThat(culture.officers()).isEqualTo(Count.exactly(208));
        assertThat(culture.vehicles()).isEqualTo(Count.exactly(52));
        assertThat(culture.visits())
                .containsEntry("internet-cafe", Count.exactly(156))
                .containsEntry("game-hall", Count.exactly(72))
                .containsEntry("entertainment-venue", Count.exactly(72))
                .containsEntry("bookshop", Count.exactly(33))
                .containsEntry("premises", Count.exactly(261))
                .doesNotContainKey("song-and-dance-hall");
        assertThat(culture.rows()).containsExactly(SUMMER);
    }

    @Test
    void withinItFiveNightRounds() {
        CampaignFigures nights = unit(REPORT, CULTURE).nightRounds();

        assertThat(nights.nightRounds()).isEqualTo(5);
        assertThat(nights.officers()).isEqualTo(Count.exactly(82));
        assertThat(nights.vehicles()).isEqualTo(Count.exactly(22));
        assertThat(nights.visits())
                .containsEntry("internet-cafe", Count.exactly(54))
                .containsEntry("entertainment-venue", Count.exactly(50))
                .containsEntry("premises", Count.exactly(104));
        assertThat(nights.rows()).containsExactly(NIGHTS);
        assertThat(REPORT.nightRounds()).isEqualTo(nights);
    }

    @Test
    void thePoliceVisitedOverAHundredAndTheReportSaysOver() {
        assertThat(unit(REPORT, POLICE).total().visits()).containsExactly(Map.entry("premises", Count.over(100)));
        assertThat(unit(REPORT, POLICE).nightRounds().rows()).isEmpty();
        assertThat(REPORT.total().visits())
                .containsEntry("premises", Count.over(361))
                .containsEntry("internet-cafe", Count.exactly(156));
        assertThat(REPORT.total().officers()).isEqualTo(Count.exactly(208));
        assertThat(REPORT.total().rows()).containsExactly(SUMMER, VISITS);
    }

    @Test
    void oneTrainingOfMoreThanThirtyCafesAndLettersSigned() {
        assertThat(REPORT.trainings()).isEqualTo(new CampaignReport.Trainings(1, Count.over(30), List.of(TRAINING)));
        assertThat(REPORT.letters()).isEqualTo(new CampaignReport.Letters(true, null, List.of(LETTERS)));
        assertThat(REPORT.contradictions()).isEmpty();
    }

    @Test
    void aSingleInspectionOfANightRoundCountsInNeither() {
        Activity single = activity(new UUID(2, 1), CULTURE, 1, 4, 1, Map.of("internet-cafe", 3), NIGHTS);
        Activity apart = activity(new UUID(2, 2), CULTURE, 1, 6, 2, Map.of("internet-cafe", 5), null);

        CampaignReport report = report(CULTURES_SUMMER, CULTURES_NIGHTS, single, apart);

        assertThat(report.total().officers()).isEqualTo(Count.exactly(208 + 6));
        assertThat(report.nightRounds().officers()).isEqualTo(Count.exactly(82 + 6));
        assertThat(report.nightRounds().nightRounds()).isEqualTo(5 + 1);
        assertThat(report.total().visits()).containsEntry("internet-cafe", Count.exactly(156 + 5));
    }

    @Test
    void aPartThatIsLargerThanItsWholeIsNamed() {
        Activity tooMany = activity(NIGHTS, CULTURE, 5, 82, 22, Map.of("song-and-dance-hall", 73), SUMMER);
        Activity partOfOver =
                new Activity(NIGHTS, POLICE, 1, Count.NONE, Count.NONE, Map.of("premises", Count.exactly(120)), VISITS);

        assertThat(report(CULTURES_SUMMER, tooMany).contradictions()).containsExactly(SUMMER);
        assertThat(report(POLICES_VISITS, partOfOver).contradictions()).isEmpty();
    }

    @Test
    void nothingIsPartOfItselfOrOfWhatIsNotThere() {
        Activity first = activity(SUMMER, CULTURE, 0, 1, 1, Map.of(), NIGHTS);
        Activity second = activity(NIGHTS, CULTURE, 1, 1, 1, Map.of(), SUMMER);

        assertThatThrownBy(() -> report(first, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> report(second)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lettersOfWhichSomeAreNotCountedAreALowerBound() {
        var counted = new SignedLetters(new UUID(3, 1), CULTURE, LocalDate.of(2013, 7, 1), Count.exactly(12));
        var uncounted = new SignedLetters(new UUID(3, 2), POLICE, LocalDate.of(2013, 7, 1), null);

        CampaignReport report = CampaignReport.of(
                new CampaignRecords(List.of(), List.of(), List.of(counted, uncounted), List.of()), KINDS);

        assertThat(report.letters().number()).isEqualTo(Count.over(12));
    }

    /** 86 premises, of which 64 cafés and 8 game halls: 86 in all if they are within, 158 if they are beside. */
    @Test
    void aKindsCountIncludesItsPartsOrNot() {
        Map<String, Count> visits = Map.of(
                "premises", Count.exactly(86), "internet-cafe", Count.exactly(64), "game-hall", Count.exactly(8));
        Map<String, Count> overs = Map.of("premises", Count.over(50), "internet-cafe", Count.exactly(64));

        assertThat(KINDS.rolledUpWithin(visits))
                .containsEntry("premises", Count.exactly(86))
                .containsEntry("entertainment-venue", Count.exactly(8));
        assertThat(KINDS.rolledUp(visits)).containsEntry("premises", Count.exactly(158));
        assertThat(KINDS.rolledUpWithin(overs)).containsEntry("premises", Count.over(64));
    }

    @Test
    void confirmedViolationsAreListedByCode() {
        var overtime = new Confirmed(new ViolationId(new UUID(4, 1)), "OVERTIME_OPERATION", INSPECTION);
        var minor = new Confirmed(new ViolationId(new UUID(4, 2)), "MINOR_ADMITTED", INSPECTION);

        CampaignReport report = CampaignReport.of(
                new CampaignRecords(List.of(), List.of(), List.of(), List.of(overtime, minor, overtime)), KINDS);

        assertThat(report.confirmed())
                .containsExactly(
                        Map.entry("MINOR_ADMITTED", List.of(minor)),
                        Map.entry("OVERTIME_OPERATION", List.of(overtime)));
    }

    private static CampaignReport report(Activity... activities) {
        return CampaignReport.of(new CampaignRecords(List.of(activities), List.of(), List.of(), List.of()), KINDS);
    }

    private static CampaignReport.Unit unit(CampaignReport report, String name) {
        return report.units().stream()
                .filter(unit -> unit.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Activity activity(
            UUID id, String unit, int nights, int officers, int vehicles, Map<String, Integer> visits, UUID within) {
        var counts = new HashMap<String, Count>();
        visits.forEach((kind, number) -> counts.put(kind, Count.exactly(number)));
        return new Activity(id, unit, nights, Count.exactly(officers), Count.exactly(vehicles), counts, within);
    }
}
