package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.intake.socket.AgentKeys.Attempt;
import lingdian.intake.socket.AgentKeys.Connecting;
import lingdian.platform.http.Problem;
import lingdian.platform.work.RareLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent key of a request, {@code Authorization: Bearer <key>}. */
final class BearerKey {
    private static final Logger LOG = LoggerFactory.getLogger(BearerKey.class);
    private static final RareLines LINES = new RareLines(System::nanoTime);
    private static final String SCHEME = "bearer ";
    private static final int KEY_CHARACTERS_MAX = 256;
    /** A connection outlives its key about as long. */
    private static final long PROMPT_NANOS = Duration.ofSeconds(1).toNanos();

    private BearerKey() {}

    /**
     * The café that sent the request. Fails with 401 where the key is missing or wrong, with 503 where that cannot be
     * found out.
     */
    static Future<AgentIdentity> identify(HttpServerRequest request, AgentKeys keys) {
        return known(request, keys, keys::identify);
    }

    /** The café of a request that is about to open a connection. */
    static Future<Connecting> connecting(HttpServerRequest request, AgentKeys keys) {
        return known(request, keys, keys::connecting);
    }

    /**
     * Fails as {@link #identify} does where the key of a request was ended after it was looked up. A request may take a
     * minute to arrive, and wait for its café's pauses; one that came at once is spared the question.
     *
     * @param knownNanos when the key was looked up
     */
    static Future<Void> stillValid(HttpServerRequest request, UUID keyId, long knownNanos, AgentKeys keys) {
        if (System.nanoTime() - knownNanos < PROMPT_NANOS) {
            return Future.succeededFuture();
        }
        return keys.ended(List.of(keyId))
                .recover(BearerKey::unavailable)
                .compose(ended -> ended.isEmpty()
                        ? Future.succeededFuture()
                        : refused(
                                request, of(request.getHeader("authorization")).orElse(null), keys));
    }

    private static <T> Future<T> known(
            HttpServerRequest request, AgentKeys keys, Function<String, Future<Optional<T>>> owner) {
        Optional<String> key = of(request.getHeader("authorization"));
        if (key.isEmpty()) {
            return refused(request, null, keys);
        }
        return owner.apply(key.get())
                .recover(BearerKey::unavailable)
                .compose(
                        found -> found.map(Future::succeededFuture).orElseGet(() -> refused(request, key.get(), keys)));
    }

    private static <T> Future<T> refused(HttpServerRequest request, @Nullable String key, AgentKeys keys) {
        String way = request.method().equals(HttpMethod.POST) ? "http" : "websocket";
        return keys.refused(new Attempt(key, way, keys.address(request)))
                .recover(BearerKey::unavailable)
                .compose(written -> Future.failedFuture(unknown().thrown()));
    }

    static Optional<String> of(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > KEY_CHARACTERS_MAX
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String key = authorization.substring(SCHEME.length()).strip();
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        LINES.write(
                cause.getClass().getName(),
                more -> LOG.warn(
                        "An agent key could not be looked up, or its refusal not be written down: {}{}",
                        cause.toString(),
                        more));
        return Future.failedFuture(
                Problem.of(503, "the agent key cannot be checked now").thrown());
    }

    private static Problem unknown() {
        return Problem.of(401, "expected Authorization: Bearer and a café's agent key");
    }
}
