package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AdminClient.Account;
import lingdian.agent.link.AdminClient.AgentKey;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.platform.Rfc3339;

/** Creates the cafés of a city on a service, with their agents' keys and the suspensions ordered by their regulator. */
final class CafeCreation {
    private static final int AT_ONCE = 32;

    private final AdminClient admin;
    private final Function<String, AdminClient> clients;
    private final CitySettings settings;
    private final Map<String, AgentKey> keys = new ConcurrentHashMap<>();

    /** @param clients makes a client for another token */
    CafeCreation(AdminClient admin, Function<String, AdminClient> clients, CitySettings settings) {
        this.admin = admin;
        this.clients = clients;
        this.settings = settings;
    }

    /** Completes with the agents' keys, by place code. */
    Future<Map<String, AgentKey>> found(List<CafeSheet> cafes) {
        return each(cafes, 0, this::cafe)
                .compose(done -> suspensions(
                        cafes.stream().filter(cafe -> cafe.suspension() != null).toList()))
                .map(done -> keys);
    }

    /** Ends the keys, since an unused key must not remain valid. */
    Future<Void> endKeys(List<CafeSheet> cafes) {
        return each(cafes, 0, cafe -> {
            AgentKey key = keys.remove(cafe.placeCode());
            return key == null
                    ? Future.succeededFuture()
                    : admin.endAgentKey(cafe.placeCode(), key.id()).otherwiseEmpty();
        });
    }

    private Future<Void> cafe(CafeSheet cafe) {
        return admin.putCafe(cafe.placeCode(), cafe.description(settings))
                .compose(done -> cafe.roundTheClock()
                        ? admin.call(HttpMethod.PUT, "/cafes/" + cafe.placeCode() + "/hours", CafeSheet.hours(settings))
                                .mapEmpty()
                        : Future.succeededFuture())
                .compose(done -> admin.createAgentKey(cafe.placeCode()))
                .onSuccess(key -> keys.put(cafe.placeCode(), key))
                .mapEmpty();
    }

    /** Only a regulator may suspend a licence, so an account is created for that purpose and ended afterwards. */
    private Future<Void> suspensions(List<CafeSheet> suspended) {
        if (suspended.isEmpty()) {
            return Future.succeededFuture();
        }
        var account = new JsonObject()
                .put("name", "simulated suspensions")
                .put("role", "regulator")
                .put("authority", Authority.CULTURE.wire())
                .put("region", CitySettings.REGION);
        return admin.createAccount(account).compose(made -> suspend(made, suspended));
    }

    private Future<Void> suspend(Account regulator, List<CafeSheet> suspended) {
        AdminClient client = clients.apply(regulator.token());
        return each(suspended, 0, cafe -> suspend(client, cafe))
                .eventually(() -> admin.call(HttpMethod.DELETE, "/accounts/" + regulator.id(), null)
                        .otherwiseEmpty());
    }

    private static Future<Void> suspend(AdminClient regulator, CafeSheet cafe) {
        Suspension suspension = cafe.suspension();
        if (suspension == null) {
            return Future.succeededFuture();
        }
        var body = new JsonObject()
                .put("from", Rfc3339.format(suspension.from(), ChinaTime.ZONE))
                .put("to", Rfc3339.format(suspension.to(), ChinaTime.ZONE))
                .put("document", "示例停业整顿决定 " + (cafe.index() + 1) + " 号");
        return regulator
                .call(HttpMethod.POST, "/cafes/" + cafe.placeCode() + "/suspensions", body)
                .mapEmpty();
    }

    /** Runs the action for a few cafés at once, so that a city of thousands does not overload the service. */
    private static Future<Void> each(List<CafeSheet> cafes, int from, Function<CafeSheet, Future<Void>> action) {
        if (from >= cafes.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(cafes.size(), from + AT_ONCE);
        var now = new ArrayList<Future<Void>>();
        cafes.subList(from, to).forEach(cafe -> now.add(action.apply(cafe)));
        return Future.all(now).compose(done -> each(cafes, to, action));
    }
}
