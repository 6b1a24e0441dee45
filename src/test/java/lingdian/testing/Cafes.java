package lingdian.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;

/** Creates cafés that may be open day and night, so that no test depends on the hour at which it runs. */
public final class Cafes {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private Cafes() {}

    public static String placeCode(int number) {
        return "36048110%06d".formatted(number);
    }

    /** Opens the whole province day and night. Call it before any of its cafés has sent an event. */
    public static void openDayAndNight(AdminClient admin) throws TimeoutException {
        var weekly = new JsonObject();
        DAYS.forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        var hours =
                new JsonObject().put("weekly", weekly).put("from", "2000-01-01").put("document", "test");
        admin.call(HttpMethod.PUT, "/regions/360000/hours", hours).await(PATIENCE_SECONDS, SECONDS);
    }

    /** Creates a café, and returns a key for its agent. */
    public static AdminClient.AgentKey create(AdminClient admin, String placeCode) throws TimeoutException {
        admin.putCafe(
                        placeCode,
                        new JsonObject()
                                .put("name", "test")
                                .put(
                                        "licence",
                                        new JsonObject().put("number", "1").put("validUntil", "2099-12-31")))
                .await(PATIENCE_SECONDS, SECONDS);
        return admin.createAgentKey(placeCode).await(PATIENCE_SECONDS, SECONDS);
    }
}
