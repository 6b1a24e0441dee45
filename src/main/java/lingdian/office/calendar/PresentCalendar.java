package lingdian.office.calendar;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.ChinaTime;
import lingdian.law.calendar.WorkCalendar;
import lingdian.office.calendar.CalendarStore.Version;

/**
 * The calendar that holds now: the years of the configuration, and in their place those near now that administrators entered.
 *
 * <p>Each case, list and complaint asks for it, so the tables are kept in memory: entries are never changed, and each question
 * reads only which version of each year is the present one.
 */
public final class PresentCalendar {
    /** How many years before and after the present one may be entered: a notice is of the next year, an open case of the last few. */
    static final int YEARS_AROUND = 10;

    private final CalendarStore store = new CalendarStore();
    private final WorkCalendar shipped;
    private final InstantSource clock;
    private volatile Known known;

    /** @param shipped the years of the configuration */
    public PresentCalendar(WorkCalendar shipped, InstantSource clock) {
        this.shipped = shipped;
        this.clock = clock;
        this.known = new Known(Map.of(), shipped);
    }

    private record Known(Map<Version, CalendarEntry> entries, WorkCalendar days) {
        Known {
            entries = Map.copyOf(entries);
        }
    }

    /** Which days are worked. */
    public Future<WorkCalendar> days(SqlClient client) {
        return known(client).map(Known::days);
    }

    /** The present table of each year, the earliest first. */
    Future<List<CalendarEntry>> entries(SqlClient client) {
        return known(client).map(now -> {
            Map<Integer, CalendarEntry> byYear = now.entries().values().stream()
                    .collect(Collectors.toMap(entry -> entry.table().year(), Function.identity()));
            return now.days().years().stream()
                    .map(table -> byYear.getOrDefault(table.year(), CalendarEntry.ofFile(table)))
                    .toList();
        });
    }

    /** The first year that may be entered. */
    int firstYear() {
        return thisYear() - YEARS_AROUND;
    }

    int lastYear() {
        return thisYear() + YEARS_AROUND;
    }

    private int thisYear() {
        return LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE).getYear();
    }

    private Future<Known> known(SqlClient client) {
        return store.present(client, firstYear(), lastYear()).map(Set::copyOf).compose(versions -> {
            Known before = known;
            return versions.equals(before.entries().keySet())
                    ? Future.succeededFuture(before)
                    : changed(client, before, versions);
        });
    }

    private Future<Known> changed(SqlClient client, Known before, Set<Version> versions) {
        Map<Version, CalendarEntry> entries = new HashMap<>(before.entries());
        entries.keySet().retainAll(versions);
        List<Version> missing = versions.stream()
                .filter(version -> !entries.containsKey(version))
                .toList();
        return store.entries(client, missing).map(read -> {
            read.forEach(entry -> entries.put(Version.of(entry), entry));
            var now = new Known(
                    entries,
                    shipped.with(
                            entries.values().stream().map(CalendarEntry::table).toList()));
            known = now;
            return now;
        });
    }
}
