package lingdian.access.signin;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import lingdian.platform.http.BoundedAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the identity provider, with limits on time and on the size of its answers: anybody can have it asked, and another
 * server may answer in its place. The library's own client reads an answer whole, however long it is.
 */
final class ProviderClient {
    /** Far more than metadata, keys or tokens have. */
    private static final int BYTES_MAX = 256 * 1024;

    private static final int AT_ONCE = 5;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final long timeoutMillis;

    ProviderClient(Vertx vertx) {
        this(vertx, TIMEOUT_MILLIS);
    }

    ProviderClient(Vertx vertx, int timeoutMillis) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout(timeoutMillis),
                new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    Future<JsonObject> get(String url) {
        return ask(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url), Buffer.buffer());
    }

    /** @param authorization null: none */
    Future<JsonObject> post(String url, String form, @Nullable String authorization) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        return ask(
                authorization == null ? request : request.putHeader("Authorization", authorization),
                Buffer.buffer(form));
    }

    private Future<JsonObject> ask(RequestOptions request, Buffer body) {
        request.putHeader("Accept", "application/json, application/jwk-set+json")
                .putHeader("User-Agent", "Lingdian");
        return client.request(request)
                .compose(opened -> BoundedAnswer.within(
                        vertx,
                        timeoutMillis,
                        BYTES_MAX,
                        opened,
                        sent -> sent.send(body)
                                .compose(response -> BoundedAnswer.ofSuccess(sent, response, BYTES_MAX))))
                .timeout(timeoutMillis, MILLISECONDS) // the wait for a connection, too
                .map(Buffer::toJsonObject);
    }
}
