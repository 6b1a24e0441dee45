package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeReportStore.CountyStates;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code GET /cafes/tally}: how many cafés are open and connected, how many sessions, how much overtime, right now. */
final class TallyEndpoint {
    private final ScopedStore scoped;
    private final TallyStore tallies;
    private final CafeReportStore reports;
    private final ReadLog reads;

    TallyEndpoint(ScopedStore scoped, TallyStore tallies, CafeReportStore reports, ReadLog reads) {
        this.reports = reports;
        this.reads = reads;
        this.scoped = scoped;
        this.tallies = tallies;
    }

    public Future<Reply> now(AuthorisedCall call) {
        Authority authority = call.scope().authority();
        Instant heardSince = call.instant("heardSince");
        boolean byCounty = "county".equals(call.query("by"));
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> tallies.now(client, call.scope(), call.region(), heardSince)
                                .compose(tally -> byCounty && authority != null
                                        ? reports.counties(client, call.scope(), authority)
                                                .map(counties ->
                                                        json(tally, heardSince).put("counties", json(counties)))
                                        : Future.succeededFuture(json(tally, heardSince))))
                .compose(tally -> reads.list(call.account(), Action.TALLY_CAFES, tally))
                .map(Reply::ok);
    }

    private static JsonArray json(List<CountyStates> counties) {
        return new JsonArray(counties.stream()
                .map(county -> new JsonObject()
                        .put("region", county.region().value())
                        .put("cafes", county.cafes())
                        .put("running", county.running())
                        .put("openCase", county.openCase())
                        .put("offline", county.offline())
                        .put("quiet", county.quiet()))
                .toList());
    }

    private static JsonObject json(CafeTally tally, @Nullable Instant heardSince) {
        JsonObject json = new JsonObject()
                .put("cafes", tally.cafes())
                .put("connected", tally.connected())
                .put("open", tally.open())
                .put("sessions", tally.sessions())
                .put("silentSessions", tally.silentSessions())
                .put("overtime", tally.overtime())
                .put("neverHeard", tally.neverHeard());
        return heardSince == null ? json : json.put("heard", tally.heard());
    }
}
