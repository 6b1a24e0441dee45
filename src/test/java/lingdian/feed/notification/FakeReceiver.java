package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A receiver of webhooks that behaves, path by path, as a test tells it to. */
public final class FakeReceiver implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final String host;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<HttpServerRequest>> behaviours = new ConcurrentHashMap<>();

    /** One request. */
    public record Got(String path, String query, MultiMap headers, String text) {
        public JsonObject body() {
            return new JsonObject(text);
        }

        public String id() {
            return headers.get("webhook-id");
        }
    }

    public FakeReceiver() throws Exception {
        this("127.0.0.1");
    }

    /** @param host its address on this machine */
    public FakeReceiver(String host) throws Exception {
        this.host = host;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, host)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    public String url(String path) {
        return "http://" + host + ":" + server.actualPort() + path;
    }

    /** Sets how all later requests on a path are answered. */
    public void on(String path, Consumer<HttpServerRequest> behaviour) {
        behaviours.put(path, behaviour);
    }

    public static Consumer<HttpServerRequest> saying(int status, String text) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "/elsewhere")
                .end(text);
    }

    public static Consumer<HttpServerRequest> silent() {
        return request -> {};
    }

    public List<Got> on(String path) {
        return got.stream().filter(one -> one.path().equals(path)).toList();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        got.add(new Got(request.path(), String.valueOf(request.query()), request.headers(), body.toString()));
        behaviours.getOrDefault(request.path(), saying(200, "{\"errcode\":0}")).accept(request);
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
