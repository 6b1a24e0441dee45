package lingdian.office.casework;

import java.nio.file.Path;
import java.util.UUID;
import lingdian.law.calendar.WorkCalendar;
import lingdian.law.course.Courses;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.testing.RunningApi;

/** The follower that groups violations into cases, by the shipped courses, at the time of the test. */
final class MadeUpGrouping {
    static final Courses COURSES = ConfigDirectory.find(Path.of("config")).read("casework.yaml", Courses.class);

    private MadeUpGrouping() {}

    static CaseGrouping of(RunningApi api) {
        return of(api, api.pool);
    }

    /** @param pool that of another node */
    static CaseGrouping of(RunningApi api, QueryPool pool) {
        return new CaseGrouping(
                api.vertx,
                pool,
                api.log,
                new CaseGrouping.Configuration(COURSES, WorkCalendar.NONE),
                () -> RunningApi.NOW,
                UUID::randomUUID,
                () -> {});
    }
}
