package lingdian.record.accesslog;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.record.accesslog.AccessRecord.Party;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Writes the access log.
 *
 * <p>Every disclosure or change waits for its entry first; if the entry cannot be written, nothing is shown or changed.
 * A change and its entry should be one transaction, with the entry as the last statement. The entry's lock is held
 * until the commit, so a transaction that also locks {@code head} must do so first.
 */
public final class AccessLogStore {
    private static final String CUT_POSITION = "cutPosition";
    private static final String CUT_CHAIN = "cutChain";
    private static final UUID NO_STREAM = new UUID(0, 0);

    private static final String LOCK = """
            SELECT position, CASE WHEN isfinite(at) THEN at END AS at, chain, clock_timestamp() AS now FROM access_log_head FOR UPDATE
            """;
    private static final String ENSURE_MONTH = """
            SELECT ensure_access_month($1)
            """;
    private static final String APPEND = """
            INSERT INTO access_log (position, id, at, actor_kind, actor_id, action, outcome, subject_kind, subject_id,
              region, person, details, reason, reason_hash, chain)
            SELECT position, id, $15, actor_kind, actor_id, action, outcome, subject_kind, subject_id, region, person, details, reason,
              reason_hash, chain
            FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                        $10::uuid[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[])
              AS entry (position, id, actor_kind, actor_id, action, outcome, subject_kind, subject_id, region, person, details, reason,
                        reason_hash, chain)
            """;
    private static final String LAST_BEFORE = """
            SELECT position, chain FROM access_log WHERE at < $1 ORDER BY position DESC LIMIT 1
            """;
    private static final String MOVE_HEAD = """
            UPDATE access_log_head SET position = $1, at = $2, chain = $3
            """;

    private final QueryPool pool;
    private final Vault vault;
    private final RecordHash hash;
    private final @Nullable InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * A log whose times are the database's: no entry can be earlier than the one before it, so one node whose clock is ahead
     * would spoil the times of all.
     *
     * @param pool for entries in a transaction of their own
     */
    public AccessLogStore(QueryPool pool, Vault vault, Supplier<UUID> ids) {
        this(pool, vault, null, ids);
    }

    /** @param clock of a service that does not run on the real time; null: the times are the database's */
    public AccessLogStore(QueryPool pool, Vault vault, @Nullable InstantSource clock, Supplier<UUID> ids) {
        this.pool = pool;
        this.vault = vault;
        this.hash = RecordHash.of(vault.suite());
        this.clock = clock;
        this.ids = ids;
    }

    /** The newest entry, according to the locked row, and the database's time. */
    private record Head(long position, @Nullable Instant at, byte[] chain, Instant now) {
        boolean isBeforeTheMonthOf(Instant later) {
            return at == null || !month(at).equals(month(later));
        }

        private static YearMonth month(Instant at) {
            return YearMonth.from(at.atZone(ChinaTime.ZONE));
        }
    }

    /** Writes an entry in a transaction of its own; on completion it is durable. */
    public Future<Void> append(AccessEntry entry) {
        return append(List.of(entry));
    }

    /** Writes several entries, in their order, in a transaction of their own. */
    Future<Void> append(List<AccessEntry> entries) {
        return pool.withTransaction(connection -> append(connection, entries)).mapEmpty();
    }

    /** Writes an entry in the caller's transaction, READ COMMITTED, and as its last statement. */
    public Future<Void> append(SqlConnection connection, AccessEntry entry) {
        return append(connection, List.of(entry));
    }

    /** Writes several entries, in their order. */
    public Future<Void> append(SqlConnection connection, List<AccessEntry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        List<AccessRecord> unchained = entries.stream().map(this::sealed).toList();
        return connection
                .query(LOCK)
                .execute()
                .map(rows -> head(rows.iterator().next()))
                .compose(head -> append(connection, head, unchained));
    }

    /** Writes the entry as the last statement of a change's transaction. */
    public <T> Witness<T> witness(AccessEntry entry) {
        return (connection, change) -> append(connection, entry);
    }

