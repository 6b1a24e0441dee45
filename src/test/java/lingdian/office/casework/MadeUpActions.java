package lingdian.office.casework;

import java.time.Duration;
import java.util.UUID;
import lingdian.law.calendar.WorkCalendar;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.rules.RuleSetLog;
import lingdian.office.violation.JointStepStore;
import lingdian.platform.database.QueryPool;
import lingdian.record.hours.DecisionStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.SealedTexts;

/** Actions on cases as a node takes them, at the time of the test. */
final class MadeUpActions {
    private MadeUpActions() {}

    /** @param pool that of the node */
    static CaseActions of(RunningApi api, QueryPool pool) {
        return of(api, pool, 500);
    }

    /** @param violationsAtOnce that take their steps in one transaction */
    static CaseActions of(RunningApi api, QueryPool pool, int violationsAtOnce) {
        var texts = new SealedTexts(api.vault);
        var inspections = new InspectionStore(api.vertx, texts);
        var releases =
                new Releases(pool, new ReleaseStore(), () -> RunningApi.NOW, UUID::randomUUID, new RuleSetLog(api.log));
        return new CaseActions(
                new CaseActions.Parts(
                        pool,
                        new CaseFileStore(api.vertx, texts),
                        new JointStepStore(texts, releases, Duration.ZERO),
                        inspections,
                        new DecisionStore(UUID::randomUUID),
                        new CaseDeadlines(
                                MadeUpGrouping.COURSES, new PresentCalendar(WorkCalendar.NONE, () -> RunningApi.NOW)),
                        api.log,
                        () -> RunningApi.NOW,
                        UUID::randomUUID),
                new CaseActionStore(texts),
                violationsAtOnce);
    }
}
