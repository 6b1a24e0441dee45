package lingdian.vault.registry;

import static lingdian.platform.Columns.instant;
import static lingdian.platform.Columns.utc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.PersonTokens;
import lingdian.platform.Columns;
import lingdian.platform.QueryPool;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * The registry of persons.
 *
 * <p>Its changes delay no batch of the judge, and are still ordered with them: see {@code V2__cafes_and_accounts.sql}.
 */
public final class RegistryStore {
    private static final String KNOWN = "SELECT token, name_hash, state FROM registered_person WHERE token = ANY ($1)";

    private static final String FIRST_ENTRY =
            "UPDATE head SET registry_used = true WHERE only_row AND NOT registry_used";

    /** In the order of tokens, so that two imports of the same persons cannot deadlock. */
    private static final String REGISTER = """
        WITH visible AS MATERIALIZED (
          SELECT token FROM registered_person
          WHERE token = ANY ($1::uuid[]) AND EXISTS (SELECT FROM unnest(regions) AS region WHERE region LIKE $9)
        )
        INSERT INTO registered_person AS known (token, token_version, name_hash, sealed, regions,
          registered_at, registered_by, renewed_at, renewed_by, state, state_at, state_by, state_region)
        SELECT token, version, name_hash, sealed, ARRAY[$5::text], $6, $7, $6, $7, 'registered', $6, $7, $5
        FROM unnest($1::uuid[], $2::integer[], $3::bytea[], $4::bytea[]) AS new (token, version, name_hash, sealed)
        ORDER BY token
        ON CONFLICT (token) DO UPDATE SET
          token_version = EXCLUDED.token_version,
          name_hash = EXCLUDED.name_hash,
          sealed = EXCLUDED.sealed,
          regions = CASE WHEN $5 = ANY (known.regions) THEN known.regions ELSE known.regions || $5::text END,
          renewed_at = $6,
          renewed_by = $7,
          state = 'registered',
          state_at = CASE WHEN known.state = 'registered' THEN known.state_at ELSE $6 END,
          state_by = CASE WHEN known.state = 'registered' THEN known.state_by ELSE $7 END,
          state_region = CASE WHEN known.state = 'registered' THEN known.state_region ELSE $5 END,
          state_reason = NULL
        WHERE known.state = 'registered' OR $8 AND known.state_region LIKE $9
        RETURNING token, EXISTS (SELECT FROM visible WHERE visible.token = known.token) AS renewed
        """;

    private static final String ENTRY = """
        SELECT token, name_hash, sealed, renewed_at, state, state_at, state_reason
        FROM registered_person
        WHERE token = ANY ($1::uuid[]) AND EXISTS (SELECT FROM unnest(regions) AS region WHERE region LIKE $2)
        ORDER BY state = 'registered', array_position($1::uuid[], token)
        LIMIT 1
        """;

    private static final String REVOKE = """
        UPDATE registered_person
        SET state = $3, state_at = $4, state_by = $5, state_region = $6, state_reason = reason
        FROM unnest($1::uuid[], $7::bytea[]) AS person (one, reason)
        WHERE token = one AND EXISTS (SELECT FROM unnest(regions) AS region WHERE region LIKE $2)
        """;

    /** A deadlock, or an entry that appeared meanwhile: two nodes with different keys register one person. */
    private static final Set<String> AGAIN = Set.of("40P01", "23505");

    private final Vault vault;
    private final RegistryMoveStore moves = new RegistryMoveStore();

    public RegistryStore(Vault vault) {
        this.vault = vault;
    }

    /** The part of an entry that the judge needs. */
    public record Known(byte[] nameHash, RegistryState state) {
        @Override
        public String toString() {
            return "Known[" + state.wire() + "]";
        }
    }

    /**
     * The account that changes the registry.
     *
     * @param region of the account: its entries are visible to accounts whose region covers it
     */
    public record Registrar(AccountId account, RegionCode region) {
        private String covered() {
            return region.prefix() + "%";
        }
    }

    /** Whether a registration may cancel the state lost or revoked. */
    public enum LossHandling {
        /** The holder presents the document to an officer. */
        TAKES_BACK,
        /** A list may be older than the loss. */
        STAYS_LOST
    }

    /**
     * The result of registrations. Persons in neither set were refused: the document is lost or revoked.
     *
     * @param added persons not seen by the registrar before
     * @param renewed persons seen by the registrar before
     */
    public record RegistrationResult(Set<PersonToken> added, Set<PersonToken> renewed) {
        /** Whether the person was registered. */
        public boolean has(PersonToken token) {
            return added.contains(token) || renewed.contains(token);
        }
    }

    /** The existing entries of these persons, whatever their region. */
    public Future<Map<PersonToken, Known>> known(SqlClient client, Collection<PersonToken> tokens) {
        UUID[] wanted = tokens.stream().map(PersonToken::value).toArray(UUID[]::new);
        return client.preparedQuery(KNOWN).execute(Tuple.of((Object) wanted)).map(rows -> {
            var known = new HashMap<PersonToken, Known>();
            for (Row row : rows) {
                known.put(
                        new PersonToken(row.getUUID("token")),
                        new Known(row.getBuffer("name_hash").getBytes(), RegistryState.of(row.getString("state"))));
            }
            return known;
        });
    }

