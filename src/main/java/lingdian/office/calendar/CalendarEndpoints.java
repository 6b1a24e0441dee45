package lingdian.office.calendar;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.calendar.WorkCalendar;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * Endpoints for the calendar of working days (handbook, working-days.md). A year that was entered goes before the year of the
 * configuration, also before a later file: only a further entry changes it.
 */
final class CalendarEndpoints {
    /** Of a year's versions, each of up to 120 days. */
    private static final int VERSIONS_MAX = 20;

    private final OfficeContext office;
    private final QueryPool pool;
    private final CalendarStore store;
    private final PresentCalendar present;
    private final WorkCalendar shipped;

    CalendarEndpoints(OfficeContext office, CalendarStore store, PresentCalendar present, WorkCalendar shipped) {
        this.office = office;
        this.pool = office.pool();
        this.store = store;
        this.present = present;
        this.shipped = shipped;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return ScopedStore.position(pool)
                .compose(position -> present.entries(pool)
                        .compose(entries -> reply(Page.whole(entries), CalendarEntry::json, position)));
    }

    /** Long tables are written on a worker thread. */
    private Future<Reply> reply(Page<CalendarEntry> page, Function<CalendarEntry, JsonObject> shown, String position) {
        long size = page.items().stream().mapToLong(CalendarEntry::size).sum();
        return SizedWork.run(office.vertx(), size, () -> Reply.ok(page.json(shown, position)));
    }

    public Future<Reply> versions(AuthorisedCall call) {
        int year = year(call);
        long before = Cursor.number(call.query("cursor"));
        int limit = Math.min(call.limit(), VERSIONS_MAX);
        return ScopedStore.position(pool)
                .compose(position -> store.versions(pool, year, before, limit + 1)
                        .map(entered -> page(entered, year, before, limit))
                        .compose(page -> reply(page, CalendarEntry::versionJson, position)));
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
        CalendarYear table = CalendarReading.table(nearYear(call), call.body());
        Integer replaced = call.body().getInteger("version");
        return office.changes()
                .change(
                        connection -> store.put(
                                connection,
                                table,
                                replaced,
                                call.account().id(),
                                office.clock().instant()),
                        changed(call, table))
                .compose(changed -> store.versions(pool, table.year(), Long.MAX_VALUE, 1))
                .map(versions -> Reply.ok(versions.getFirst().json()));
    }

    private Optional<CalendarYear> file(int year) {
        return shipped.years().stream().filter(table -> table.year() == year).findFirst();
    }

    private int nearYear(AuthorisedCall call) {
        int year = year(call);
        if (year < present.firstYear() || year > present.lastYear()) {
            throw Refused.parameter("year", "expected one from " + present.firstYear() + " to " + present.lastYear());
        }
        return year;
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
