package lingdian.office.health;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.journal.IntegrityIncidentStore;
import lingdian.record.journal.IntegrityIncidentStore.Verified;
import org.jspecify.annotations.Nullable;

/** {@code GET /service-health}: one look at the service. What it does not know is null, never a guess. */
final class HealthEndpoint {
    private final QueryPool pool;
    private final InstantSource clock;
    private final NodeKnowledge here;
    private final HealthStore store = new HealthStore();
    private final IntegrityIncidentStore incidents = new IntegrityIncidentStore();

    HealthEndpoint(QueryPool pool, InstantSource clock, NodeKnowledge here) {
        this.pool = pool;
        this.clock = clock;
        this.here = here;
    }

    public Future<Reply> look(AuthorisedCall call) {
        var ready = here.ready();
        var nodes = store.nodes(pool);
        var safety = store.safety(pool);
        var holders = store.holders(pool);
        var verified = incidents.lastVerification(pool);
        return Future.all(ready, nodes, safety, holders, verified)
                .map(all -> Reply.ok(node(ready.result())
                        .put("nodes", nodes(nodes.result()))
                        .put("database", database(ready.result(), safety.result()))
                        .put("feedLag", lag(safety.result().position()))
                        .put("diskFreeBytes", whole("disk.free"))
                        .put("diskSizeBytes", whole("disk.size"))
                        .put("certificateEndsAt", certificateEnds())
                        .put("figuresAgeSeconds", whole("figures.age"))
                        .put("overdueDays", whole("retention.overdue"))
                        .put("heldDays", whole("retention.held"))
                        .put("holders", holders(holders.result()))
                        .put(
                                "verification",
                                verified.result()
                                        .map(HealthEndpoint::verification)
                                        .orElse(null))));
    }

    private JsonObject node(JsonObject ready) {
        return new JsonObject()
                .put("node", here.node().toString())
                .put("status", ready.getString("status"))
                .put("clockOffsetSeconds", ready.getValue("clockOffsetSeconds"))
                .put("waitingSeconds", ready.getValue("waitingSeconds"));
    }

    private static JsonArray nodes(List<HealthStore.Node> nodes) {
        return new JsonArray(nodes.stream()
                .map(node -> new JsonObject()
                        .put("id", node.id().toString())
                        .put("host", node.host())
                        .put("version", node.version())
                        .put("live", node.live())
                        .put("heardAt", time(node.heardAt()))
                        .put("cafes", node.cafes()))
                .toList());
    }

    private static JsonArray holders(List<HealthStore.Holder> holders) {
        return new JsonArray(holders.stream()
                .map(holder -> new JsonObject()
                        .put("authority", holder.authority().wire())
                        .put("region", holder.region().value())
                        .put("days", holder.days()))
                .toList());
    }

    private JsonObject database(JsonObject ready, HealthStore.Safety safety) {
        return new JsonObject()
                .put("host", ready.getString("databaseHost"))
                .put("timeline", ready.getInteger("databaseTimeline"))
                .put("sizeBytes", databaseSize())
                .put("standbys", safety.standbys())
                .put("standbyLagBytes", safety.standbyLagBytes())
                .put("archiving", safety.archiving())
                .put("archivedAt", time(safety.archivedAt()))
                .put("archiveFailedAt", time(safety.archiveFailedAt()));
    }

    /** The figures are counted some time after the start; until then the meter says zero, which no database is. */
    private @Nullable Long databaseSize() {
        Long bytes = whole("database.size");
        return bytes == null || bytes == 0 ? null : bytes;
    }

    /** How many messages of the feed this node has not read yet. */
    private @Nullable Long lag(long newest) {
        Long read = whole("feed.position");
        return read == null ? null : Math.max(0, newest - read);
    }

    private @Nullable String certificateEnds() {
        Long left = whole("certificate.left");
        return left == null ? null : time(clock.instant().plusSeconds(left));
    }

    private @Nullable Long whole(String meter) {
        Double now = here.meter(meter);
        return now == null ? null : Math.round(now);
    }

    private static JsonObject verification(Verified last) {
        return new JsonObject()
                .put("night", last.night().toString())
                .put("records", last.records())
                .put("broken", last.broken())
                .put("beganAt", time(last.beganAt()))
                .put("endedAt", time(last.endedAt()));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
    }
}
