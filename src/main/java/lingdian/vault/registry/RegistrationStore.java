package lingdian.vault.registry;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.vault.registry.RegistryStore.Manner;
import lingdian.vault.registry.RegistryStore.Registrar;
import lingdian.vault.registry.RegistryStore.RegistrationResult;
import lingdian.vault.seal.Vault;

/**
 * Registers persons. An entry belongs to the region that registered it first, {@code regions[1]}.
 *
 * <p>Registrars whose region covers that one change the entry. Others who know the name are only added to its regions,
 * so that they may look it up: otherwise any officer could give any person another name.
 */
final class RegistrationStore {
    private static final String FIRST_ENTRY =
            "UPDATE head SET registry_used = true WHERE only_row AND NOT registry_used";

    /** In the order of tokens, so that two imports of the same persons cannot deadlock. */
    private static final String LOCK = """
        SELECT token, name_hash, EXISTS (SELECT FROM unnest(regions) AS region WHERE region LIKE $2) AS visible
        FROM registered_person WHERE token = ANY ($1::uuid[]) ORDER BY token FOR UPDATE
        """;

    /**
     * A loss reported by a region that may not report it, as any could once, is taken back by the entry's own region. Whoever has the
     * document at hand settles that another region read another name; a list does not. A state is of the database's time where the node's
     * is later: the next one needs an entry of the access log that is not from before, and those are of the database's time.
     */
    private static final String REGISTER = """
        INSERT INTO registered_person AS known (token, token_version, name_hash, sealed, regions,
          registered_at, registered_by, renewed_at, renewed_by, state, state_at, state_by, state_region)
        SELECT token, version, name_hash, sealed, ARRAY[$5::text], $6, $7, $6, $7, 'registered', least($6, clock_timestamp()), $7, $5
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
          state_at = CASE WHEN known.state = 'registered' THEN known.state_at ELSE least($6, clock_timestamp()) END,
          state_by = CASE WHEN known.state = 'registered' THEN known.state_by ELSE $7 END,
          state_region = CASE WHEN known.state = 'registered' THEN known.state_region ELSE $5 END,
          state_reason = NULL,
          mismatched_on = CASE WHEN $8 THEN NULL ELSE known.mismatched_on END
        WHERE known.regions[1] LIKE $9
          AND (known.state = 'registered'
            OR $8 AND (known.state_region LIKE $9
              OR known.regions[1] NOT LIKE regexp_replace(known.state_region, '(00)+$', '') || '%'))
        RETURNING token
        """;

    private static final String JOIN = """
        UPDATE registered_person
        SET regions = CASE WHEN $3 = ANY (regions) THEN regions ELSE regions || $3::text END
        FROM unnest($1::uuid[], $2::bytea[]) AS person (one, hash)
        WHERE token = one AND name_hash = hash AND state = 'registered' AND regions[1] NOT LIKE $4
        RETURNING token
        """;

    /** Of the persons whom neither statement registered, those who have another name; the others are lost or revoked. */
    private static final String MISNAMED = """
        SELECT token FROM registered_person WHERE token = ANY ($1::uuid[]) AND state = 'registered'
        """;

    /** A deadlock, or an entry that appeared meanwhile: two nodes with different keys register one person. */
    private static final Set<String> AGAIN = Set.of("40P01", "23505");

    private final Vault vault;
    private final RegistryMoveStore moves = new RegistryMoveStore();

    RegistrationStore(Vault vault) {
        this.vault = vault;
    }

    /** Who registers, how and when. */
    record Terms(Registrar registrar, Manner manner, Instant now) {}

    /** An entry as it was before. */
    private record Before(byte[] nameHash, boolean visible) {
        @Override
        public String toString() {
            return "Before";
        }
    }

    /** As {@link RegistryStore#register}. */
    Future<RegistrationResult> register(
            QueryPool pool, List<SealedRegistration> persons, Terms terms, Witness<RegistrationResult> witness) {
        return registerOnce(pool, persons, terms, witness)
                .recover(failure -> failure instanceof PgException refused && AGAIN.contains(refused.getSqlState())
                        ? registerOnce(pool, persons, terms, witness)
                        : Future.failedFuture(failure));
    }

    private Future<RegistrationResult> registerOnce(
            QueryPool pool, List<SealedRegistration> persons, Terms terms, Witness<RegistrationResult> witness) {
        return pool.withTransaction(connection -> gather(connection, persons, terms.registrar())
                        .compose(closed -> register(connection, without(closed, persons), terms)
                                .map(result -> result.withMisnamed(closed)))
                        .compose(result -> witness.saw(connection, result).map(result)))
                .map(Objects::requireNonNull);
    }

