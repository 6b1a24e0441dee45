package lingdian.vault.registry;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.PersonTokens;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
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

    private static final String ENTRY = """
        SELECT token, name_hash, sealed, renewed_at, state, state_at, state_reason
        FROM registered_person
        WHERE token = ANY ($1::uuid[]) AND EXISTS (SELECT FROM unnest(regions) AS region WHERE region LIKE $2)
        ORDER BY state = 'registered', array_position($1::uuid[], token)
        LIMIT 1
        """;

    /** Only where the entry belongs to: see {@link RegistrationStore}. */
    private static final String REVOKE = """
        UPDATE registered_person
        SET state = $3, state_at = least($4, clock_timestamp()), state_by = $5, state_region = $6, state_reason = reason
        FROM unnest($1::uuid[], $7::bytea[]) AS person (one, reason)
        WHERE token = one AND regions[1] LIKE $2
        """;

    private static final String MISMATCHED = """
        UPDATE registered_person SET mismatched_on = $3
        WHERE token = ANY ($1::uuid[]) AND regions[1] NOT LIKE $2 AND mismatched_on IS DISTINCT FROM $3
        """;

    private static final String MISMATCHES = """
        SELECT token, name_hash, sealed, renewed_at, state, state_at, state_reason, mismatched_on
        FROM registered_person
        WHERE mismatched_on IS NOT NULL AND regions[1] LIKE $1
        ORDER BY mismatched_on DESC, renewed_at DESC, token
        LIMIT $2
        """;

    private final Vault vault;
    private final RegistrationStore registrations;

    public RegistryStore(Vault vault) {
        this.vault = vault;
        this.registrations = new RegistrationStore(vault);
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
        /** A pattern of the regions that it covers. */
        String covered() {
            return region.prefix() + "%";
        }
    }

    /** How persons are registered, which decides what a registration may change. */
    public enum Manner {
        /** The holder presents the document to an officer: it is not lost or revoked any more. */
        IN_PERSON,
        /** By a list, which may be older than a loss. */
        BY_LIST,
        /**
         * By a list whose sender may be told nothing more of persons of elsewhere: their entries stay as they are, so
         * that a later look-up does not tell either whether the list had the right name.
         */
        BY_LIST_OF_OWN
    }

    /**
     * The result of registrations. Persons in none of these sets were refused: the document is lost or revoked, or the
     * manner leaves them out.
     *
     * @param added persons not seen by the registrar before
     * @param renewed persons seen by the registrar before
     * @param renamed those of them who had another name before
     * @param misnamed persons who were refused: another region registered them first, under another name
     */
    public record RegistrationResult(
            Set<PersonToken> added, Set<PersonToken> renewed, Set<PersonToken> renamed, Set<PersonToken> misnamed) {
        static RegistrationResult empty() {
            return new RegistrationResult(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        }

        RegistrationResult withMisnamed(Set<PersonToken> more) {
            misnamed.addAll(more);
            return this;
        }

        /** Whether the person was registered. */
        public boolean has(PersonToken token) {
            return added.contains(token) || renewed.contains(token);
        }

        @Override
        public String toString() {
            return "RegistrationResult"; // tokens link a person's appearances
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
     * @param witness logs what was changed
     */
    public Future<RegistrationResult> register(
            QueryPool pool,
            List<SealedRegistration> persons,
            Registrar registrar,
            Manner manner,
            Instant now,
            Witness<RegistrationResult> witness) {
        return persons.isEmpty()
                ? Future.succeededFuture(RegistrationResult.empty())
                : registrations.register(pool, persons, new RegistrationStore.Terms(registrar, manner, now), witness);
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
     * @return false if there is no entry that belongs to a region of the registrar
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

    /**
     * Records for the region that registered the person first that another one was refused to register them under another name.
     *
     * @param on the day; neither the region nor the name is kept
     */
    public Future<Void> mismatched(SqlClient client, PersonTokens person, Registrar refused, LocalDate on) {
        return client.preparedQuery(MISMATCHED)
                .execute(Tuple.of(values(person), refused.covered(), on))
                .mapEmpty();
    }

    /** An entry under which another region presented another name. */
    public record Mismatch(RegistryEntry entry, LocalDate on) {}

    /**
     * Those of entries that belong to a region, or one that it covers; the newest first.
     *
     * @return fails with a {@link VaultException} if one cannot be opened
     */
    public Future<List<Mismatch>> mismatches(SqlClient client, RegionCode region, int limit) {
        return client.preparedQuery(MISMATCHES)
                .execute(Tuple.of(region.prefix() + "%", limit))
                .compose(rows -> {
                    var found = new ArrayList<Mismatch>();
                    try {
                        for (Row row : rows) {
                            found.add(new Mismatch(entry(row), row.getLocalDate("mismatched_on")));
                        }
                    } catch (VaultException closed) {
                        return Future.failedFuture(closed);
                    }
                    return Future.succeededFuture(found);
                });
    }

    private static Object values(PersonTokens person) {
        return Columns.of(person.all(), UUID[]::new, PersonToken::value);
    }
}
