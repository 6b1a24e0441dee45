package lingdian.access.signin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import lingdian.testing.Http;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An OpenID Connect provider, and a proxy in front of it that can change its answers. */
final class TestProvider implements AutoCloseable {
    private static final String ISSUER = "lingdian";

    private final Vertx vertx = Vertx.vertx();
    private final MockOAuth2Server provider = new MockOAuth2Server();
    private final HttpClient toProvider = vertx.createHttpClient();
    private final HttpServer between;
    private volatile UnaryOperator<JsonObject> tampering = UnaryOperator.identity();

    TestProvider() throws Exception {
        provider.start();
        between = vertx.createHttpServer()
                .requestHandler(this::pass)
                .listen(0, "localhost")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    String issuer() {
        return "http://localhost:" + between.actualPort() + "/" + ISSUER;
    }

    /** Sets the person of the next code, and claims that are added to the usual ones or replace them. */
    void next(String subject, Map<String, Object> claims) {
        next(subject, claims, 3_600);
    }

    void next(String subject, Map<String, Object> claims, long expiresInSeconds) {
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", null, new HashMap<>(claims), expiresInSeconds));
    }

    /** Changes a claim of the next ID token and keeps the signature. */
    void forge(String claim, String value) {
        tampering = answer -> {
            String[] parts = answer.getString("id_token").split("\\.");
            return answer.put("id_token", parts[0] + "." + changed(parts[1], claim, value) + "." + parts[2]);
        };
    }

    /** Changes a claim of the next ID token and declares the token unsigned. */
    void forgeUnsigned(String claim, String value) {
        tampering = answer -> {
            String[] parts = answer.getString("id_token").split("\\.");
            String none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}");
            return answer.put("id_token", none + "." + changed(parts[1], claim, value) + ".");
        };
    }

    /** Acts as the provider's own page: sends the browser back with a code. */
    String authorize(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        URI back = URI.create(Http.send(request).header("Location"));
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    private void pass(HttpServerRequest request) {
        request.body()
                .compose(body -> toProvider
                        .request(new RequestOptions()
                                .setHost("localhost")
                                .setPort(provider.baseUrl().port())
                                .setMethod(request.method())
                                .setURI(request.uri()))
                        .compose(passed -> send(request, passed, body)))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private Future<Void> send(HttpServerRequest request, HttpClientRequest passed, Buffer body) {
        passed.authority(HostAndPort.create("localhost", between.actualPort()));
        request.headers().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("host") && !header.getKey().equalsIgnoreCase("content-length")) {
                passed.putHeader(header.getKey(), header.getValue());
            }
        });
        return passed.send(body)
                .compose(answer -> answer.body().compose(text -> {
                    answer.headers().remove("content-length");
                    request.response()
                            .setStatusCode(answer.statusCode())
                            .headers()
                            .addAll(answer.headers());
                    boolean token = request.path().endsWith("/token") && answer.statusCode() == 200;
                    return request.response().end(token ? tampered(text) : text);
                }));
    }

    private Buffer tampered(Buffer answer) {
        UnaryOperator<JsonObject> once = tampering;
        tampering = UnaryOperator.identity();
        return once.apply(answer.toJsonObject()).toBuffer();
    }

    private static String changed(String payload, String claim, String value) {
        var claims = new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        return encoded(claims.put(claim, value).encode());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
        provider.shutdown();
    }
}
