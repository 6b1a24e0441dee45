package lingdian.console.frame;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.jspecify.annotations.Nullable;

/**
 * The events in the cafés of the console tests. Real agents send them, so that every violation arises as in production.
 */
public final class Night implements AutoCloseable {
    /** A café that stayed open past midnight with four guests, one of whom leaves. */
    public static final String LATE = "36048110000001";

    /** A café that admitted a minor, and a document whose number is not valid. */
    static final String YOUNG = "36048110000002";

    /** A café in the next county, outside the scope of accounts of 360481. */
    static final String ELSEWHERE = "36042110000001";

    static final Instant MIDNIGHT = Instant.parse("2026-07-11T00:00:00+08:00");

    private final RunningService service;
    private final InstantSource clock;
    private final List<Cafe> cafes = new ArrayList<>();
    private int guests;
    private int made;
    private @Nullable String campaign;

    Night(RunningService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    /** A café whose agent is connected. */
    public final class Cafe {
        public final String placeCode;
        private final JsonObject entry;
        private final TestAgent agent;
        private int seq;

        private Cafe(String placeCode, JsonObject entry, String key) {
            this.placeCode = placeCode;
            this.entry = entry;
            agent = TestAgent.connect(service.vertx(), service.url(), key);
            agent.sendText(new JsonObject()
                    .put("type", "hello")
                    .put("stream", UUID.randomUUID().toString())
                    .put("lastSeq", 0)
                    .put("agent", "test/1")
                    .put("at", clock.instant().toString())
                    .put("terminals", 60)
                    .encode());
            agent.await(message -> "welcome".equals(message.getString("type")), "a welcome");
        }

        /** An adult logs in, {@code minutes} after midnight (negative: before). */
        public Cafe login(String terminal, int minutes) {
            return login(terminal, minutes, "P-%04d".formatted(++guests), "1990-01-01");
        }

        Cafe login(String terminal, int minutes, String number, String birthDate) {
            return send(event("login", terminal, minutes)
                    .put("terminal", terminal)
                    .put("admitted", true)
                    .put(
                            "document",
                            new JsonObject()
                                    .put("type", "990")
                                    .put("number", number)
                                    .put("name", "陈小明")
                                    .put("birthDate", birthDate)
                                    .put("read", "manual")));
        }

        /** One document is logged in at two terminals at once. */
        public Cafe shared(int minutes) {
            String number = "P-%04d".formatted(++guests);
            return login("S01", minutes, number, "1990-01-01")
                    .login("S02", minutes + 5, number, "1990-01-01")
                    .login("S03", minutes + 20);
        }

        Cafe logout(String terminal, int minutes) {
            return send(event("logout", terminal, minutes).put("reason", "patron"));
        }

        private JsonObject event(String type, String terminal, int minutes) {
            return new JsonObject()
                    .put("seq", ++seq)
                    .put("type", type)
                    .put("session", "s-" + terminal)
                    .put("at", MIDNIGHT.plus(Duration.ofMinutes(minutes)).toString());
        }

        private Cafe send(JsonObject event) {
            agent.send(event).ack(event.getInteger("seq"));
            return this;
        }
    }

    void begin() throws Exception {
        cafe(LATE, "夜航网吧")
                .login("A01", -95)
                .login("A02", -60)
                .login("A03", -20)
                .logout("A01", 45)
                .login("A04", 50);
        cafe(YOUNG, "晨光网吧")
                .login("B07", -200, "P-young", "2012-05-01")
                .login("B08", -190)
                .shared(-180);
        cafe(ELSEWHERE, "邻县网吧").login("C01", -30).logout("C01", 30);
    }

    /** One more café in Ruichang, for a test of its own. */
    public Cafe cafe(String name) throws Exception {
        return cafe("360481100001%02d".formatted(++made), name);
    }

    /** The administrator enters that the café belongs to another county now. */
    void move(Cafe cafe, String region) throws Exception {
        put(cafe.placeCode, cafe.entry.copy().put("region", region));
    }

    private Cafe cafe(String placeCode, String name) throws Exception {
        JsonObject entry = new JsonObject()
                .put("name", name)
                .put("address", "湓城街道建设路 8 号")
                .put("licence", new JsonObject().put("number", "赣文 0001").put("validUntil", "2099-12-31"));
        put(placeCode, entry);
        String key = service.admin()
                .createAgentKey(placeCode)
                .await(PATIENCE_SECONDS, SECONDS)
                .key();
        var cafe = new Cafe(placeCode, entry, key);
        cafes.add(cafe);
        return cafe;
    }

    private void put(String placeCode, JsonObject entry) throws Exception {
        service.admin().putCafe(placeCode, entry).await(PATIENCE_SECONDS, SECONDS);
    }

    /** The page of the violation of this code that existed from the beginning, not one that a test added. */
    String violation(String code) {
        return violation(code, code.equals("OVERTIME_OPERATION") ? LATE : YOUNG);
    }

    /** The page of the newest violation of this code in one café. */
    public String violation(String code, String placeCode) {
        try {
            String authority = code.equals("IDENTITY_SHARED") ? "public-security" : "culture";
            JsonObject newest = service.regulator(authority, "360481")
                    .all("/violations", Map.of("code", code, "placeCode", placeCode))
                    .await(PATIENCE_SECONDS, SECONDS)
                    .getJsonObject(0);
            return "/violations/" + newest.getString("id");
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** The page of a campaign with an entry of each type. */
    String campaign() {
        if (campaign == null) {
            campaign = makeCampaign();
        }
        return campaign;
    }

    private String makeCampaign() {
        try {
            AdminClient officer = service.regulator("culture", "360481");
            String path = "/campaigns/" + post(officer, "/campaigns", """
                    {"name": "暑期网吧专项整治", "from": "2026-07-01", "to": "2026-08-31", "units": ["文化局", "公安局"],
                     "authorities": ["culture", "public-security"]}""").getString("id");
            JsonObject summer = post(officer, path + "/entries", """
                    {"type": "activity", "unit": "文化局", "officers": {"number": 208}, "vehicles": {"number": 52},
                     "visits": {"internet-cafe": {"number": 156}, "game-hall": {"number": 72}, "bookshop": {"number": 33}}}""");
            String whole = summer.getJsonArray("entries").getJsonObject(0).getString("id");
            post(officer, path + "/entries", """
                    {"type": "activity", "unit": "文化局", "nightRounds": 5, "officers": {"number": 82}, "vehicles": {"number": 22},
                     "visits": {"internet-cafe": {"number": 54}}, "within": "%s"}""".formatted(whole));
            post(officer, path + "/entries", """
                    {"type": "training", "unit": "公安局", "kind": "安全员培训", "date": "2026-07-05",
                     "cafes": {"number": 30, "lowerBound": true}}""");
            post(officer, path + "/entries", """
                    {"type": "letters", "unit": "公安局", "date": "2026-07-05"}""");
            return path;
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private static JsonObject post(AdminClient officer, String path, String body) throws TimeoutException {
        return officer.call(HttpMethod.POST, path, new JsonObject(body)).await(PATIENCE_SECONDS, SECONDS);
    }

    @Override
    public void close() {
        cafes.forEach(cafe -> cafe.agent.close());
    }
}
