package lingdian.simulation.load;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AdminClient.AgentKey;
import lingdian.agent.link.ApiException;

/**
 * The cafés of a run and their keys: created through the admin API, open day and night so that every guest may come.
 */
final class LoadCafes {
    /** How many cafés their county can hold, and more than a run may have. */
    static final int PLACES = 900_000;

    private static final String COUNTY = "360481";
    private static final int FIRST_PLACE = 100_000;
    private static final int AT_ONCE = 16;
    private static final int JUDGED_ALREADY = 422;

    private final AdminClient admin;
    private final LoadPlan plan;
    private final LocalDate today;
    private final int first;
    private final AgentKey[] keys;

    /**
     * @param first the number of the first café, below {@link #PLACES}; different for each run, so that runs rarely
     *     share cafés
     */
    LoadCafes(AdminClient admin, LoadPlan plan, LocalDate today, int first) {
        this.admin = admin;
        this.plan = plan;
        this.today = today;
        this.first = first;
        this.keys = new AgentKey[plan.cafes()];
    }

    String placeCode(int cafe) {
        return COUNTY + "10" + (FIRST_PLACE + (first + cafe) % PLACES);
    }

    /** The agent key of a café that was created. */
    String key(int cafe) {
        return keys[cafe].key();
    }

    /** Creates all of them. Fails with an {@link lingdian.agent.link.ApiException} at the first that is refused. */
    Future<Void> create() {
        return BoundedLoop.each(plan.cafes(), AT_ONCE, this::create);
    }

    /** Ends the keys, which are no longer needed. A failure does not matter. */
    Future<Void> endKeys() {
        return BoundedLoop.each(
                plan.cafes(),
                AT_ONCE,
                cafe -> keys[cafe] == null
                        ? Future.succeededFuture()
                        : admin.endAgentKey(placeCode(cafe), keys[cafe].id()).otherwiseEmpty());
    }

    private Future<Void> create(int cafe) {
        String placeCode = placeCode(cafe);
        return admin.putCafe(placeCode, description(placeCode))
                .compose(done -> open(placeCode))
                .compose(done -> admin.createAgentKey(placeCode))
                .map(key -> {
                    keys[cafe] = key;
                    return null;
                });
    }

    /**
     * Opens a café day and night. A café of an earlier run is open already, and hours that would begin in its judged
     * past are refused.
     */
    private Future<Void> open(String placeCode) {
        return admin.call(HttpMethod.PUT, "/cafes/" + placeCode + "/hours", dayAndNight())
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof ApiException refused && refused.status() == JUDGED_ALREADY
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private JsonObject description(String placeCode) {
        return new JsonObject()
                .put("name", "压测网吧 " + placeCode)
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", "load-" + placeCode)
                                .put("validUntil", today.plusYears(1).toString()))
                .put("terminals", plan.terminals());
    }

    private JsonObject dayAndNight() {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        return new JsonObject()
                .put("weekly", weekly)
                .put("from", today.minusDays(1).toString())
                .putNull("to")
                .put("document", String.format(Locale.ROOT, "load of %s", today));
    }
}