    /**
     * Records that all entries before a month are dropped, before dropping them in one transaction: the chain continues
     * from what is recorded here. Does nothing if there are none.
     */
    public Future<Void> cut(SqlConnection connection, YearMonth firstKept) {
        Instant before = firstKept.atDay(1).atStartOfDay(ChinaTime.ZONE).toInstant();
        return connection
                .preparedQuery(LAST_BEFORE)
                .execute(Tuple.of(utc(before)))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture()
                        : append(connection, cutAfter(rows.iterator().next())));
    }

    private static AccessEntry cutAfter(Row last) {
        return AccessEntry.done(Actor.service(), Action.DROP_ACCESS_MONTH)
                .on(Subject.of(Subject.Kind.ACCESS_LOG))
                .with(CUT_POSITION, last.getLong("position"))
                .with(
                        CUT_CHAIN,
                        HexFormat.of().formatHex(last.getBuffer("chain").getBytes()));
    }

    /** Reads the cuts recorded by an entry of {@link #cut}; other entries record none. */
    static void readCut(JsonObject details, Map<Long, String> cuts) {
        Long position = details.getLong(CUT_POSITION);
        String chain = details.getString(CUT_CHAIN);
        if (position != null && chain != null && chain.matches("[0-9a-f]{64}")) {
            cuts.put(position, chain);
        }
    }

    private Future<Void> append(SqlConnection connection, Head head, List<AccessRecord> unchained) {
        Instant now = clock == null ? head.now() : clock.instant().truncatedTo(MICROS);
        Instant at = head.at() == null || head.at().isBefore(now) ? now : head.at();
        List<AccessRecord> records = chained(head, at, unchained);
        AccessRecord last = records.getLast();
        return ensureMonth(connection, head, at)
                .compose(ensured -> connection.preparedQuery(APPEND).execute(rows(records, at)))
                .compose(appended -> connection
                        .preparedQuery(MOVE_HEAD)
                        .execute(Tuple.of(
                                last.link().position(),
                                utc(at),
                                Buffer.buffer(last.link().chain()))))
                .mapEmpty();
    }

    private static Future<Void> ensureMonth(SqlConnection connection, Head head, Instant at) {
        return head.isBeforeTheMonthOf(at)
                ? connection
                        .preparedQuery(ENSURE_MONTH)
                        .execute(Tuple.of(utc(at)))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private List<AccessRecord> chained(Head head, Instant at, List<AccessRecord> unchained) {
        var records = new ArrayList<AccessRecord>(unchained.size());
        byte[] previous = head.chain();
        for (AccessRecord one : unchained) {
            AccessRecord record = one.chainedTo(hash, previous, head.position() + records.size() + 1, at);
            records.add(record);
            previous = record.link().chain();
        }
        return records;
    }

    /** The record without its place in the chain, prepared before the lock is taken. */
    private AccessRecord sealed(AccessEntry entry) {
        UUID id = ids.get();
        Subject subject = entry.subject();
        return new AccessRecord(
                AccessRecord.Link.NONE,
                id,
                new Party(entry.actor().kind().wire(), entry.actor().id()),
                entry.action().wire(),
                entry.outcome().wire(),
                subject == null
                        ? new Party(null, null)
                        : new Party(subject.kind().wire(), subject.id()),
                Objects.toString(entry.region(), null),
                entry.person() == null ? null : entry.person().value(),
                entry.detailsJson(),
                AccessRecord.Reason.of(hash, entry.reason() == null ? null : vault.seal(entry.reason(), reasonOf(id))));
    }

    /** The place that an entry's reason is sealed for. */
    public static SealedRef reasonOf(UUID entryId) {
        return new SealedRef(entryId.toString(), NO_STREAM, 0, "access-reason");
    }

    private static Head head(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("at");
        return new Head(
                row.getLong("position"),
                at == null ? null : at.toInstant(),
                row.getBuffer("chain").getBytes(),
                Columns.instant(row, "now"));
    }

    private static Tuple rows(List<AccessRecord> records, Instant at) {
        return Tuple.tuple()
                .addValue(Columns.of(records, Long[]::new, one -> one.link().position()))
                .addValue(Columns.of(records, UUID[]::new, AccessRecord::id))
                .addValue(Columns.of(records, String[]::new, one -> one.actor().kind()))
                .addValue(Columns.of(records, String[]::new, one -> one.actor().id()))
                .addValue(Columns.of(records, String[]::new, AccessRecord::action))
                .addValue(Columns.of(records, String[]::new, AccessRecord::outcome))
                .addValue(
                        Columns.of(records, String[]::new, one -> one.subject().kind()))
                .addValue(
                        Columns.of(records, String[]::new, one -> one.subject().id()))
                .addValue(Columns.of(records, String[]::new, AccessRecord::region))
                .addValue(Columns.of(records, UUID[]::new, AccessRecord::person))
                .addValue(Columns.of(records, String[]::new, AccessRecord::details))
                .addValue(Columns.bytes(records, one -> one.reason().sealed()))
                .addValue(Columns.bytes(records, one -> one.reason().hash()))
                .addValue(Columns.bytes(records, one -> one.link().chain()))
                .addOffsetDateTime(utc(at));
    }
}
