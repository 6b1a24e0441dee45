package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * {@code GET /cafes/{placeCode}/history}: how well a café was heard, and its confirmed violations, which count repeats.
 */
final class HistoryEndpoint {
    private static final int DAYS = 90;
    private static final int MONTHS = 12;

    private final ScopedStore scoped;
    private final CafeStore cafes;
    private final HistoryStore history;
    private final InstantSource clock;
    private final ReadLog reads;

    HistoryEndpoint(ScopedStore scoped, CafeStore cafes, HistoryStore history, InstantSource clock, ReadLog reads) {
        this.reads = reads;
        this.scoped = scoped;
        this.cafes = cafes;
        this.history = history;
        this.clock = clock;
    }

    public Future<Reply> of(AuthorisedCall call) {
        return scoped.read(
                        call.account(),
                        client -> cafes.known(client, call.placeCode()).compose(place -> of(client, place)))
                .compose(read -> reads.one(
                        call.done(Action.READ_CAFE)
                                .on(Subject.of(call.placeCode()))
                                .with("part", "history"),
                        read))
                .map(Reply::ok);
    }

    private Future<JsonObject> of(SqlClient client, CafeStore.Place place) {
        ZonedDateTime now = clock.instant().atZone(place.timeZone());
        LocalDate to = now.toLocalDate();
        LocalDate from = to.minusDays(DAYS - 1L);
        var heard = history.heard(client, place.placeCode(), from, to);
        var confirmed = history.confirmed(
                client, place.placeCode(), now.minusMonths(MONTHS).toInstant());
        YearMonth present = YearMonth.from(to);
        var months = history.months(client, place.placeCode(), present.minusMonths(MONTHS), present);
        return Future.all(heard, confirmed, months)
                .map(both -> new JsonObject()
                        .put("from", from.toString())
                        .put("to", to.toString())
                        .put("days", heard.result())
                        .put("months", months.result())
                        .put("confirmed", confirmed.result()));
    }
}
