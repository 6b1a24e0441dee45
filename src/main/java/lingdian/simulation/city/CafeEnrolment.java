package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;

/**
 * Brings the cafés of a city on as a province does: one table of all of them, the codes of each county, and each agent
 * gets its key for its café's code.
 */
final class CafeEnrolment {
    private static final int AT_ONCE = 32;
    private static final String TABLE = "text/csv; charset=utf-8";
    private static final String PLACE_CODE = "placeCode";

    private final AdminClient admin;
    private final CitySettings settings;
    private final String agent;
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    /** @param agent name and version of the agents */
    CafeEnrolment(AdminClient admin, CitySettings settings, String agent) {
        this.admin = admin;
        this.settings = settings;
        this.agent = agent;
    }

    /** Creates or changes the cafés. */
    Future<Void> enter(List<CafeSheet> cafes) {
        String rows = cafes.stream().map(cafe -> cafe.row(settings)).collect(Collectors.joining());
        return admin.sendTable("/cafes/import", TABLE, Buffer.buffer(CafeSheet.HEADER + rows))
                .compose(answer -> answer.getInteger("refused") == 0
                        ? Future.succeededFuture()
                        : Future.failedFuture(refusal(answer)));
    }

    private static ApiException refusal(JsonObject answer) {
        JsonObject first = objects(answer.getJsonArray("items")).stream()
                .filter(row -> "refused".equals(row.getString("result")))
                .findFirst()
                .orElseThrow();
        return new ApiException(
                0,
                "the service refused " + answer.getInteger("refused") + " rows of the table, the first, row "
                        + first.getInteger("row") + ", for " + first.getString("field") + ": "
                        + first.getString("reason"));
    }

    /** Completes with the agents' keys, by place code. */
    Future<Map<String, String>> enrol(List<CafeSheet> cafes) {
        Set<String> own = placeCodes(cafes);
        List<String> counties =
                own.stream().map(code -> code.substring(0, 6)).distinct().toList();
        return Batches.each(
                        counties,
                        1,
                        county -> codes(county)
                                .compose(codes -> Batches.each(
                                        codes.stream()
                                                .filter(code -> own.contains(code.getString(PLACE_CODE)))
                                                .toList(),
                                        AT_ONCE,
                                        this::enrol)))
                .map(done -> keys);
    }

    /** The codes of a county's cafés, which an officer would print and send. */
    private Future<List<JsonObject>> codes(String county) {
        return admin.call(HttpMethod.POST, "/enrolments", new JsonObject().put("region", county))
                .map(made -> objects(made.getJsonArray("items")));
    }

    private Future<Void> enrol(JsonObject letter) {
        return admin.enrol(letter.getString("code"), agent)
                .onSuccess(enrolled -> keys.put(enrolled.placeCode(), enrolled.key()))
                .mapEmpty();
    }

    /** Ends the keys, since an unused key must not remain valid. An agent does not know the id of its key. */
    Future<Void> endKeys(List<CafeSheet> cafes) {
        Set<String> own = placeCodes(cafes);
        keys.clear();
        return admin.all("/agent-keys", Map.of("region", CitySettings.REGION))
                .compose(found -> Batches.each(
                        objects(found).stream()
                                .filter(key ->
                                        key.getString("endedAt") == null && own.contains(key.getString(PLACE_CODE)))
                                .toList(),
                        AT_ONCE,
                        key -> admin.endAgentKey(key.getString(PLACE_CODE), key.getString("id"))
                                .otherwiseEmpty()));
    }

    private static Set<String> placeCodes(List<CafeSheet> cafes) {
        return cafes.stream().map(CafeSheet::placeCode).collect(Collectors.toSet());
    }

    private static List<JsonObject> objects(JsonArray items) {
        return items.stream().map(JsonObject.class::cast).toList();
    }
}
