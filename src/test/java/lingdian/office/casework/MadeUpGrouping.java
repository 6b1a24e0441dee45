package lingdian.office.casework;

import java.nio.file.Path;
import java.util.UUID;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.office.calendar.PresentCalendar;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.testing.RunningApi;

/** The follower that groups violations into cases, by the shipped courses, at the time of the test. */
final class MadeUpGrouping {
    static final Courses COURSES = ConfigDirectory.find(Path.of("config")).read("casework.yaml", Courses.class);

    private MadeUpGrouping() {}

    /** With a calendar of its own, which keeps what it has read: each test has another database. */
    static CaseGrouping.Configuration configuration() {
        return new CaseGrouping.Configuration(COURSES, new PresentCalendar(WorkCalendar.NONE, () -> RunningApi.NOW));
    }

    static CaseGrouping of(RunningApi api) {
        return of(api, api.pool);
    }

    /** @param pool that of another node */
    static CaseGrouping of(RunningApi api, QueryPool pool) {
        return new CaseGrouping(
                api.vertx, pool, api.log, configuration(), () -> RunningApi.NOW, UUID::randomUUID, () -> {});
    }
}
