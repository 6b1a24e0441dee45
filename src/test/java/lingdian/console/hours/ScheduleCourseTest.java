package lingdian.console.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import lingdian.console.hours.ScheduleCourse.State;
import lingdian.office.hours.GrantedHours.Schedule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which schedule counts, and what takes the place of one that is withdrawn. */
class ScheduleCourseTest {
    private static final String COUNTY = "360481";
    private static final LocalDate TODAY = LocalDate.parse("2026-07-11");

    @Test
    void aLaterEntryForAllItsDaysReplacesASchedule() {
        Schedule summer = schedule(COUNTY, "summer", "2026-07-20", "2026-08-31");
        Schedule part = schedule(COUNTY, "part", "2026-07-20", "2026-07-31");
        Schedule again = schedule(COUNTY, "again", "2026-07-20", "2026-08-31");
        Schedule endless = schedule(COUNTY, "endless", "2026-07-01", null);

        assertThat(course(summer).state(summer)).isEqualTo(State.FUTURE);
        assertThat(course(part, summer).state(summer)).as("a part of its days").isEqualTo(State.FUTURE);
        assertThat(course(again, summer).state(summer)).isEqualTo(State.REPLACED);
        assertThat(course(summer, again).state(summer))
                .as("the other was entered before")
                .isEqualTo(State.FUTURE);
        assertThat(course(endless, summer).state(summer)).isEqualTo(State.REPLACED);
        assertThat(course(summer, endless).state(endless)).isEqualTo(State.RUNNING);
        assertThat(course(schedule("360400", "city", "2026-07-01", null), summer)
                        .state(summer))
                .as("a region around it is of no weight")
                .isEqualTo(State.FUTURE);
    }

    @Test
    void onlyWhatCountsAndIsOfThisPageIsReplaced() {
        Schedule over = schedule(COUNTY, "over", "2026-06-01", "2026-07-10");
        Schedule running = schedule(COUNTY, "running", "2026-07-01", "2026-07-31");
        Schedule city = schedule("360400", "city", "2026-07-01", null);
        ScheduleCourse course = course(running, city, over);

        assertThat(course.state(over)).isEqualTo(State.OVER);
        assertThat(course.canReplace(over)).isFalse();
        assertThat(course.canReplace(city)).isFalse();
        assertThat(course.canReplace(running)).isTrue();
        assertThat(course.next(running)).as("what was judged stays").isEqualTo("2026-07-12");
    }

    @Test
    void withoutItTheNearestLevelCounts() {
        Schedule future = schedule(COUNTY, "future", "2026-08-01", null);
        Schedule older = schedule(COUNTY, "older", "2026-01-01", null);
        Schedule ended = schedule(COUNTY, "ended", "2026-01-01", "2026-07-31");
        Schedule city = schedule("360400", "city", "2026-02-01", null);
        Schedule province = schedule("360000", "province", "2026-02-01", null);

        assertThat(course(future, province, city, ended, older).without(future)).contains(older);
        assertThat(course(future, province, city, ended).without(future)).contains(city);
        assertThat(course(future, province).without(future)).contains(province);
        assertThat(course(future, ended).without(future))
                .as("the statutory hours")
                .isEmpty();
    }

    private static ScheduleCourse course(Schedule... all) {
        return new ScheduleCourse(List.of(all), COUNTY, TODAY);
    }

    private static Schedule schedule(String area, String document, String from, @Nullable String to) {
        return new Schedule(
                area,
                Map.of("mon", List.of("08:00-22:00")),
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                document,
                OffsetDateTime.parse("2026-07-01T00:00:00Z"));
    }
}
