package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which keys a database depends on, so that a ring that lacks one is refused before it seals anything.
 *
 * <p>Key by key and not by one fingerprint, because a ring changes while its database stays: it may gain keys, and lose
 * those that were retired.
 */
public final class KeyRingStore {
    private static final String LOCK = "SELECT take_turn('vault-key')";

    /** The first ring decides the suite of a database. */
    private static final String KEEP_SUITE = "INSERT INTO database_suite (suite) VALUES ($1) ON CONFLICT DO NOTHING";

    private static final String SUITE = "SELECT suite FROM database_suite";

    private static final String REMEMBERED = "SELECT use, number, check_value, used_at IS NOT NULL AS used,"
            + " retired_at IS NOT NULL AS retired FROM vault_key ORDER BY use, number";

    private static final String REMEMBER = """
            INSERT INTO vault_key (use, number, check_value) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
            ON CONFLICT (use, number) DO NOTHING RETURNING use, number
            """;

    private static final String USED = """
            UPDATE vault_key SET used_at = now() FROM unnest($1::text[], $2::bigint[]) AS made (with_use, with_number)
            WHERE use = with_use AND number = with_number AND used_at IS NULL RETURNING use, number
            """;

    private static final String RETIRED = """
            UPDATE vault_key SET retired_at = now() FROM unnest($1::text[], $2::bigint[]) AS gone (with_use, with_number)
            WHERE use = with_use AND number = with_number AND retired_at IS NULL RETURNING use, number
            """;

    private static final String FROM_BEFORE = "SELECT number, public_key FROM signing_key WHERE before_proofs";

    private static final String PROVE =
            "INSERT INTO signing_key_proof (proof) SELECT * FROM unnest($1::bytea[]) ON CONFLICT DO NOTHING";

    private static final String MADE_UP =
            " is made up (operations.md#a-key-that-no-ring-had), and the owner of the tables runs: ";

    /** @param stored as the database says, where whoever has the service's login adds any number, also one that no key has */
    private record Remembered(KeyUse use, long stored, byte[] check, boolean used, boolean retired) {
        int number() {
            return (int) stored;
        }

        boolean isNumber() {
            return stored == Integer.toUnsignedLong(number());
        }

        /** What the owner of the tables runs if nobody's ring had such a key. */
        String where() {
            return "lingdian.vault_key WHERE use = '" + use.field() + "' AND number = " + stored;
        }

        @Override
        public String toString() {
            return "the key " + stored + " for " + use;
        }
    }

    private record Named(KeyUse use, int number) {}

    private final Witness<KeyRingChange> witness;

    /** @param witness called with the changes that a check found, if any */
    public KeyRingStore(Witness<KeyRingChange> witness) {
        this.witness = witness;
    }

