package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.law.casework.Case;
import lingdian.law.course.CourseResult.Reason;
import lingdian.law.course.CourseResult.Refused;
import lingdian.law.course.CourseResult.Taken;
import org.junit.jupiter.api.Test;

/** Cases as they go, line by line: what is done, and what comes of it. */
class CaseCourseTest {
    private static final String OPENED = "2026-11-10T09:00";

    private static CourseScenario culture(String violations) {
        return new CourseScenario(Authority.CULTURE, violations, OPENED);
    }

    @Test
    void fromTheMidnightFindingToTheClosedFile() {
        CaseFile closed = culture("A new, B acknowledged").play("""
                2026-11-10T09:00 assign                   -> assigned; A acknowledge
                2026-11-10T10:00 dispatch                 -> assigned; A dispatch, B dispatch
                2026-11-11T20:00 check true               -> checked; A confirm, B confirm
                2026-11-11T20:30 correct 2026-11-20       -> correcting
                2026-11-20T10:00 recheck                  -> checked
                2026-11-20T11:00 file                     -> filed
                2026-11-25T10:00 review                   -> review
                2026-11-27T10:00 notify                   -> notified
                2026-12-08T10:00 decide 3000              -> decided
                2026-12-09T10:00 serve                    -> executing
                2026-12-20T10:00 pay                      -> executing
                2026-12-20T11:00 execute                  -> executing
                2026-12-21T10:00 close                    -> note-missing: assign pay execute transfer comment close
                2026-12-21T10:00 close (note)             -> closed
                """).file();

        assertThat(closed.sanctions()).containsExactly(new Sanction.Fine(3_000));
        assertThat(closed.version()).isEqualTo(14);
        assertThat(closed.violations()).allMatch(one -> one.outcome() == CheckOutcome.TRUE);
    }

    @Test
    void whatWasNotDispatchedPassesThroughIt() {
        culture("A new, B acknowledged, C dispatched").play("""
                2026-11-10T09:00 assign                                -> assigned; A acknowledge
                2026-11-10T22:00 check A true, B unverifiable, C untrue -> note-missing: \
                assign dispatch check transfer comment merge
                2026-11-10T22:00 check A true, B unverifiable, C untrue (note) -> checked; \
                A dispatch, A confirm, B dispatch, B mark-unverifiable, C dismiss
                """);
    }

    @Test
    void anOutcomeOfItsOwnGoesBeforeTheOneForAll() {
        CaseFile file = culture("A new, B new").play("""
                2026-11-10T09:00 assign                   -> assigned; A acknowledge, B acknowledge
                2026-11-10T22:00 check A true             -> outcome-missing: assign dispatch check transfer comment merge
                2026-11-10T22:00 check true, C untrue (note) -> unknown-violation: assign dispatch check transfer comment merge
                2026-11-10T22:00 check true, B untrue (note) -> checked; A dispatch, A confirm, B dispatch, B dismiss
                2026-11-11T09:00 close (note)             -> closed
                2026-11-12T09:00 file                     -> not-open: comment reopen
                2026-11-12T09:00 reopen (note)            -> checked
                """).file();

        assertThat(file.violations())
                .extracting(CaseViolation::outcome)
                .containsExactly(CheckOutcome.TRUE, CheckOutcome.UNTRUE);
    }

    /** The other authority was there first: its outcome is the violation's, ours stands beside it. */
    @Test
    void aSecondOutcomeLeavesTheViolationsOwn() {
        CaseFile file = new CourseScenario(Authority.PUBLIC_SECURITY, "A confirmed, B dismissed", OPENED)
                .play("""
                2026-11-10T09:00 assign                          -> assigned
                2026-11-10T09:30 dispatch                        -> assigned
                2026-11-10T22:00 check A untrue, B true (note)   -> checked
                """)
                .file();

        assertThat(file.violations())
                .containsExactly(
                        new CaseViolation(CourseScenario.id("A"), new Case.Confirmed(), CheckOutcome.UNTRUE, false),
                        new CaseViolation(CourseScenario.id("B"), new Case.Dismissed(), CheckOutcome.TRUE, false));
    }

