package lingdian.record.release;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import lingdian.domain.AccountId;
import lingdian.law.casework.Refutation;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rulebook.Release;
import lingdian.law.release.RuleRelease;
import lingdian.law.release.RuleRelease.Decision;
import lingdian.law.release.RuleRelease.Source;
import lingdian.law.release.RuleRelease.State;
import lingdian.platform.database.RowStream;
import lingdian.record.hours.FactsChangeStore;
import org.jspecify.annotations.Nullable;

/**
 * The releases of rules as rows.
 *
 * <p>A release is made under the lock on {@code head}, which every batch of the judge takes too, and increases the
 * version of the facts: so all nodes judge by a release from the same event on.
 */
public final class ReleaseStore {
    private static final String LOCK = "SELECT position FROM head WHERE only_row FOR UPDATE";

    private static final String JUDGED_UNTIL = """
            SELECT greatest(max(effective_at), max(received_at)) AS until FROM cafe_state
            """;

    private static final String LAST_STEP = """
            SELECT greatest(max(proposed_at), max(decided_at)) AS last FROM rule_release
            """;

    private static final String OVERTAKEN = """
            SELECT EXISTS (
              SELECT FROM rule_release
              WHERE state = 'released' AND (decided_at > $1 OR $2::boolean AND begins_at > $1 AND begins_at <= $3)) AS any
            """;

    private static final String AFTER = """
            SELECT number, begins_at, content FROM rule_release WHERE number > $1 ORDER BY number
            """;

    private static final String COLUMNS = """
            SELECT id, version, content, source, author, proposed_at, asked_from, state, decided_by, decided_at, number, begins_at,
                   fallen, confirmed, dismissed, accounts, counties, cafes
            FROM rule_release
            """;

    private static final String BY_ID = COLUMNS + " WHERE id = $1";

    private static final String BY_VERSION = COLUMNS + " WHERE version = $1 AND state <> 'withdrawn'";

    private static final String PAGE = COLUMNS + """
            WHERE $1::timestamptz IS NULL OR (proposed_at, id) < ($1, $2) ORDER BY proposed_at DESC, id DESC LIMIT $3
            """;

    private static final String NEWEST = COLUMNS + " WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1";

    private static final String FALLEN =
            COLUMNS + " WHERE fallen IS NOT NULL AND state = 'released' ORDER BY number DESC LIMIT 100";

    private static final String REFUTED =
            COLUMNS + " WHERE fallen IS NOT NULL AND state = 'proposed' ORDER BY proposed_at DESC, id LIMIT 100";

    private static final String DECLINED = """
            SELECT coalesce(bool_or(state = 'proposed'), false) AS proposed,
                   max(decided_at) FILTER (WHERE state = 'withdrawn') AS declined_at
            FROM rule_release WHERE fallen = $1
            """;

    private static final String PEOPLES = """
            SELECT EXISTS (SELECT FROM rule_release WHERE number IS NOT NULL AND source <> 'file') AS any
            """;

    private static final String PROPOSE = """
            INSERT INTO rule_release (id, version, content, source, author, proposed_at, asked_from, fallen, confirmed, dismissed,
                                      accounts, counties, cafes, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'proposed')
            """;

    private static final String RELEASE = """
            UPDATE rule_release SET state = 'released', decided_by = $2, decided_at = $3, begins_at = $4,
              number = (SELECT coalesce(max(number), 0) + 1 FROM rule_release)
            WHERE id = $1
            """;

    private static final String WITHDRAW = """
            UPDATE rule_release SET state = 'withdrawn', decided_by = $2, decided_at = $3 WHERE id = $1
            """;

    /** A release with its place in the order of releases. */
    public record NumberedRelease(long number, Release release) {}

