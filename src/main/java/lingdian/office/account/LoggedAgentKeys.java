package lingdian.office.account;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import lingdian.intake.socket.AgentKeys;
import lingdian.platform.http.ClientAddress;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.LimitedRefusals;
import lingdian.record.accesslog.Subject;

/**
 * Checks agents' keys. The first use of an enrolled key is logged, and each request with a wrong or missing key before it
 * is refused.
 *
 * <p>An ended key names its café: it may have been stolen. The refusals logged per minute are limited for each café,
 * and for requests of no café, apart from the API's limit, so that a café that retries a wrong key for ever hides no
 * other entries.
 */
public final class LoggedAgentKeys implements AgentKeys {
    private final AgentKeyStore store;
    private final AccessLogStore log;
    private final Function<HttpServerRequest, ClientAddress> addresses;
    private final LimitedRefusals refusals;

    /**
     * @param addresses of clients
     * @param limitReached called for each refusal that is not logged
     */
    public LoggedAgentKeys(
            AgentKeyStore store,
            AccessLogStore log,
            InstantSource clock,
            Function<HttpServerRequest, ClientAddress> addresses,
            Runnable limitReached) {
        this.store = store;
        this.log = log;
        this.addresses = addresses;
        this.refusals = new LimitedRefusals(log, clock, limitReached);
    }

    @Override
    public Future<Optional<AgentIdentity>> identify(String key) {
        return store.identify(key, this::firstUsed);
    }

    @Override
    public Future<Optional<Connecting>> connecting(String key) {
        return store.connecting(key, this::firstUsed);
    }

    private Future<Void> firstUsed(SqlConnection connection, AgentKeyStore.FirstUse use) {
        Actor agent = Actor.agent(use.key().placeCode());
        Future<Void> written = log.append(
                connection,
                AccessEntry.done(agent, Action.USE_AGENT_KEY).on(key(use.key().keyId())));
        for (UUID earlier : use.earlier()) {
            written = written.compose(before -> log.append(
                    connection,
                    AccessEntry.done(agent, Action.END_AGENT_KEY)
                            .on(key(earlier))
                            .with("for", use.key().placeCode().value())
                            .with("cause", "enrolled")));
        }
        return written;
    }

    private static Subject key(UUID id) {
        return Subject.of(Subject.Kind.AGENT_KEY, id);
    }

    @Override
    public Future<Set<UUID>> ended(Collection<UUID> keyIds) {
        return store.ended(keyIds);
    }

    @Override
    public ClientAddress address(HttpServerRequest request) {
        return addresses.apply(request);
    }

    @Override
    public Future<Void> refused(Attempt attempt) {
        String key = attempt.key();
        Future<Optional<AgentIdentity>> owner =
                key == null ? Future.succeededFuture(Optional.empty()) : store.endedIdentity(key);
        return owner.compose(ended -> refusals.append(entry(attempt, ended)));
    }

    private static AccessEntry entry(Attempt attempt, Optional<AgentIdentity> ended) {
        AccessEntry entry = AccessEntry.refused(
                        ended.map(key -> Actor.agent(key.placeCode())).orElse(Actor.nobody()), Action.USE_AGENT_KEY)
                .with("way", attempt.way())
                .with("cause", ended.isPresent() ? "ended" : attempt.key() == null ? "missing" : "unknown");
        AccessEntry about = ended.map(key -> entry.on(key(key.keyId()))).orElse(entry);
        ClientAddress from = attempt.address();
        return from.isUnknown() ? about : about.with("address", from.text());
    }
}