    @Test
    void aLeadIsClosedOnlyWhereEveryViolationWasDismissed() {
        culture("A dismissed, B new").play("""
                2026-11-10T09:00 close (note) -> not-open: assign transfer comment merge
                2026-11-10T09:00 assign       -> assigned; B acknowledge
                2026-11-10T09:00 close (note) -> not-open: assign dispatch check transfer comment merge
                """);
        culture("A dismissed, B dismissed").play("2026-11-10T09:00 close (note) -> closed");
        culture("").play("2026-11-10T09:00 close (note) -> closed");
    }

    @Test
    void decisionsOnTheSpotAreServedAndCarriedOut() {
        CaseFile file = culture("A new").play("""
                2026-11-10T09:00 assign       -> assigned; A acknowledge
                2026-11-10T22:00 check        -> checked; A dispatch, A confirm
                2026-11-10T22:10 spot         -> spot
                2026-11-10T22:15 file         -> not-open: assign serve transfer comment
                2026-11-10T22:20 serve        -> executing
                2026-11-12T09:00 pay          -> executing
                2026-11-12T09:10 close (note) -> closed
                """).file();

        assertThat(file.sanctions()).containsExactly(new Sanction.Warning(), new Sanction.Fine(3_000));
    }

    @Test
    void noCaseIsFiled() {
        culture("A new").play("""
                2026-11-10T09:00 assign         -> assigned; A acknowledge
                2026-11-10T22:00 check          -> checked; A dispatch, A confirm
                2026-11-11T09:00 decline        -> note-missing: assign correct file decline spot transfer comment merge close
                2026-11-11T09:00 decline (note) -> declined
                2026-11-11T10:00 close (note)   -> closed
                """);
    }

    @Test
    void aHearingIsHeldAndNothingIsPunished() {
        culture("").play("""
                2026-11-10T09:00 assign      -> assigned
                2026-11-10T22:00 check       -> checked
                2026-11-11T09:00 decide none -> not-open: assign correct file decline spot transfer comment merge close
                2026-11-11T09:00 file        -> filed
                2026-11-12T09:00 assign      -> filed
                2026-11-12T10:00 review      -> review
                2026-11-13T09:00 notify      -> notified
                2026-11-18T09:00 hear        -> hearing
                2026-12-01T09:00 decide none -> decided
                2026-12-02T09:00 serve       -> executing
                """);
    }

    @Test
    void itIsHandedToAnotherOrgan() {
        culture("A new").play("""
                2026-11-10T09:00 transfer        -> note-missing: assign transfer comment merge
                2026-11-10T09:00 transfer (note) -> transferred
                2026-11-10T09:10 assign          -> not-open: comment close
                2026-11-10T09:20 comment (note)  -> transferred
                2026-11-20T09:00 close (note)    -> closed
                2026-11-21T09:00 reopen (note)   -> transferred
                """);
    }

    @Test
    void aCaseThatMovedIsNotActedOn() {
        CaseFile file = culture("A new").file();
        var stale = new CaseCourse.Request(CourseScenario.action("assign", null), false, 2, Instant.EPOCH);

        assertThat(CaseCourse.act(file, stale))
                .isEqualTo(new Refused(
                        Reason.MOVED,
                        List.of(CourseVerb.ASSIGN, CourseVerb.TRANSFER, CourseVerb.COMMENT, CourseVerb.MERGE)));
    }

