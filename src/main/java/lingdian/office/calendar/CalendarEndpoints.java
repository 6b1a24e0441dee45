package lingdian.office.calendar;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.calendar.WorkCalendar;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
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
        return ScopedStore.position(pool)
                .compose(position -> store.latest(pool)
                        .map(entered -> Page.whole(present(entered)).json(CalendarEntry::json, position)))
                .map(Reply::ok);
    }

    private List<CalendarEntry> present(List<CalendarEntry> entered) {
        Map<Integer, CalendarEntry> byYear =
                entered.stream().collect(Collectors.toMap(entry -> entry.table().year(), Function.identity()));
        return shipped.with(entered.stream().map(CalendarEntry::table).toList()).years().stream()
                .map(table -> byYear.getOrDefault(table.year(), CalendarEntry.ofFile(table)))
                .toList();
    }

    public Future<Reply> versions(AuthorisedCall call) {
        int year = year(call);
        long before = Cursor.number(call.query("cursor"));
        return ScopedStore.position(pool)
                .compose(position -> store.versions(pool, year, before, call.limit() + 1)
                        .map(entered -> page(entered, year, before, call.limit()))
                        .map(page -> page.json(CalendarEntry::versionJson, position)))
                .map(Reply::ok);
    }

    /** The file's year is the first version, so it comes last. */
    private Page<CalendarEntry> page(List<CalendarEntry> entered, int year, long before, int limit) {
        var all = new ArrayList<>(entered);
        file(year)
                .map(CalendarEntry::ofFile)
                .filter(file -> file.version() < before)
                .ifPresent(all::add);
        if (all.isEmpty() && before == Long.MAX_VALUE) {
            throw Refused.unknown();
        }
        return Page.of(all, limit, last -> Cursor.afterNumber(last.version()));
    }

    public Future<Reply> put(AuthorisedCall call) {
        CalendarYear table = CalendarReading.table(year(call), call.body());
        Integer replaced = call.body().getInteger("version");
        return changes.change(
                        connection -> store.put(
                                connection, table, replaced, call.account().id(), clock.instant()),
                        changed(call, table))
                .compose(changed -> store.versions(pool, table.year(), Long.MAX_VALUE, 1))
                .map(versions -> Reply.ok(versions.getFirst().json()));
    }

    private Optional<CalendarYear> file(int year) {
        return shipped.years().stream().filter(table -> table.year() == year).findFirst();
    }

    private static int year(AuthorisedCall call) {
        return Integer.parseInt(call.path("year"));
    }

    private static AccessEntry changed(AuthorisedCall call, CalendarYear table) {
        return call.done(Action.CHANGE_CALENDAR)
                .on(Subject.of(Subject.Kind.CALENDAR, String.valueOf(table.year())))
                .with("official", String.valueOf(table.official()))
                .with("days", table.days().size());
    }
}
