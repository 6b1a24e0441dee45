package lingdian.agent.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import lingdian.testing.Await;
import lingdian.testing.Http;

/** A terminal or cashier's program, on real sockets. */
public final class LocalClient {
    private final String url;
    private final String secret;

    public LocalClient(String url, String secret) {
        this.url = url;
        this.secret = secret;
    }

    /** An answer with its status. */
    public record Told(int status, JsonObject json) {
        boolean allow() {
            return json.getBoolean("allow");
        }

        String session() {
            return json.getString("session");
        }

        List<String> reasons() {
            return json.getJsonArray("reasons").stream().map(String.class::cast).toList();
        }

        String decided() {
            return json.getString("decided");
        }
    }

    public Told login(String terminal, String person, String birthDate) {
        return post("/v1/logins", ask(terminal, person, birthDate));
    }

    public CompletableFuture<Told> loginSoon(String terminal, String person, String birthDate) {
        return sendSoon(
                request("POST", "/v1/logins", ask(terminal, person, birthDate).encode()));
    }

    public Told logout(String terminal, String reason) {
        return post("/v1/logouts", new JsonObject().put("terminal", terminal).put("reason", reason));
    }

    public Told inUse(List<String> terminals) {
        return send(request("PUT", "/v1/terminals/in-use", inUseBody(terminals)));
    }

    public Told post(String path, JsonObject body) {
        return send(request("POST", path, body.encode()));
    }

    public CompletableFuture<Told> postSoon(String path, JsonObject body) {
        return sendSoon(request("POST", path, body.encode()));
    }

    public Told get(String path) {
        return send(request("GET", path, null));
    }

    public JsonObject status() {
        return get("/status").json();
    }

    static JsonObject ask(String terminal, String person, String birthDate) {
        return new JsonObject()
                .put("terminal", terminal)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", person)
                                .put("name", "旅客")
                                .put("birthDate", birthDate)
                                .put("read", "manual"));
    }

    private static String inUseBody(List<String> terminals) {
        return new JsonObject().put("inUse", new JsonArray(terminals)).encode();
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Await.PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Told send(HttpRequest request) {
        return sendSoon(request).join();
    }

    private CompletableFuture<Told> sendSoon(HttpRequest request) {
        return Http.begin(request).thenApply(answer -> new Told(answer.status(), answer.json()));
    }
}
