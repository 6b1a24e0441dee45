package lingdian.feed.notification;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import lingdian.platform.http.BoundedAnswer;

/**
 * Sends one request to a permitted IP address, without following redirects, with limits on time and on the size of the
 * answer.
 *
 * <p>It uses the plain client, like the verifier's: the web client cannot cut off an endless answer.
 */
public final class WebhookClient {
    private static final int BYTES_MAX = 4_096;
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;
    private static final int GONE = 410;

    private final Vertx vertx;
    private final WebhookAddress addresses;
    private final long timeoutMillis;
    private final HttpClient client;
    private final NameLookups names;
    private final FailureLog log = new FailureLog(System::nanoTime);

    /**
     * @param names of the threads that look up hosts' names; clients of different features must not share them
     * @param timeoutMillis for one whole attempt
     */
    public WebhookClient(Vertx vertx, String names, WebhookAddress addresses, long timeoutMillis, int atOnce) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) timeoutMillis),
                new PoolOptions().setHttp1MaxSize(atOnce));
        this.names = new NameLookups(vertx, names);
    }

    /**
     * Releases the client and its threads. Otherwise the JVM would keep them, and with them every object that uses
     * their Vert.x.
     */
    public void close() {
        client.close();
        names.close();
    }

    /** The receiver's answer to a message. */
    public sealed interface Answer {
        /** The receiver accepted the message. */
        record Accepted() implements Answer {}

        /**
         * The receiver did not accept the message, or did not confirm it.
         *
         * @param word {@code status-500}, {@code code-310000} or {@code no-answer}, which also stands for an address
         *     that is not public and for every failure of the connection, so that an account cannot find out which hosts
         *     and services there are; the details are in the log
         * @param forGood whether the receiver asked for no further messages
         */
        record Refused(String word, boolean forGood) implements Answer {}
    }

    /**
     * Never fails.
     *
     * @param owner who chose the address, and has a share of the look-ups of names
     */
    public Future<Answer> send(String owner, WebhookRequest message) {
        return names.numbers(owner, message.url().getHost())
                .compose(numbers -> sendToOne(message, numbers))
                .timeout(timeoutMillis, MILLISECONDS)
                .otherwise(failure -> unanswered(message, failure));
    }

    private Answer unanswered(WebhookRequest message, Throwable failure) {
        log.tell(message.url().getHost(), failure);
        return noAnswer();
    }

    private static Answer noAnswer() {
        return new Answer.Refused("no-answer", false);
    }

    private Future<Answer> sendToOne(WebhookRequest message, List<InetAddress> numbers) {
        if (numbers.stream().allMatch(number -> addresses.mayBe(message.url(), number))) {
            return send(message, numbers.getFirst());
        }
        log.tell(message.url().getHost(), "one of its addresses is not public");
        return Future.succeededFuture(noAnswer());
    }

    private Future<Answer> send(WebhookRequest message, InetAddress number) {
        URI url = message.url();
        boolean tls = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? TLS_PORT : PLAIN_PORT;
        var request = new RequestOptions()
                .setMethod(HttpMethod.valueOf(message.method()))
                .setAbsoluteURI(url.toString())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(number, port)))
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Lingdian");
        message.headers().forEach(request::putHeader);
        return client.request(request)
                .compose(opened ->
                        BoundedAnswer.within(vertx, timeoutMillis, BYTES_MAX, opened, sent -> answer(sent, message)));
    }

    private static Future<Answer> answer(HttpClientRequest request, WebhookRequest message) {
        Future<HttpClientResponse> sent =
                message.method().equals("GET") ? request.send() : request.send(message.body());
        return sent.compose(response -> answer(request, response, message));
    }

    private static Future<Answer> answer(
            HttpClientRequest request, HttpClientResponse response, WebhookRequest message) {
        response.exceptionHandler(reset -> {}); // else the reset below is logged as an error
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            request.reset();
            return Future.succeededFuture(new Answer.Refused("status-" + status, status == GONE));
        }
        Function<Buffer, Answer> reading = message.reading();
        if (reading != null) {
            return BoundedAnswer.body(request, response, BYTES_MAX).map(reading);
        }
        request.reset(); // the rest of the answer is not needed
        return Future.succeededFuture(new Answer.Accepted());
    }
}
