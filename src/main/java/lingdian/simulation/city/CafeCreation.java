package lingdian.simulation.city;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AdminClient.Account;
import lingdian.agent.link.AdminClient.AgentKey;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Creates the cafés of a city on a service, with their agents' keys and the suspensions ordered by their regulator. */
final class CafeCreation {
    private static final int AT_ONCE = 32;

    private final AdminClient admin;
    private final Function<String, AdminClient> clients;
    private final CitySettings settings;
    private final @Nullable CafeEnrolment enrolment;
    private final Map<String, AgentKey> keys = new ConcurrentHashMap<>();

    /**
     * @param clients makes a client for another token
     * @param enrolment by which the cafés come in and get their keys; null: the administrator enters each of them
     */
    CafeCreation(
            AdminClient admin,
            Function<String, AdminClient> clients,
            CitySettings settings,
            @Nullable CafeEnrolment enrolment) {
        this.admin = admin;
        this.clients = clients;
        this.settings = settings;
        this.enrolment = enrolment;
    }

    /** Completes with the agents' keys, by place code. */
    Future<Map<String, String>> found(List<CafeSheet> cafes) {
        return (enrolment == null ? Batches.each(cafes, AT_ONCE, this::enter) : enrolment.enter(cafes))
                .compose(entered -> Batches.each(
                        cafes.stream().filter(CafeSheet::roundTheClock).toList(), AT_ONCE, this::hours))
                .compose(done -> suspensions(
                        cafes.stream().filter(cafe -> cafe.suspension() != null).toList()))
                .compose(done -> enrolment == null ? keys(cafes) : enrolment.enrol(cafes));
    }

    /** Ends the keys, since an unused key must not remain valid. */
    Future<Void> endKeys(List<CafeSheet> cafes) {
        return enrolment == null ? Batches.each(cafes, AT_ONCE, this::endKey) : enrolment.endKeys(cafes);
    }

    private Future<Void> endKey(CafeSheet cafe) {
        AgentKey key = keys.remove(cafe.placeCode());
        return key == null
                ? Future.succeededFuture()
                : admin.endAgentKey(cafe.placeCode(), key.id()).otherwiseEmpty();
    }

    private Future<Void> enter(CafeSheet cafe) {
        return admin.putCafe(cafe.placeCode(), cafe.description(settings));
    }

    private Future<Void> hours(CafeSheet cafe) {
        return admin.call(HttpMethod.PUT, "/cafes/" + cafe.placeCode() + "/hours", CafeSheet.hours(settings))
                .mapEmpty();
    }

    private Future<Map<String, String>> keys(List<CafeSheet> cafes) {
        return Batches.each(
                        cafes,
                        AT_ONCE,
                        cafe -> admin.createAgentKey(cafe.placeCode())
                                .onSuccess(key -> keys.put(cafe.placeCode(), key))
                                .mapEmpty())
                .map(made -> keys.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().key())));
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
        return Batches.each(suspended, AT_ONCE, cafe -> suspend(client, cafe))
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
}