    /**
     * Registers or renews persons in one transaction. An existing entry under another key's token is first moved to the
     * token of the registration.
     *
     * @param persons each person once
     */
    public Future<RegistrationResult> register(
            QueryPool pool, List<SealedRegistration> persons, Registrar registrar, LossHandling found, Instant now) {
        if (persons.isEmpty()) {
            return Future.succeededFuture(new RegistrationResult(Set.of(), Set.of()));
        }
        Tuple values = Tuple.of(
                Columns.of(persons, UUID[]::new, one -> one.token().value()),
                Columns.of(persons, Integer[]::new, SealedRegistration::tokenVersion),
                Columns.bytes(persons, SealedRegistration::nameHash),
                Columns.bytes(persons, SealedRegistration::ciphertext),
                registrar.region().value(),
                utc(now),
                registrar.account().value(),
                found == LossHandling.TAKES_BACK,
                registrar.covered());
        return register(pool, persons, values)
                .recover(failure -> failure instanceof PgException refused && AGAIN.contains(refused.getSqlState())
                        ? register(pool, persons, values)
                        : Future.failedFuture(failure));
    }

    private Future<RegistrationResult> register(QueryPool pool, List<SealedRegistration> persons, Tuple values) {
        return pool.withTransaction(
                        connection -> gathered(connection, persons).compose(done -> register(connection, values)))
                .map(Objects::requireNonNull);
    }

    /**
     * Moves the persons' entries under other keys' tokens to the tokens of the registration. Does nothing while there
     * is one key.
     */
    private Future<Void> gathered(SqlConnection connection, List<SealedRegistration> persons) {
        var tokens = new HashSet<PersonToken>();
        var byOther = new HashMap<PersonToken, SealedRegistration>();
        for (SealedRegistration person : persons) {
            tokens.addAll(person.person().all());
            person.others().forEach(other -> byOther.put(other, person));
        }
        return byOther.isEmpty()
                ? Future.succeededFuture()
                : moves.lock(connection, tokens)
                        .compose(rows -> offTheLoop(() -> onto(rows, byOther)))
                        .compose(found -> moves.move(connection, found));
    }

    private List<RegistryMove> onto(List<RegistryMove.Row> rows, Map<PersonToken, SealedRegistration> byOther) {
        var found = new ArrayList<RegistryMove>();
        for (RegistryMove.Row row : rows) {
            SealedRegistration person = byOther.get(row.token());
            if (person != null) {
                found.add(RegistryMove.onto(vault, row, person));
            }
        }
        return found;
    }

    /** Runs work on a worker thread, because sealing many entries takes long. */
    private static <T> Future<T> offTheLoop(Callable<T> work) {
        Context context = Vertx.currentContext();
        return context == null
                ? Future.failedFuture(new IllegalStateException("not on a context"))
                : context.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    private static Future<RegistrationResult> register(SqlConnection connection, Tuple values) {
        return connection
                .preparedQuery(REGISTER)
                .execute(values)
                .compose(rows -> connection.query(FIRST_ENTRY).execute().map(registered(rows)));
    }

    private static RegistrationResult registered(RowSet<Row> rows) {
        var registered = new RegistrationResult(new HashSet<>(), new HashSet<>());
        for (Row row : rows) {
            (row.getBoolean("renewed") ? registered.renewed() : registered.added())
                    .add(new PersonToken(row.getUUID("token")));
        }
        return registered;
    }

    /**
     * The entry of a person; empty if there is none that an account of this region may see.
     *
     * @return fails with a {@link VaultException} if it cannot be opened
     */
    public Future<Optional<RegistryEntry>> entry(SqlClient client, PersonTokens person, RegionCode region) {
        return client.preparedQuery(ENTRY)
                .execute(Tuple.of(values(person), region.prefix() + "%"))
                .compose(rows -> {
                    try {
                        return Future.succeededFuture(
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(entry(rows.iterator().next())));
                    } catch (VaultException closed) {
                        return Future.failedFuture(closed);
                    }
                });
    }

    private RegistryEntry entry(Row row) throws VaultException {
        var token = new PersonToken(row.getUUID("token"));
        return new RegistryEntry(
                token,
                row.getBuffer("name_hash").getBytes(),
                opened(row.getBuffer("sealed"), bytes -> SealedRegistration.document(vault, token, bytes)),
                instant(row, "renewed_at"),
                RegistryState.of(row.getString("state")),
                instant(row, "state_at"),
                opened(row.getBuffer("state_reason"), bytes -> SealedRegistration.reason(vault, token, bytes)));
    }

    private interface Opening<T> {
        T open(byte[] sealed) throws VaultException;
    }

    /** The opened text; null if there is none or its key is retired, so that the rest of the entry is still shown. */
    private static <T> @Nullable T opened(@Nullable Buffer sealed, Opening<T> opening) throws VaultException {
        try {
            return sealed == null ? null : opening.open(sealed.getBytes());
        } catch (VaultException closed) {
            if (closed.keyRetired()) {
                return null;
            }
            throw closed;
        }
    }

    /**
     * Records that a document is lost or revoked. The latest report counts.
     *
     * @return false if there is no entry that the registrar may see
     */
    public Future<Boolean> revoke(
            SqlClient client,
            PersonTokens person,
            RegistryState state,
            String reason,
            Registrar registrar,
            Instant now) {
        return client.preparedQuery(REVOKE)
                .execute(Tuple.of(
                        values(person),
                        registrar.covered(),
                        state.wire(),
                        utc(now),
                        registrar.account().value(),
                        registrar.region().value(),
                        Columns.bytes(person.all(), token -> SealedRegistration.sealReason(vault, token, reason))))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Object values(PersonTokens person) {
        return Columns.of(person.all(), UUID[]::new, PersonToken::value);
    }
}
