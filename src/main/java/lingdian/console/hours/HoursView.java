package lingdian.console.hours;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Refusal;
import lingdian.office.hours.GrantedHours;
import org.jspecify.annotations.Nullable;

/**
 * Who granted which hours to a café or a region, with the forms that change them.
 *
 * @param name of the café or region
 * @param path of the page, to which its forms are sent
 * @param cafe the path of the café's page; null for a region
 * @param regions to switch to, the reader's own first; none for a café
 * @param rights the actions that the reader may take
 * @param instead the schedule whose place the form takes; null: none
 * @param typed the contents of the form, by field
 * @param refusal why the input was not accepted; null if none was refused
 */
record HoursView(
        String name,
        String path,
        @Nullable String cafe,
        List<Choice> regions,
        List<ScheduleLine> schedules,
        Given given,
        Rights rights,
        @Nullable Instead instead,
        Map<String, String> typed,
        @Nullable Refusal refusal) {
    static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    /** 08:00 to 24:00, which apply if no hours were granted. */
    static final String STATUTORY = "08:00-24:00";

    HoursView {
        regions = List.copyOf(regions);
        schedules = List.copyOf(schedules);
        typed = Map.copyOf(typed);
    }

    /**
     * What the reader may do at this café besides.
     *
     * @param suspends whether they may suspend its licence
     * @param closes whether they may enter a closure
     */
    record Rights(boolean changes, boolean suspends, boolean closes) {}

    /** What was ordered and entered, the latest first. */
    record Given(List<GivenLine> orders, List<GivenLine> suspensions, List<GivenLine> closures) {
        Given {
            orders = List.copyOf(orders);
            suspensions = List.copyOf(suspensions);
            closures = List.copyOf(closures);
        }
    }

    /** Whether the page is that of a region. */
    boolean isOf(Choice region) {
        return path.equals("/regions/" + region.value() + "/hours");
    }

    /** The contents of a field. */
    String typed(String field) {
        return typed.getOrDefault(field, "");
    }

    /** Why one of the page's forms was not accepted; null if it is not the one that was sent. */
    @Nullable
    Refusal refusal(String what) {
        return isTyped("what", what) ? refusal : null;
    }

    boolean isWrong(String what, String field) {
        Refusal refused = refusal(what);
        return refused != null
                && (refused.fields().contains(field) || field.equals("from") && refused.judgedUntil() != null);
    }

    boolean isTyped(String field, String value) {
        return typed(field).equals(value);
    }

    /**
     * Consecutive days with the same hours.
     *
     * @param hours empty if closed
     */
    record Days(String first, String last, String hours) {}

    /**
     * A granted schedule.
     *
     * @param key by which the page's address names it
     * @param state what it does today
     * @param canReplace whether this page can enter another in its place
     */
    record ScheduleLine(
            String area,
            List<Days> week,
            String from,
            String to,
            String document,
            String key,
            ScheduleCourse.State state,
            boolean canReplace) {
        static ScheduleLine of(GrantedHours.Schedule schedule, UnaryOperator<String> areas, ScheduleCourse course) {
            return new ScheduleLine(
                    areas.apply(schedule.area()),
                    HoursView.week(schedule.weekly()),
                    schedule.from().toString(),
                    Objects.toString(schedule.to(), ""),
                    schedule.document(),
                    HoursView.key(schedule),
                    course.state(schedule),
                    course.canReplace(schedule));
        }

        boolean isFuture() {
            return state == ScheduleCourse.State.FUTURE;
        }
    }

    static String key(GrantedHours.Schedule schedule) {
        return schedule.enteredAt().toInstant().toString();
    }

    /**
     * The schedule whose place the form takes.
     *
     * @param fallback whose hours the form has, where it withdraws; empty: its own
     */
    record Instead(String document, String from, String to, String fallback) {}

    /**
     * An order, suspension or closure.
     *
     * @param kind as the API calls it; empty for a suspension
     * @param own whether it is for this café or region itself, rather than for a region that contains it
     */
    record GivenLine(
            String area,
            UUID id,
            String kind,
            OffsetDateTime from,
            @Nullable OffsetDateTime to,
            String document,
            boolean over,
            boolean own) {
        static GivenLine of(GrantedHours.Order order, UnaryOperator<String> areas, String here, OffsetDateTime now) {
            return new GivenLine(
                    areas.apply(order.area()),
                    order.id(),
                    order.kind(),
                    order.from(),
                    order.to(),
                    order.document(),
                    order.isOver(now),
                    here.equals(order.area()));
        }
    }

    static List<Days> week(Map<String, List<String>> weekly) {
        var week = new ArrayList<Days>();
        for (String day : DAYS) {
            String hours = hours(weekly, day);
            if (!week.isEmpty() && week.getLast().hours().equals(hours)) {
                week.set(week.size() - 1, new Days(week.getLast().first(), day, hours));
            } else {
                week.add(new Days(day, day, hours));
            }
        }
        return week;
    }

    /** The hours of one day as the form shows and takes them, separated by commas. */
    static String hours(Map<String, List<String>> weekly, String day) {
        return String.join(", ", weekly.getOrDefault(day, List.of()));
    }
}