    @Test
    void aViolationJoinsUntilSomebodyHasChecked() {
        CourseScenario scenario = culture("A new");
        CaseViolation late = CourseScenario.violations("B new").getFirst();

        CaseFile joined = scenario.file().joinedBy(late);

        assertThat(joined.version()).isEqualTo(2);
        assertThat(joined.violations()).hasSize(2);
        CaseFile checked = scenario.play("""
                2026-11-10T09:00 assign -> assigned; A acknowledge
                2026-11-10T22:00 check  -> checked; A dispatch, A confirm
                """).file();
        assertThat(checked.takesViolations()).isFalse();
        assertThatThrownBy(() -> checked.joinedBy(late)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoCasesOfOneCafeBecomeOne() {
        CaseFile into = other(Authority.CULTURE, CourseScenario.CAFE, "B new");

        Taken taken = (Taken) merge(culture("A new").file(), into, 1);

        assertThat(taken.file().step()).isEqualTo(new CourseStep.Closed(new CourseStep.Lead(), true));
        assertThat(taken.into().violations())
                .extracting(one -> CourseScenario.letter(one.id()))
                .containsExactly("B", "A");
        assertThat(taken.into().history()).hasSize(1);
        assertThat(taken.into().version()).isEqualTo(3); // one for the action, one for the violation
    }

    @Test
    void otherCasesAreNotMerged() {
        CaseFile file = culture("A new").file();
        CaseFile into = other(Authority.CULTURE, CourseScenario.CAFE, "B new");
        CaseFile closed = ((Taken) merge(into, other(Authority.CULTURE, CourseScenario.CAFE, ""), 1)).file();

        assertThat(reason(merge(file, file, 1))).isEqualTo(Reason.OTHER_CASE);
        assertThat(reason(merge(file, other(Authority.PUBLIC_SECURITY, CourseScenario.CAFE, ""), 1)))
                .isEqualTo(Reason.OTHER_CASE);
        assertThat(reason(merge(file, other(Authority.CULTURE, new PlaceCode("36048110000002"), ""), 1)))
                .isEqualTo(Reason.OTHER_CASE);
        assertThat(reason(merge(file, into, 2))).isEqualTo(Reason.OTHER_MOVED);
        assertThat(reason(merge(file, closed, 2))).isEqualTo(Reason.OTHER_ENDED);
        CaseFile checked = culture("").play("""
                2026-11-10T09:00 assign -> assigned
                2026-11-10T22:00 check  -> checked
                """).file();
        assertThat(reason(merge(into, checked, 3)))
                .as("its violation would never be checked")
                .isEqualTo(Reason.OTHER_CHECKED);
    }

    @Test
    void particularsThatMakeNoSenseAreNoActions() {
        Officer officer = new Officer(null, "王勇", null);
        assertThatThrownBy(() -> new CourseAction.Assign(List.of(), Trigger.PLAN))
                .hasMessageContaining("one to 4");
        assertThatThrownBy(() -> new CourseAction.Assign(Collections.nCopies(5, officer), Trigger.PLAN))
                .hasMessageContaining("one to 4");
        assertThatThrownBy(() -> new Officer(null, " ", null)).hasMessageContaining("either an account or a name");
        assertThatThrownBy(() -> new CourseAction.Decide(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new CourseAction.Decide(List.of(new Sanction.None(), new Sanction.Warning())))
                .hasMessageContaining("only by itself");
        assertThatThrownBy(() -> new CourseAction.Decide(List.of(new Sanction.Fine(1), new Sanction.Fine(2))))
                .hasMessageContaining("each kind once");
        assertThatThrownBy(() -> new CourseAction.Spot(List.of(new Sanction.Revocation(null))))
                .hasMessageContaining("on the spot");
        assertThatThrownBy(() -> new Sanction.Fine(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Sanction.Suspension(Instant.EPOCH, Instant.EPOCH))
                .hasMessageContaining("after from");
        assertThatThrownBy(() -> new CourseAction.Plain(CourseVerb.DECIDE)).hasMessageContaining("particulars");
        assertThat(officer).hasToString("Officer[null]");
    }

    private static CaseFile other(Authority authority, PlaceCode cafe, String violations) {
        return CaseFile.open(
                new CaseId(UUID.randomUUID()),
                authority,
                cafe,
                CourseScenario.violations(violations),
                CourseScenario.china(OPENED));
    }

    private static CourseResult merge(CaseFile file, CaseFile into, long version) {
        return CaseCourse.act(
                file,
                new CaseCourse.Request(
                        new CourseAction.Merge(into, version), false, file.version(), CourseScenario.china(OPENED)));
    }

    private static Reason reason(CourseResult result) {
        return ((Refused) result).reason();
    }
}
