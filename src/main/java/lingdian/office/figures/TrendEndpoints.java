package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.export.ListTable;
import lingdian.office.figures.Comparison.Period;
import org.jspecify.annotations.Nullable;

/** {@code GET /trends}: figures of days and hours, from roll-ups, so that a year of a city is answered at once. */
final class TrendEndpoints {
    private static final int EARLIEST_YEAR = 2000;

    private final ScopedStore readers;
    private final TrendStore trends;
    private final InstantSource clock;

    TrendEndpoints(ScopedStore readers, TrendStore trends, InstantSource clock) {
        this.readers = readers;
        this.trends = trends;
        this.clock = clock;
    }

    public Future<Reply> get(AuthorisedCall call) {
        TrendQuery query = TrendQuery.of(call, TrendQuery.today(clock.instant()));
        return readers.read(
                        call.account(),
                        call.freshness(),
                        client -> call.isForTable()
                                ? part(client, query, TrendPart.of(query, call.query("cursor")))
                                : figures(client, query))
                .map(Reply::ok);
    }

    /** The rows of a file, which has the figures of all kinds. */
    Future<Long> count(AuthorisedCall call) {
        TrendQuery query = TrendQuery.of(call, TrendQuery.today(clock.instant()));
        return readers.read(
                        call.account(),
                        call.freshness(),
                        client -> Future.all(TrendKind.of(query).stream()
                                .map(kind -> trends.count(client, kind, query))
                                .toList()))
                .map(counts ->
                        counts.<Long>list().stream().mapToLong(Long::longValue).sum());
    }

    private Future<JsonObject> part(SqlClient client, TrendQuery query, TrendPart part) {
        return trends.rows(client, part.kind(), part.within(query), ListTable.ROWS_MAX)
                .map(rows -> {
                    rows.forEach(
                            row -> ((JsonObject) row).put("kind", part.kind().wire()));
                    return new JsonObject().put("items", rows).put("next", part.next(query));
                });
    }

    private Future<JsonObject> figures(SqlClient client, TrendQuery query) {
        List<TrendKind> asked = TrendKind.of(query);
        List<TrendKind> kinds = List.of(TrendKind.values());
        return Future.all(kinds.stream()
                        .map(kind -> asked.contains(kind)
                                ? shown(client, kind, query)
                                : Future.succeededFuture(new JsonArray()))
                        .toList())
                .map(all -> {
                    JsonObject figures = new JsonObject()
                            .put("interval", query.hourly() ? "hour" : "day")
                            .put("level", query.level().wire())
                            .put("from", query.from().toString())
                            .put("to", query.to().toString());
                    for (int at = 0; at < kinds.size(); at++) {
                        figures.put(kinds.get(at).wire(), all.resultAt(at));
                    }
                    return figures;
                });
    }

    private Future<JsonArray> shown(SqlClient client, TrendKind kind, TrendQuery query) {
        return trends.rows(client, kind, query, TrendStore.ROWS_LIMIT).map(TrendEndpoints::few);
    }

    /** The counties of a region beside each other, and a month beside the last one and last year's. */
    Future<Reply> compare(AuthorisedCall call) {
        LocalDate today = TrendQuery.today(clock.instant());
        List<Period> periods = Comparison.periods(month(call, today), today);
        String code = call.query("code");
        return readers.read(
                        call.account(),
                        call.freshness(),
                        client -> Future.all(periods.stream()
                                        .map(one -> byRegion(client, call, one, code))
                                        .toList())
                                .map(all -> new Comparison(periods, all.list())))
                .map(compared -> Reply.ok(compared.json()));
    }

    private static YearMonth month(AuthorisedCall call, LocalDate today) {
        String text = call.query("month");
        try {
            YearMonth month = text == null ? YearMonth.from(today) : YearMonth.parse(text);
            if (!month.isAfter(YearMonth.from(today)) && month.getYear() >= EARLIEST_YEAR) {
                return month;
            }
        } catch (DateTimeParseException unreal) {
            // refused below, as a month to come is
        }
        throw Refused.parameter("month", "expected a month that has begun, such as 2026-07");
    }

    private Future<Map<String, RegionMonth>> byRegion(
            SqlClient client, AuthorisedCall call, Period period, @Nullable String code) {
        RegionCode region = Objects.requireNonNullElse(call.region(), RegionCode.COUNTRY);
        var query = new TrendQuery(false, TrendQuery.Level.COUNTY, period.from(), period.to(), region, code, null);
        var violations = shown(client, TrendKind.VIOLATIONS, query);
        var premises = shown(client, TrendKind.PREMISES, query);
        var logins = shown(client, TrendKind.LOGINS, query);
        return Future.all(violations, premises, logins)
                .map(all -> RegionMonth.byRegion(violations.result(), premises.result(), logins.result()));
    }

    private static JsonArray few(JsonArray rows) {
        if (rows.size() >= TrendStore.ROWS_LIMIT) {
            throw Refused.coded(422, "too-many-figures", "Ask for fewer days, a smaller region or a higher level.");
        }
        return rows;
    }
}
