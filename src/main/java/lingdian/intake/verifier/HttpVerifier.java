package lingdian.intake.verifier;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
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
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lingdian.law.judge.Confirmation;
import lingdian.platform.http.BoundedAnswer;
import lingdian.platform.work.LimitedMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP: {@code {"type":"111","number":"…","name":"…"}} is posted, {@code {"answer":"confirmed"}} comes back,
 * or {@code no-such-person}, {@code other-name} or {@code revoked}.
 *
 * <p>Everything else is no answer: another status, another word, more than 4 KiB, or nothing in time. After some
 * failures in a row a circuit breaker sends no questions of that café for a while, so that its logins do not each wait for a
 * verifier that is down. Each café has its own: one may ask what the verifier cannot answer. With the plain client and
 * not the web client, which cannot cut off an answer without end.
 */
public final class HttpVerifier implements IdentityVerifier {
    private static final int BYTES_MAX = 4_096;
    private static final int CONNECTIONS_MAX = 64;
    private static final int ASKERS_MAX = 20_000;

    private final Vertx vertx;
    private final Options options;
    private final InstantSource clock;
    private final Consumer<Confirmation> answered;
    private final Runnable limitReached;
    private final HttpClient client;
    private final CircuitBreakerOptions breakerOptions;
    private final Map<Asker, CircuitBreaker> breakers = LimitedMap.byUse(ASKERS_MAX);
    private final AnswerCache cache;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * How to ask.
     *
     * @param token sent as a bearer token; null for none
     * @param timeout of one question, its waiting for a connection included
     * @param questionsMax under way at once; more get no answer
     * @param failures of a café after which no question of its is sent for {@code pause}
     */
    public record Options(
            URI url,
            @Nullable String token,
            Duration timeout,
            int questionsMax,
            int cachedAnswers,
            Duration cacheAge,
            int failures,
            Duration pause) {
        @Override
        public String toString() {
            return "Options[" + url.getHost() + "]"; // the token is a secret
        }
    }

    /**
     * @param answered told each answer that was really asked for, for the meters
     * @param limitReached called for each question that is not asked, because too many are under way
     */
    public HttpVerifier(
            Vertx vertx, Options options, InstantSource clock, Consumer<Confirmation> answered, Runnable limitReached) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        this.answered = answered;
        this.limitReached = limitReached;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) options.timeout().toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(options.questionsMax()));
        this.breakerOptions = new CircuitBreakerOptions()
                .setMaxFailures(options.failures())
                .setTimeout(options.timeout().toMillis())
                .setResetTimeout(options.pause().toMillis())
                .setNotificationAddress(null);
        this.cache = new AnswerCache(options.cachedAnswers(), options.cacheAge());
    }

    @Override
    public Future<Confirmation> verify(Asker asker, Question question) {
        return cache.get(question.key(), clock.instant())
                .map(Future::succeededFuture)
                .orElseGet(() -> asked(asker, question));
    }

    private Future<Confirmation> asked(Asker asker, Question question) {
        if (underWay.incrementAndGet() > options.questionsMax()) {
            underWay.decrementAndGet();
            limitReached.run();
            answered.accept(Confirmation.NO_ANSWER);
            return Future.succeededFuture(Confirmation.NO_ANSWER);
        }
        return breaker(asker)
                .execute(() -> ask(question))
                .onSuccess(answer -> keep(question, answer))
                .otherwise(Confirmation.NO_ANSWER)
                .onSuccess(answered::accept)
                .onComplete(done -> underWay.decrementAndGet());
    }

    private void keep(Question question, Confirmation answer) {
        if (answer != Confirmation.NO_ANSWER) {
            cache.put(question.key(), answer, clock.instant());
        }
    }

    private CircuitBreaker breaker(Asker asker) {
        synchronized (breakers) {
            return breakers.computeIfAbsent(asker, one -> CircuitBreaker.create("verifier", vertx, breakerOptions));
        }
    }

    private Future<Confirmation> ask(Question question) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(options.url().toString())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json");
        if (options.token() != null) {
            request.putHeader("Authorization", "Bearer " + options.token());
        }
        return client.request(request).compose(opened -> answer(opened, question));
    }

    private Future<Confirmation> answer(HttpClientRequest request, Question question) {
        JsonObject body = new JsonObject()
                .put("type", question.type())
                .put("number", question.number())
                .put("name", question.name());
        return BoundedAnswer.within(
                vertx,
                options.timeout().toMillis(),
                BYTES_MAX,
                request,
                sent -> sent.send(body.toBuffer()).compose(response -> read(sent, response)));
    }

    /** A question that is refused is not answered; that is no failure of the verifier. */
    private static Future<Confirmation> read(HttpClientRequest sent, HttpClientResponse response) {
        boolean refused = response.statusCode() / 100 == 4;
        return BoundedAnswer.ofSuccess(sent, response, BYTES_MAX)
                .map(HttpVerifier::confirmation)
                .recover(failure ->
                        refused ? Future.succeededFuture(Confirmation.NO_ANSWER) : Future.failedFuture(failure));
    }

    /** Fails without repeating the response, which may name the person. */
    private static Confirmation confirmation(Buffer body) {
        try {
            String word = body.toJsonObject().getString("answer");
            return Arrays.stream(Confirmation.values())
                    .filter(one -> one != Confirmation.NO_ANSWER && one.wire().equals(word))
                    .findAny()
                    .orElseThrow(() -> new IllegalStateException("an unknown answer"));
        } catch (RuntimeException garbage) {
            throw new IllegalStateException("not an answer");
        }
    }
}
