package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.simulation.city.Score.Finding;

/** Reads the findings of rules in shadow: of every rule set whose author is the token's account. */
public final class ShadowFindings {
    private static final int NOT_THERE = 404;

    private ShadowFindings() {}

    /** Reads one set after the other. Fails with {@link ApiException} if the account may not read rule sets. */
    public static Future<List<Finding>> seenBy(AdminClient author) {
        return author.all("/rule-sets", Map.of()).compose(sets -> {
            Future<List<Finding>> done = Future.succeededFuture(new ArrayList<>());
            for (Object set : sets) {
                String id = ((JsonObject) set).getString("id");
                done = done.compose(before -> of(author, id).map(found -> {
                    found.forEach(one -> before.add(Finding.of((JsonObject) one)));
                    return before;
                }));
            }
            return done;
        });
    }

    /** Another author's set has no findings for this account. */
    private static Future<JsonArray> of(AdminClient author, String set) {
        return author.all("/rule-sets/" + set + "/shadow", Map.of())
                .recover(failure -> failure instanceof ApiException refused && refused.status() == NOT_THERE
                        ? Future.succeededFuture(new JsonArray())
                        : Future.failedFuture(failure));
    }
}
