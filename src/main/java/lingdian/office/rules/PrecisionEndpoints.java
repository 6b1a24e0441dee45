package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.casework.Precision;
import lingdian.law.release.RuleRelease;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.release.ReleaseStore;

/**
 * {@code GET /rules/precision}: shown to all accounts, so that no rule is trusted more than it deserves. It has no
 * persons.
 */
final class PrecisionEndpoints {
    private final QueryPool pool;
    private final PrecisionStore precisions;
    private final ReleaseStore releases;

    PrecisionEndpoints(QueryPool pool, PrecisionStore precisions, ReleaseStore releases) {
        this.pool = pool;
        this.precisions = precisions;
        this.releases = releases;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Future<List<Precision>> all = precisions.all();
        Future<List<RuleRelease>> fallen = releases.fallen(pool);
        Future<List<RuleRelease>> refuted =
                mayRelease(call) ? releases.refuted(pool) : Future.succeededFuture(List.of());
        return Future.all(all, fallen, refuted)
                .map(read -> Reply.ok(new JsonObject()
                        .put("items", array(all.result(), PrecisionEndpoints::json))
                        .put("proposed", array(refuted.result(), PrecisionEndpoints::proposal))
                        .put("fallen", array(fallen.result(), PrecisionEndpoints::notice))));
    }

    /** Proposals are announced to those who decide about them. */
    private static boolean mayRelease(AuthorisedCall call) {
        return call.account().governs(RegionCode.COUNTRY);
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonObject> json) {
        return new JsonArray(all.stream().map(json).toList());
    }

    private static JsonObject proposal(RuleRelease refuted) {
        return RefutationJson.of(Objects.requireNonNull(refuted.refutation()))
                .put("code", refuted.fallen())
                .put("ruleSet", refuted.id().toString())
                .put("version", refuted.version())
                .put("proposedAt", Rfc3339.format(refuted.proposedAt(), ChinaTime.ZONE));
    }

    /** The notice to all accounts about a rule that went into shadow because it was wrong too often. */
    private static JsonObject notice(RuleRelease fallen) {
        return new JsonObject()
                .put("code", fallen.fallen())
                .put("ruleSet", fallen.id().toString())
                .put("version", fallen.version())
                .put(
                        "from",
                        Rfc3339.format(Objects.requireNonNull(fallen.decision().beginsAt()), ChinaTime.ZONE));
    }

    private static JsonObject json(Precision precision) {
        return new JsonObject()
                .put("code", precision.code())
                .put("ruleVersion", precision.ruleVersion())
                .put("confirmed", precision.confirmed())
                .put("dismissed", precision.dismissed())
                .put("precision", precision.share())
                .put("poor", precision.isPoor());
    }
}
