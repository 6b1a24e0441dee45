package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;

/** {@code GET /trends}: figures of days and hours, from roll-ups, so that a year of a city is answered at once. */
final class TrendEndpoints {
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
        return readers.read(call.account(), client -> figures(client, query)).map(Reply::ok);
    }

    /** Never more than {@link TrendStore#ROWS_LIMIT}, which is fewer than a file may have. */
    Future<Long> count(AuthorisedCall call) {
        TrendQuery query = TrendQuery.of(call, TrendQuery.today(clock.instant()));
        return readers.read(call.account(), client -> trends.violations(client, query))
                .map(rows -> (long) few(rows).size());
    }

    private Future<JsonObject> figures(SqlClient client, TrendQuery query) {
        var violations = trends.violations(client, query);
        var premises = trends.premises(client, query);
        var logins = query.hourly() ? Future.succeededFuture(new JsonArray()) : trends.logins(client, query);
        var terminals = query.hourly() ? Future.succeededFuture(new JsonArray()) : trends.terminals(client, query);
        return Future.all(violations, premises, logins, terminals)
                .map(all -> new JsonObject()
                        .put("interval", query.hourly() ? "hour" : "day")
                        .put("level", query.level().wire())
                        .put("from", query.from().toString())
                        .put("to", query.to().toString())
                        .put("violations", few(violations.result()))
                        .put("premises", few(premises.result()))
                        .put("logins", few(logins.result()))
                        .put("terminals", few(terminals.result())));
    }

    private static JsonArray few(JsonArray rows) {
        if (rows.size() >= TrendStore.ROWS_LIMIT) {
            throw Refused.coded(422, "too-many-figures", "Ask for fewer days, a smaller region or a higher level.");
        }
        return rows;
    }
}
