package lingdian.access.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.access.signin.ProviderVisitStore.ProviderVisit;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.SignInSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers as the identity provider, once or always, neither ends the node nor keeps people out for good. */
class ProviderAnswersTest {
    private static final String METADATA = "/.well-known/openid-configuration";
    private static final String KEYS = "/keys";
    private static final String TOKEN = "/token";
    private static final JsonObject NO_KEYS = new JsonObject().put("keys", new JsonArray());
    /** More than the system's buffers hold, and less than the heap. */
    private static final long ENOUGH_BYTES = 64 * 1024 * 1024;

    private static final Buffer PIECE = Buffer.buffer(" ".repeat(64 * 1024));
    private static final ProviderVisit VISIT = new ProviderVisit("nonce", "verifier", "", "");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<String> endless = new AtomicReference<>("");
    private final AtomicReference<JsonObject> keys = new AtomicReference<>(NO_KEYS);
    private final AtomicBoolean slowly = new AtomicBoolean();
    private final Promise<String> closed = Promise.promise();
    private final AtomicReference<String> exchange = new AtomicReference<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private HttpServer server;
    private Provider provider;

    @BeforeEach
    void listen() throws Exception {
        keys.set(new JsonObject().put("keys", new JsonArray().add(key())));
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .await(PATIENCE_SECONDS, SECONDS);
        provider = provider(null);
    }

    private Provider provider(@Nullable String secret) {
        var settings = new SignInSettings.Provider(
                issuer(),
                "lingdian",
                "p",
                List.of("openid"),
                false,
                "role",
                "authority",
                "region",
                "placeCode",
                Map.of());
        return new Provider(vertx, settings, secret, "http://lingdian.example", now::get);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {METADATA, KEYS, TOKEN})
    void anAnswerWithoutEndIsCutOff(String path) throws Exception {
        endless.set(path);

        if (path.equals(TOKEN)) {
            assertThat(provider.claims("code", VISIT).await(PATIENCE_SECONDS, SECONDS))
                    .isEmpty();
        } else {
            assertThatThrownBy(this::address).isInstanceOf(Problem.Thrown.class);
        }
        assertThat(written).hasPositiveValue();
        assertThat(written).hasValueLessThan(ENOUGH_BYTES);
    }

    @Test
    void oneThatNeverEndsForItIsSlowIsCutOffToo() throws Exception {
        endless.set(METADATA);
        slowly.set(true);
        var client = new ProviderClient(vertx, 100);

        assertThatThrownBy(() -> client.get(issuer() + METADATA).await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(closed.future().await(PATIENCE_SECONDS, SECONDS)).isEqualTo("closed");
    }

    @Test
    void aClientWithoutASecretNamesItself() throws Exception {
        assertThat(provider.claims("a code", VISIT).await(PATIENCE_SECONDS, SECONDS))
                .isEmpty();

        assertThat(exchange.get())
                .isEqualTo(
                        "null grant_type=authorization_code&code=a+code&redirect_uri="
                                + "http%3A%2F%2Flingdian.example%2Fsign-in%2Fprovider%2Fcallback&code_verifier=verifier&client_id=lingdian");
    }

    @Test
    void aClientWithASecretShowsIt() throws Exception {
        assertThat(provider("secret").claims("code", VISIT).await(PATIENCE_SECONDS, SECONDS))
                .isEmpty();

        assertThat(exchange.get())
                .startsWith("Basic " + Base64.getEncoder().encodeToString("lingdian:secret".getBytes(UTF_8)) + " ")
                .doesNotContain("client_id");
    }

    @Test
    void keysThatAreMissingOnceAreReadAgain() throws Exception {
        JsonObject right = keys.getAndSet(NO_KEYS);
        assertThatThrownBy(this::address).isInstanceOf(Problem.Thrown.class);
        keys.set(right);

        assertThat(address()).startsWith(issuer() + "/authorize?");
    }

    @Test
    void aKeyThatIsNoneIsLeftOut() throws Exception {
        keys.get()
                .getJsonArray("keys")
                .add(new JsonObject().put("kty", "of another age"))
                .add("none");

        assertThat(address()).startsWith(issuer());
    }

    @ParameterizedTest
    @CsvSource({"8193, 17", "16384, 17", "2048, 65"})
    void aKeyThatTakesLongToVerifyIsNotUsed(int bits, int exponentBits) throws Exception {
        JsonObject tooLong = key().put("n", encoded(BigInteger.TWO.pow(bits).subtract(BigInteger.ONE)))
                .put("e", encoded(BigInteger.TWO.pow(exponentBits).subtract(BigInteger.ONE)));
        var published = new JsonArray().add(tooLong);
        keys.set(new JsonObject().put("keys", published));
        assertThatThrownBy(this::address).isInstanceOf(Problem.Thrown.class);
        assertThatThrownBy(() -> ProviderKeys.of(keys.get()))
                .hasMessage("the provider publishes no key that can be used, not an RSA key of " + bits
                        + " bits with an exponent of " + exponentBits);

        published.add(key());
        assertThat(address()).startsWith(issuer());
    }

    @Test
    void theCertificatesOfAKeyAreNotLookedAt() throws Exception {
        keys.set(new JsonObject()
                .put("keys", new JsonArray().add(key().put("x5c", new JsonArray().add("of another key")))));

        assertThat(address()).startsWith(issuer());
    }

    @Test
    void aKeyOfAnUnusualCurveIsNotUsed() {
        keys.set(new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("kty", "EC")
                                        .put("crv", "brainpoolP512r1")
                                        .put("x", "AQ")
                                        .put("y", "AQ"))));

        assertThatThrownBy(this::address).isInstanceOf(Problem.Thrown.class);
    }

    @Test
    void whatAProviderWithdrawsIsForgottenAfterAnHour() throws Exception {
        address();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
        address();
        assertThat(readings).hasValue(1);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        address();
        assertThat(readings).hasValue(2);
    }

    private String address() throws Exception {
        return provider.address("state", VISIT).await(PATIENCE_SECONDS, SECONDS);
    }

    private String issuer() {
        return "http://localhost:" + server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        request.response().putHeader("Content-Type", "application/json");
        if (path.equals(endless.get())) {
            request.response().setChunked(true).closeHandler(left -> closed.tryComplete("closed"));
            writeOn(request);
        } else if (path.equals(METADATA)) {
            readings.incrementAndGet();
            request.response()
                    .end(new JsonObject()
                            .put("issuer", issuer())
                            .put("authorization_endpoint", issuer() + "/authorize")
                            .put("token_endpoint", issuer() + TOKEN)
                            .put("jwks_uri", issuer() + KEYS)
                            .toBuffer());
        } else if (path.equals(TOKEN)) {
            request.body().onSuccess(form -> {
                exchange.set(request.getHeader("Authorization") + " " + form);
                request.response().end("{}");
            });
        } else {
            request.response().end(keys.get().toBuffer());
        }
    }

    private void writeOn(HttpServerRequest request) {
        if (slowly.get()) {
            long timer = vertx.setPeriodic(10, now -> request.response().write(" "));
            closed.future().onComplete(left -> vertx.cancelTimer(timer));
            return;
        }
        if (written.addAndGet(PIECE.length()) > ENOUGH_BYTES) {
            request.response().end();
        } else {
            request.response().write(PIECE).onSuccess(taken -> writeOn(request));
        }
    }

    private static JsonObject key() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        var key = (RSAPublicKey) generator.generateKeyPair().getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", "one")
                .put("n", encoded(key.getModulus()))
                .put("e", encoded(key.getPublicExponent()));
    }

    private static String encoded(BigInteger number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
    }
}
