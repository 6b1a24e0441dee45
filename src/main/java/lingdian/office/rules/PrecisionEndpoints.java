package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import lingdian.domain.ChinaTime;
import lingdian.law.casework.Precision;
import lingdian.law.release.RuleRelease;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.platform.QueryPool;
import lingdian.platform.Rfc3339;
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
        return precisions
                .all()
                .compose(all -> releases.fallen(pool)
                        .map(fallen -> Reply.ok(new JsonObject()
                                .put(
                                        "items",
                                        new JsonArray(all.stream()
                                                .map(PrecisionEndpoints::json)
                                                .toList()))
                                .put(
                                        "fallen",
                                        new JsonArray(fallen.stream()
                                                .map(PrecisionEndpoints::notice)
                                                .toList())))));
    }

    /** The notice to all accounts about a rule that was found wrong too often. */
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
