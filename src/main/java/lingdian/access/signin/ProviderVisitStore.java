package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import lingdian.platform.database.QueryPool;
import lingdian.platform.secret.Tokens;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/**
 * The pending visits to the provider; any node may receive the person's return, once.
 *
 * <p>Sealed, because an attacker who read nonce and verifier from the database could take over a code.
 */
final class ProviderVisitStore {
    static final Duration LASTS = Duration.ofMinutes(10);

    private static final String KEEP = """
            INSERT INTO provider_visit (state_hash, sealed, expires_at) VALUES ($1, $2, $3)
            """;
    private static final String TAKE = """
            DELETE FROM provider_visit WHERE state_hash = $1 RETURNING sealed, expires_at > $2 AS good
            """;
    private static final String SWEEP = "DELETE FROM provider_visit WHERE expires_at < $1";

    private final QueryPool pool;
    private final Vault vault;
    private final InstantSource clock;

    ProviderVisitStore(QueryPool pool, Vault vault, InstantSource clock) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A visit.
     *
     * @param next the page that the person wants afterwards; empty for none
     * @param former the name of the session that the browser had when it left; empty for none
     */
    record ProviderVisit(String nonce, String codeVerifier, String next, String former) {
        @Override
        public String toString() {
            return "ProviderVisit"; // both are secrets
        }
    }

    Future<Void> keep(String state, ProviderVisit visit) {
        byte[] hash = Tokens.hash(state);
        String json = new JsonObject()
                .put("nonce", visit.nonce())
                .put("codeVerifier", visit.codeVerifier())
                .put("next", visit.next())
                .put("former", visit.former())
                .encode();
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(Buffer.buffer(hash), Buffer.buffer(vault.seal(json, ref(hash))), now().plus(LASTS)))
                .mapEmpty();
    }

    /** Takes the visit with this state; empty if there is none, or it has expired. */
    Future<Optional<ProviderVisit>> take(String state) {
        byte[] hash = Tokens.hash(state);
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(Buffer.buffer(hash), now()))
                .map(rows -> {
                    if (rows.size() == 0 || !rows.iterator().next().getBoolean("good")) {
                        return Optional.empty();
                    }
                    return opened(rows.iterator().next().getBuffer("sealed").getBytes(), hash);
                });
    }

    Future<Void> sweep() {
        return pool.preparedQuery(SWEEP).execute(Tuple.of(now())).mapEmpty();
    }

    private Optional<ProviderVisit> opened(byte[] sealed, byte[] hash) {
        try {
            var json = new JsonObject(vault.unseal(sealed, ref(hash)));
            return Optional.of(new ProviderVisit(
                    json.getString("nonce"),
                    json.getString("codeVerifier"),
                    json.getString("next"),
                    json.getString("former", ""))); // a node of an earlier version keeps none
        } catch (VaultException keysHaveChanged) {
            return Optional.empty(); // keys changed within ten minutes: the person starts again
        }
    }

    private static SealedRef ref(byte[] hash) {
        ByteBuffer id = ByteBuffer.wrap(hash);
        return new SealedRef("", new UUID(id.getLong(), id.getLong()), 0, "provider-visit");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
