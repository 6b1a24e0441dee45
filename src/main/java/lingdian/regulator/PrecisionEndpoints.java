package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.violation.Precision;

/** {@code GET /rules/precision}: shown to all regulators, so that nobody trusts a rule more than it deserves. */
final class PrecisionEndpoints {
    private final PrecisionStore precisions;

    PrecisionEndpoints(PrecisionStore precisions) {
        this.precisions = precisions;
    }

    Future<Reply> list(Call call) {
        return precisions.all().map(all -> {
            var items = new JsonArray();
            all.stream().map(PrecisionEndpoints::json).forEach(items::add);
            return Reply.ok(new JsonObject().put("items", items));
        });
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
