package lingdian.agent.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP API ({@code /api/openapi.yaml}) that acts for one bearer token.
 *
 * <p>Every call fails with an {@link ApiException} that states the fault in one line, without the token.
 */
public final class AdminClient {
    private static final long TIMEOUT_MILLIS = 30_000;
    private static final long TABLE_TIMEOUT_MILLIS = 600_000;
    private static final int PAGE = 1_000;

    private final WebClient client;
    private final URI server;
    private final String token;

    /** @param server for example {@code http://127.0.0.1:8080} */
    public AdminClient(Vertx vertx, URI server, String token) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setDefaultHost(server.getHost())
                        .setDefaultPort(AgentEndpoint.port(server))
                        .setSsl(AgentEndpoint.secure(server))
                        .setUserAgent("lingdian"));
        this.server = server;
        this.token = token;
    }

    /** An agent key; {@code key} is shown only once. */
    public record AgentKey(String id, String key) {
        @Override
        public String toString() {
            return "AgentKey[" + id + "]";
        }
    }

    /** What an agent got for its café's code; {@code key} is shown only once. */
    public record Enrolled(String placeCode, String key) {
        @Override
        public String toString() {
            return "Enrolled[" + placeCode + "]";
        }
    }

    /** An account's bearer token, shown only once. */
    public record Account(String id, String token) {
        @Override
        public String toString() {
            return "Account[" + id + "]";
        }
    }

    /** Creates or changes a café; {@code cafe} is the body of {@code putCafe} in {@code /api/openapi.yaml}. */
    public Future<Void> putCafe(String placeCode, JsonObject cafe) {
        return call(HttpMethod.PUT, "/cafes/" + placeCode, cafe).mapEmpty();
    }

    /** Creates another key for a café's agent. */
    public Future<AgentKey> createAgentKey(String placeCode) {
        return call(HttpMethod.POST, "/cafes/" + placeCode + "/agent-keys", null)
                .map(answer -> new AgentKey(answer.getString("id"), answer.getString("key")));
    }

    /**
     * Exchanges a code for a key, as an agent does: without the token.
     *
     * @param agent its name and version
     */
    public Future<Enrolled> enrol(String code, String agent) {
        return client.post(AgentEndpoint.path(server, "/agent/v1/enrol"))
                .timeout(TIMEOUT_MILLIS)
                .sendJsonObject(new JsonObject().put("code", code).put("agent", agent))
                .compose(this::answer, this::unreachable)
                .map(answer -> new Enrolled(answer.getString("placeCode"), answer.getString("key")));
    }

    /** Ends a key, and the connection that uses it. */
    public Future<Void> endAgentKey(String placeCode, String id) {
        return call(HttpMethod.DELETE, "/cafes/" + placeCode + "/agent-keys/" + id, null)
                .mapEmpty();
    }

    /**
     * Creates an account; {@code account} holds {@code name}, {@code role}, {@code authority}, {@code region} or
     * {@code placeCode}.
     */
    public Future<Account> createAccount(JsonObject account) {
        return call(HttpMethod.POST, "/accounts", account)
                .map(answer -> new Account(answer.getString("id"), answer.getString("token")));
    }

    /** Registers persons, one per line, and returns the report. For an officer of public security. */
    public Future<JsonObject> importPersons(Buffer lines) {
        return request(HttpMethod.POST, "/persons/import")
                .putHeader("Content-Type", "application/x-ndjson")
                .sendBuffer(lines)
                .compose(this::answer, this::unreachable);
    }

    /** Sends a table of cafés or accounts; {@code path} may have a query. */
    public Future<JsonObject> sendTable(String path, String type, Buffer table) {
        return request(HttpMethod.POST, path)
                .timeout(TABLE_TIMEOUT_MILLIS)
                .putHeader("Content-Type", type)
                .sendBuffer(table)
                .compose(this::answer, this::unreachable);
    }

    /** One JSON object, or one page of a list; {@code path} below {@code /api/v1}, for example {@code /cafes}. */
    public Future<JsonObject> get(String path, Map<String, String> query) {
        HttpRequest<Buffer> request = request(HttpMethod.GET, path);
        query.forEach(request::addQueryParam);
        return request.send().compose(this::answer, this::unreachable);
    }

    /** All items of a list, read page by page. */
    public Future<JsonArray> all(String path, Map<String, String> query) {
        return pages(path, query, null, new JsonArray());
    }

    /** Any other call, with or without a JSON body. A call without a response body returns an empty object. */
    public Future<JsonObject> call(HttpMethod method, String path, @Nullable JsonObject body) {
        HttpRequest<Buffer> request = request(method, path);
        return (body == null ? request.send() : request.sendJsonObject(body)).compose(this::answer, this::unreachable);
    }

    private Future<JsonArray> pages(String path, Map<String, String> query, @Nullable String cursor, JsonArray soFar) {
        Map<String, String> page = new LinkedHashMap<>(query);
        page.putIfAbsent("limit", Integer.toString(PAGE));
        if (cursor != null) {
            page.put("cursor", cursor);
        }
        return get(path, page).compose(answer -> {
            soFar.addAll(answer.getJsonArray("items"));
            String next = answer.getString("next");
            return next == null ? Future.succeededFuture(soFar) : pages(path, query, next, soFar);
        });
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        return client.request(method, AgentEndpoint.path(server, "/api/v1" + path))
                .timeout(TIMEOUT_MILLIS)
                .bearerTokenAuthentication(token);
    }

    private Future<JsonObject> answer(HttpResponse<Buffer> response) {
        int status = response.statusCode();
        if (status < 200 || status >= 300) {
            return Future.failedFuture(new ApiException(status, reason(response)));
        }
        Buffer body = response.body();
        return Future.succeededFuture(body == null || body.length() == 0 ? new JsonObject() : body.toJsonObject());
    }

    private Future<JsonObject> unreachable(Throwable failure) {
        return Future.failedFuture(new ApiException(
                0,
                "the service at " + server + " cannot be reached ("
                        + failure.getClass().getSimpleName() + ")"));
    }

    private static String reason(HttpResponse<Buffer> response) {
        if (response.statusCode() == 401) {
            return "the service does not accept the token (HTTP 401)";
        }
        return problem(response.body()) + " (HTTP " + response.statusCode() + ")";
    }

    /** The title and detail of a problem (RFC 9457), if the response is one. */
    private static String problem(@Nullable Buffer body) {
        try {
            JsonObject problem = body == null ? new JsonObject() : body.toJsonObject();
            String detail = problem.getString("detail");
            return problem.getString("title", "the service refused the call") + (detail == null ? "" : ": " + detail);
        } catch (RuntimeException notJson) {
            return "the service refused the call";
        }
    }
}
