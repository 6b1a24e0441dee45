package lingdian.office.calendar;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.calendar.WorkCalendar;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * Endpoints for the calendar of working days (handbook, working-days.md). A year that was entered goes before the year of the
 * configuration, also before a later file: only a further entry changes it.
 */
final class CalendarEndpoints {
    private final QueryPool pool;
    private final CalendarStore store;
    private final AccessLoggedChanges changes;
    private final WorkCalendar shipped;
    private final InstantSource clock;

    CalendarEndpoints(
            QueryPool pool,
            CalendarStore store,
            AccessLoggedChanges changes,
            WorkCalendar shipped,
            InstantSource clock) {
        this.pool = pool;
        this.store = store;
        this.changes = changes;
        this.shipped = shipped;
        this.clock = clock;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return store.latest(pool).map(entered -> {
            Map<Integer, CalendarEntry> byYear = entered.stream()
                    .collect(Collectors.toMap(entry -> entry.table().year(), Function.identity()));
            WorkCalendar present =
                    shipped.with(entered.stream().map(CalendarEntry::table).toList());
            return reply(
                    present.years().stream()
                            .map(table -> byYear.getOrDefault(table.year(), CalendarEntry.ofFile(table)))
                            .toList(),
                    CalendarEntry::json);
        });
    }

    public Future<Reply> versions(AuthorisedCall call) {
        int year = year(call);
        return store.versions(pool, year).map(entered -> {
            var all = new ArrayList<>(entered);
            file(year).map(CalendarEntry::ofFile).ifPresent(all::add);
            if (all.isEmpty()) {
                throw Refused.unknown();
            }
            return reply(all, CalendarEntry::versionJson);
        });
    }

    public Future<Reply> put(AuthorisedCall call) {
        CalendarYear table = CalendarReading.table(year(call), call.body());
        Integer replaced = call.body().getInteger("version");
        return changes.change(
                        connection -> store.put(
                                connection, table, replaced, call.account().id(), clock.instant()),
                        changed(call, table))
                .compose(changed -> store.versions(pool, table.year()))
                .map(versions -> Reply.ok(versions.getFirst().json()));
    }

    private Optional<CalendarYear> file(int year) {
        return shipped.years().stream().filter(table -> table.year() == year).findFirst();
    }

    private static int year(AuthorisedCall call) {
        return Integer.parseInt(call.path("year"));
    }

    private static Reply reply(List<CalendarEntry> entries, Function<CalendarEntry, JsonObject> json) {
        return Reply.ok(new JsonObject()
                .put("items", new JsonArray(entries.stream().map(json).toList())));
    }

    private static AccessEntry changed(AuthorisedCall call, CalendarYear table) {
        return call.done(Action.CHANGE_CALENDAR)
                .on(Subject.of(Subject.Kind.CALENDAR, String.valueOf(table.year())))
                .with("official", String.valueOf(table.official()))
                .with("days", table.days().size());
    }
}