    /**
     * Compares a ring with the keys that the database remembers, and remembers its new ones. Must be called before the
     * ring is used. Fails with {@link KeyRingException} if it does not belong to this database.
     */
    public Future<Void> check(QueryPool pool, KeyRing ring) {
        var keys = new VaultKeys(ring);
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .compose(locked -> suite(connection, ring))
                .compose(suite -> verdict(suite == ring.suite() ? null : otherSuite(ring, suite)))
                .compose(right -> remembered(connection))
                .compose(remembered -> verdict(refusal(keys, remembered)))
                .compose(right -> prove(connection, keys))
                .compose(proven -> remember(connection, keys))
                .compose(change -> change.isNone() ? Future.succeededFuture() : witness.saw(connection, change)));
    }

    /**
     * Keys in use by other nodes that this ring lacks; none while all nodes have equal rings.
     *
     * @return the keys, for the operator
     */
    public Future<List<String>> lacking(SqlClient client, KeyRing ring) {
        return remembered(client)
                .map(remembered -> remembered.stream()
                        .filter(key -> key.used() && !key.retired() && !has(ring, key))
                        .map(Remembered::toString)
                        .toList());
    }

    private static Future<KeySuite> suite(SqlConnection connection, KeyRing ring) {
        return connection
                .preparedQuery(KEEP_SUITE)
                .execute(Tuple.of(ring.suite().toString()))
                .compose(kept -> connection.query(SUITE).execute())
                .map(rows -> KeySuite.of(rows.iterator().next().getString("suite")));
    }

    private static String otherSuite(KeyRing ring, KeySuite suite) {
        return "the key ring " + ring.file() + " is of the suite " + ring.suite()
                + ", but the database was made with the suite " + suite + ", which cannot be changed";
    }

    private static Future<List<Remembered>> remembered(SqlClient client) {
        return client.preparedQuery(REMEMBERED).execute().map(rows -> {
            var remembered = new ArrayList<Remembered>();
            for (Row row : rows) {
                remembered.add(new Remembered(
                        use(row.getString("use")),
                        row.getLong("number"),
                        row.getBuffer("check_value").getBytes(),
                        row.getBoolean("used"),
                        row.getBoolean("retired")));
            }
            return remembered;
        });
    }

    /** One line that names the first wrong key; null if there is none. */
    private static @Nullable String refusal(VaultKeys keys, List<Remembered> remembered) {
        for (Remembered key : remembered) {
            if (!has(keys.ring, key)) {
                if (key.used() && !key.retired() && !keys.ring.history().retired(key.use(), key.number())) {
                    return foreign(keys) + "it lacks " + key
                            + "; if no copy of the ring has that key or had it, its row" + MADE_UP + "DELETE FROM "
                            + key.where() + ";";
                }
            } else if (!keys.checks(key.use(), key.number(), key.check())) {
                return foreign(keys) + key + " differs from the recorded one";
            } else if (key.retired() && keys.ring.keys(key.use()).primary() == key.number()) {
                return foreign(keys) + "it is an old copy, " + key + " was retired; if nobody retired it, that"
                        + MADE_UP + "UPDATE " + key.where().replace(" WHERE ", " SET retired_at = NULL WHERE ") + ";";
            }
        }
        return null;
    }

    private static String foreign(VaultKeys keys) {
        return "the key ring " + keys.ring.file() + " is not the one of this database: ";
    }

    private static Future<Void> verdict(@Nullable String refusal) {
        return refusal == null ? Future.succeededFuture() : Future.failedFuture(new KeyRingException(refusal));
    }

    private static Future<KeyRingChange> remember(SqlConnection connection, VaultKeys keys) {
        List<Named> all = named(keys.ring, key -> true);
        List<Named> primary = named(keys.ring, key -> keys.ring.keys(key.use()).primary() == key.number());
        List<Named> retired = keys.ring.history().times().keySet().stream()
                .filter(key -> KeyUse.OF_THE_VAULT.contains(key.use()))
                .filter(key -> keys.ring.history().retired(key.use(), key.number()))
                .map(key -> new Named(key.use(), key.number()))
                .toList();
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(
                        uses(all), numbers(all), Columns.bytes(all, key -> keys.check(key.use(), key.number()))))
                .compose(added -> connection
                        .preparedQuery(USED)
                        .execute(Tuple.of(uses(primary), numbers(primary)))
                        .compose(used -> connection
                                .preparedQuery(RETIRED)
                                .execute(Tuple.of(uses(retired), numbers(retired)))
                                .map(gone -> new KeyRingChange(keys(added), keys(used), keys(gone)))));
    }

    /**
     * Proves the ring's signing keys before any node signs with them, so that what they signed is believed after they were
     * retired.
     */
    private static Future<Void> prove(SqlConnection connection, VaultKeys keys) {
        return connection
                .query(FROM_BEFORE)
                .execute()
                .map(rows -> Stream.concat(keys.signingKeys().stream(), retiredBefore(keys.ring, rows))
                        .toList())
                .compose(own ->
                        connection.preparedQuery(PROVE).execute(Tuple.of(Columns.bytes(own, keys::signingKeyProof))))
                .mapEmpty();
    }

    /** Those of before there were proofs that the ring no longer has. Of two with one number nobody can tell which it was. */
    private static Stream<PublicKey> retiredBefore(KeyRing ring, RowSet<Row> rows) {
        Map<Long, List<Row>> byNumber = RowStream.of(rows).collect(Collectors.groupingBy(row -> row.getLong("number")));
        return byNumber.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1
                        && ring.history().retired(KeyUse.SIGNING, entry.getKey().intValue()))
                .flatMap(entry ->
                        PublicKey.find(entry.getValue()
                                        .getFirst()
                                        .getBuffer("public_key")
                                        .getBytes())
                                .stream());
    }

    private static List<KeyRingChange.Key> keys(RowSet<Row> changed) {
        return RowStream.of(changed)
                .map(row -> new KeyRingChange.Key(
                        use(row.getString("use")),
                        KeyRingRotation.shown(row.getLong("number").intValue())))
                .toList();
    }

    private static List<Named> named(KeyRing ring, Predicate<Named> which) {
        return KeyUse.OF_THE_VAULT.stream()
                .flatMap(use -> ring.keys(use).byNumber().keySet().stream().map(number -> new Named(use, number)))
                .filter(which)
                .toList();
    }

    private static boolean has(KeyRing ring, Remembered key) {
        return key.isNumber() && ring.keys(key.use()).has(key.number());
    }

    private static Object uses(List<Named> keys) {
        return Columns.of(keys, String[]::new, key -> key.use().field());
    }

    private static Object numbers(List<Named> keys) {
        return Columns.of(keys, Long[]::new, key -> Integer.toUnsignedLong(key.number()));
    }

    private static KeyUse use(String field) {
        return Arrays.stream(KeyUse.values())
                .filter(use -> use.field().equals(field))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("a key of an unknown use is remembered"));
    }
}
