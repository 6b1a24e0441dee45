package lingdian.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A verifier of persons that behaves as a test tells it: it answers, stays silent, or sends invalid answers. */
public final class FakeVerifier implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<JsonObject> questions = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<HttpServerRequest>> byNumber = new ConcurrentHashMap<>();
    private final List<HttpServerRequest> kept = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> otherwise = answering("confirmed");

    public FakeVerifier() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::asked)
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/persons");
    }

    public FakeVerifier of(String number, Consumer<HttpServerRequest> behaviour) {
        byNumber.put(number, behaviour);
        return this;
    }

    public FakeVerifier otherwise(Consumer<HttpServerRequest> behaviour) {
        otherwise = behaviour;
        return this;
    }

    public static Consumer<HttpServerRequest> answering(String word) {
        return saying(new JsonObject().put("answer", word).encode());
    }

    public static Consumer<HttpServerRequest> saying(String text) {
        return request -> request.response().end(text);
    }

    public static Consumer<HttpServerRequest> status(int status) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "/")
                .end("{\"answer\":\"confirmed\"}");
    }

    /** Does not answer until {@link #release}. */
    public Consumer<HttpServerRequest> silent() {
        return kept::add;
    }

    /** Answers all waiting requests. */
    public void release(String word) {
        for (HttpServerRequest request : kept) {
            kept.remove(request);
            answering(word).accept(request);
        }
    }

    /** Begins a correct answer and never ends it. */
    public Consumer<HttpServerRequest> endless() {
        return request -> {
            request.response().setChunked(true).write("{\"answer\":\"confirmed\",\"more\":\"");
            long timer = vertx.setPeriodic(1, tick -> request.response().write("x".repeat(1_000)));
            request.response().closeHandler(closed -> vertx.cancelTimer(timer));
        };
    }

    public static Consumer<HttpServerRequest> hangingUp() {
        return request -> request.connection().close();
    }

    public List<JsonObject> questions() {
        return questions;
    }

    public long asked(String number) {
        return questions.stream()
                .filter(one -> number.equals(one.getString("number")))
                .count();
    }

    public List<String> tokens() {
        return tokens;
    }

    private void asked(HttpServerRequest request) {
        tokens.add(String.valueOf(request.getHeader("Authorization")));
        request.body().onSuccess(body -> answer(request, body));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        JsonObject question = body.toJsonObject();
        questions.add(question);
        byNumber.getOrDefault(question.getString("number"), otherwise).accept(request);
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
