package lingdian.office.returns;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.RegionCode;
import lingdian.law.returns.RowKind;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.query.Page;
import lingdian.office.returns.ReturnReading.Named;
import lingdian.office.returns.ReturnRowStore.Wanted;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code GET /returns/{period}/rows}: exactly the rows that a figure counts. */
final class ReturnRowEndpoint {
    private final OfficeContext office;
    private final ReturnReading reading;
    private final ReturnRowStore rows;
    private final ReturnSubmissionStore submissions;

    ReturnRowEndpoint(
            OfficeContext office, ReturnReading reading, ReturnRowStore rows, ReturnSubmissionStore submissions) {
        this.office = office;
        this.reading = reading;
        this.rows = rows;
        this.submissions = submissions;
    }

    public Future<Reply> list(AuthorisedCall call) {
        RowKind kind = kind(call);
        ReturnRowCursor after = ReturnRowCursor.of(call.query("cursor"));
        RegionCode region = ReturnReading.region(call);
        return office.scoped()
                .read(
                        call.account(),
                        call.freshness(),
                        client -> reading.period(client, call)
                                .compose(named -> page(client, call, query(call, region, named), kind, after)))
                .compose(page -> office.reads().list(call, Action.LIST_RETURNS, page))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        RowKind kind = kind(call);
        RegionCode region = ReturnReading.region(call);
        return office.scoped()
                .read(
                        call.account(),
                        call.freshness(),
                        client -> reading.period(client, call)
                                .map(named -> query(call, region, named))
                                .compose(query -> regions(client, call, query)
                                        .compose(regions ->
                                                rows.count(client, query, wanted(call, kind, regions.of())))));
    }

    private Future<JsonObject> page(
            SqlClient client, AuthorisedCall call, ReturnQuery query, RowKind kind, @Nullable ReturnRowCursor after) {
        int limit = call.limit();
        return ScopedStore.position(client)
                .compose(position -> regions(client, call, query)
                        .compose(
                                regions -> rows.list(client, query, wanted(call, kind, regions.of()), after, limit + 1))
                        .map(found -> Page.of(
                                        found,
                                        limit,
                                        last -> ReturnRowCursor.of(last).text())
                                .json(ReturnRow::json, position)));
    }

    /** @param of null: all */
    private record Regions(@Nullable List<RegionCode> of) {}

    /** All of the counties, or those of them that submitted. */
    private Future<Regions> regions(SqlClient client, AuthorisedCall call, ReturnQuery query) {
        return "true".equals(call.query("submitted"))
                ? submissions
                        .newest(
                                client,
                                query.authority(),
                                query.region(),
                                List.of(query.period().name()))
                        .map(found -> new Regions(
                                found.stream().map(Submission::county).toList()))
                : Future.succeededFuture(new Regions(null));
    }

    private static Wanted wanted(AuthorisedCall call, RowKind kind, @Nullable List<RegionCode> regions) {
        return new Wanted(kind, "true".equals(call.query("accumulated")), regions);
    }

    private static ReturnQuery query(AuthorisedCall call, RegionCode region, Named named) {
        return ReturnQuery.of(ReturnReading.authority(call.account()), region, named.period());
    }

    private RowKind kind(AuthorisedCall call) {
        String column = Objects.requireNonNull(call.query("column"), "the document demands it");
        return reading.form(call.account())
                .column(column)
                .flatMap(found -> found.count().rows())
                .orElseThrow(() -> Refused.parameter("column", "expected a column of the form that counts rows"));
    }
}