    /** The releases after the release of this number, in order. */
    public Future<List<NumberedRelease>> after(SqlClient client, long number) {
        return client.preparedQuery(AFTER)
                .execute(Tuple.of(number))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new NumberedRelease(
                                row.getLong("number"),
                                new Release(
                                        row.getOffsetDateTime("begins_at").toInstant(),
                                        RulesJson.stored(row.getString("content")))))
                        .toList());
    }

    public Future<Optional<RuleRelease>> one(SqlClient client, UUID id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(ReleaseStore::first);
    }

    /** The release of this version that was not withdrawn. */
    public Future<Optional<RuleRelease>> ofVersion(SqlClient client, String version) {
        return client.preparedQuery(BY_VERSION).execute(Tuple.of(version)).map(ReleaseStore::first);
    }

    /** The newest release. */
    public Future<Optional<RuleRelease>> newest(SqlClient client) {
        return client.preparedQuery(NEWEST).execute().map(ReleaseStore::first);
    }

    /**
     * What was proposed about one refuted rule.
     *
     * @param proposed whether a proposal waits for a decision
     * @param declinedAt when the last one was withdrawn; null where none was
     */
    record ShadowProposals(boolean proposed, @Nullable Instant declinedAt) {}

    /** The proposals to put a rule into shadow. */
    Future<ShadowProposals> shadowProposals(SqlClient client, Code code) {
        return client.preparedQuery(DECLINED).execute(Tuple.of(code.name())).map(rows -> {
            Row row = rows.iterator().next();
            return new ShadowProposals(row.getBoolean("proposed"), time(row, "declined_at"));
        });
    }

    /** The service's proposals to put rules into shadow that wait for a decision, newest first. */
    public Future<List<RuleRelease>> refuted(SqlClient client) {
        return client.preparedQuery(REFUTED).execute().map(ReleaseStore::all);
    }

    /** The newest hundred releases by which refuted rules went into shadow, newest first. */
    public Future<List<RuleRelease>> fallen(SqlClient client) {
        return client.preparedQuery(FALLEN).execute().map(ReleaseStore::all);
    }

    /** Newest first, after one of the previous page. */
    public Future<List<RuleRelease>> page(
            SqlClient client, @Nullable Instant proposedBefore, @Nullable UUID id, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(utc(proposedBefore), id, limit))
                .map(ReleaseStore::all);
    }

    /** Waits until nothing is being judged, and blocks judging until the transaction ends. */
    Future<Void> lock(SqlConnection connection) {
        return connection.preparedQuery(LOCK).execute().mapEmpty();
    }

    /** When something was last proposed or decided; empty if nothing was. Needs the lock. */
    Future<Optional<Instant>> lastStep(SqlConnection connection) {
        return connection
                .preparedQuery(LAST_STEP)
                .execute()
                .map(rows -> Optional.ofNullable(time(rows.iterator().next(), "last")));
    }

    /**
     * Whether others were released since a proposal was made, or, where it begins with its release, came into force
     * between. Needs the lock.
     */
    Future<Boolean> isOvertaken(SqlConnection connection, RuleRelease proposal, Instant beginsAt) {
        return connection
                .preparedQuery(OVERTAKEN)
                .execute(Tuple.of(utc(proposal.proposedAt()), proposal.askedFrom() == null, utc(beginsAt)))
                .map(rows -> rows.iterator().next().getBoolean("any"));
    }

    /** The latest effective or received time; empty if nothing was received. Needs the lock. */
    Future<Optional<Instant>> judgedUntil(SqlConnection connection) {
        return connection
                .preparedQuery(JUDGED_UNTIL)
                .execute()
                .map(rows -> Optional.ofNullable(time(rows.iterator().next(), "until")));
    }

    /** Whether there is a release by people's accounts or by the service, rather than by a file. */
    Future<Boolean> anyButFiles(SqlConnection connection) {
        return connection
                .preparedQuery(PEOPLES)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("any"));
    }

    Future<Void> propose(SqlConnection connection, RuleRelease proposal) {
        return connection
                .preparedQuery(PROPOSE)
                .execute(Tuple.from(Arrays.asList(
                        proposal.id(),
                        proposal.version(),
                        proposal.content(),
                        proposal.source().wire(),
                        proposal.author().value(),
                        utc(proposal.proposedAt()),
                        utc(proposal.askedFrom()),
                        proposal.fallen(),
                        count(proposal, Refutation::confirmed),
                        count(proposal, Refutation::dismissed),
                        count(proposal, Refutation::accounts),
                        count(proposal, Refutation::counties),
                        count(proposal, Refutation::cafes))))
                .mapEmpty();
    }

    private static @Nullable Integer count(RuleRelease proposal, ToLongFunction<Refutation> count) {
        Refutation refutation = proposal.refutation();
        return refutation == null ? null : (Integer) Math.toIntExact(count.applyAsLong(refutation));
    }

    /** Needs the lock. */
    Future<RuleRelease> release(
            SqlConnection connection, UUID id, @Nullable AccountId by, Instant at, Instant beginsAt) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(id, AccountId.valueOrNull(by), utc(at), utc(beginsAt.truncatedTo(MICROS))))
                .compose(released -> FactsChangeStore.countRules(connection))
                .compose(counted -> one(connection, id))
                .map(Optional::orElseThrow);
    }

    Future<RuleRelease> withdraw(SqlConnection connection, UUID id, AccountId by, Instant at) {
        return connection
                .preparedQuery(WITHDRAW)
                .execute(Tuple.of(id, by.value(), utc(at)))
                .compose(withdrawn -> one(connection, id))
                .map(Optional::orElseThrow);
    }

    private static Optional<RuleRelease> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<RuleRelease> all(RowSet<Row> rows) {
        return RowStream.of(rows).map(ReleaseStore::release).toList();
    }

    private static RuleRelease release(Row row) {
        return new RuleRelease(
                row.getUUID("id"),
                row.getString("version"),
                row.getString("content"),
                Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                new AccountId(row.getUUID("author")),
                row.getOffsetDateTime("proposed_at").toInstant(),
                time(row, "asked_from"),
                refutation(row),
                decision(row));
    }

    private static Decision decision(Row row) {
        return new Decision(
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                AccountId.orNull(row.getUUID("decided_by")),
                time(row, "decided_at"),
                time(row, "begins_at"));
    }

    private static @Nullable Refutation refutation(Row row) {
        String code = row.getString("fallen");
        return code == null
                ? null
                : new Refutation(
                        code,
                        row.getInteger("confirmed"),
                        row.getInteger("dismissed"),
                        row.getInteger("accounts"),
                        row.getInteger("counties"),
                        row.getInteger("cafes"));
    }

    private static @Nullable Instant time(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