    /**
     * Moves the persons' entries under other keys' tokens to the tokens of the registration. Does nothing while there
     * is one key.
     *
     * @return the persons whose entries stay, because the registrar may not give them another name
     */
    private Future<Set<PersonToken>> gather(
            SqlConnection connection, List<SealedRegistration> persons, Registrar registrar) {
        var tokens = new HashSet<PersonToken>();
        var byOther = new HashMap<PersonToken, SealedRegistration>();
        for (SealedRegistration person : persons) {
            tokens.addAll(person.person().all());
            for (NamedToken other : person.others()) {
                byOther.put(other.token(), person);
            }
        }
        if (byOther.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var closed = new HashSet<PersonToken>();
        return moves.lock(connection, tokens)
                .compose(rows -> offTheLoop(() -> onto(rows, byOther, registrar, closed)))
                .compose(found -> moves.move(connection, found))
                .map(moved -> closed);
    }

    private List<RegistryMove> onto(
            List<RegistryMove.Row> rows,
            Map<PersonToken, SealedRegistration> byOther,
            Registrar registrar,
            Set<PersonToken> closed) {
        var found = new ArrayList<RegistryMove>();
        for (RegistryMove.Row row : rows) {
            SealedRegistration person = byOther.get(row.token());
            if (person != null) {
                RegistryMove.onto(vault, row, person, registrar.region())
                        .ifPresentOrElse(found::add, () -> closed.add(person.token()));
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

    private static Future<RegistrationResult> register(
            SqlConnection connection, List<SealedRegistration> persons, Terms terms) {
        var result = RegistrationResult.empty();
        return before(connection, persons, terms.registrar())
                .compose(before -> registerOwn(connection, persons, terms).compose(own -> {
                    add(result, own, before);
                    rename(result, persons, before);
                    return terms.manner() == Manner.BY_LIST_OF_OWN
                            ? Future.<Void>succeededFuture()
                            : registerOthers(connection, without(own, persons), terms.registrar(), result, before);
                }))
                .compose(done -> connection.query(FIRST_ENTRY).execute())
                .map(used -> result);
    }

    private static Future<Map<PersonToken, Before>> before(
            SqlConnection connection, List<SealedRegistration> persons, Registrar registrar) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(tokens(persons), registrar.covered()))
                .map(rows -> {
                    var before = new HashMap<PersonToken, Before>();
                    for (Row row : rows) {
                        before.put(
                                new PersonToken(row.getUUID("token")),
                                new Before(row.getBuffer("name_hash").getBytes(), row.getBoolean("visible")));
                    }
                    return before;
                });
    }

    /** New persons, and those of the registrar's region. */
    private static Future<Set<PersonToken>> registerOwn(
            SqlConnection connection, List<SealedRegistration> persons, Terms terms) {
        return connection
                .preparedQuery(REGISTER)
                .execute(Tuple.of(
                        tokens(persons),
                        Columns.of(persons, Integer[]::new, SealedRegistration::tokenVersion),
                        Columns.bytes(persons, SealedRegistration::nameHash),
                        Columns.bytes(persons, SealedRegistration::ciphertext),
                        terms.registrar().region().value(),
                        utc(terms.now()),
                        terms.registrar().account().value(),
                        terms.manner() == Manner.IN_PERSON,
                        terms.registrar().covered()))
                .map(RegistrationStore::tokens);
    }

    private static Future<Void> registerOthers(
            SqlConnection connection,
            List<SealedRegistration> persons,
            Registrar registrar,
            RegistrationResult result,
            Map<PersonToken, Before> before) {
        if (persons.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(JOIN)
                .execute(Tuple.of(
                        tokens(persons),
                        Columns.bytes(persons, SealedRegistration::nameHash),
                        registrar.region().value(),
                        registrar.covered()))
                .map(RegistrationStore::tokens)
                .compose(joined -> {
                    add(result, joined, before);
                    return refuse(connection, without(joined, persons), result);
                });
    }

    private static Future<Void> refuse(
            SqlConnection connection, List<SealedRegistration> refused, RegistrationResult result) {
        return refused.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(MISNAMED)
                        .execute(Tuple.of(tokens(refused)))
                        .map(rows -> {
                            result.misnamed().addAll(tokens(rows));
                            return null;
                        });
    }

    private static void add(RegistrationResult result, Set<PersonToken> registered, Map<PersonToken, Before> before) {
        for (PersonToken token : registered) {
            Before entry = before.get(token);
            (entry != null && entry.visible() ? result.renewed() : result.added()).add(token);
        }
    }

    private static void rename(
            RegistrationResult result, List<SealedRegistration> persons, Map<PersonToken, Before> before) {
        for (SealedRegistration person : persons) {
            Before entry = before.get(person.token());
            if (entry != null && result.has(person.token()) && !Arrays.equals(entry.nameHash(), person.nameHash())) {
                result.renamed().add(person.token());
            }
        }
    }

    private static List<SealedRegistration> without(Set<PersonToken> tokens, List<SealedRegistration> persons) {
        Predicate<SealedRegistration> named = person -> tokens.contains(person.token());
        return tokens.isEmpty()
                ? persons
                : persons.stream().filter(named.negate()).toList();
    }

    private static Object tokens(List<SealedRegistration> persons) {
        return Columns.of(persons, UUID[]::new, person -> person.token().value());
    }

    private static Set<PersonToken> tokens(RowSet<Row> rows) {
        var tokens = new HashSet<PersonToken>();
        for (Row row : rows) {
            tokens.add(new PersonToken(row.getUUID("token")));
        }
        return tokens;
    }
}
