package lingdian.office.disclosure;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.EntryLimit;
import lingdian.office.disclosure.LegalHold.Creation;
import lingdian.office.disclosure.LegalHold.Held;
import lingdian.office.disclosure.LegalHold.Lifted;
import lingdian.office.disclosure.LegalHold.LiftingAsked;
import lingdian.office.disclosure.LegalHold.State;
import lingdian.office.permission.Reasons;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** Legal holds. A hold belongs to one authority, and is seen within its region. Retention reads the same table. */
public final class LegalHoldStore {
    /** More than any office needs at a time. Days are dropped whole, so one county's holds keep those of all others. */
    private static final EntryLimit LIMIT = new EntryLimit("An authority of a region", "legal holds in force", 40);

    private static final String SERIALISE = """
            SELECT take_turn('legal-hold', $1)
            """;
    private static final String IN_FORCE = """
            SELECT count(*) FILTER (WHERE authority = $1 AND region = $2) AS entries, count(*) FILTER (WHERE made_by = $3) AS own
            FROM legal_hold
            WHERE lifted_at IS NULL
            """;
    private static final String CREATE = """
            INSERT INTO legal_hold (id, day_from, day_to, place_code, authority, region, reason, made_by, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    private static final String ASK_LIFTING = """
            UPDATE legal_hold SET lifting_reason = $2, lifting_asked_by = $3, lifting_asked_at = $4
            WHERE id = $1 AND lifting_asked_by IS NULL AND lifted_at IS NULL
            """;

    private static final String KEEP = """
            UPDATE legal_hold SET lifting_reason = NULL, lifting_asked_by = NULL, lifting_asked_at = NULL
            WHERE id = $1 AND lifting_asked_by = $2 AND lifting_asked_at = $3 AND lifted_at IS NULL
            """;

    private static final String LIFT = """
            UPDATE legal_hold SET lifted_by = $4, lifted_at = $5
            WHERE id = $1 AND lifting_asked_by = $2 AND lifting_asked_at = $3 AND lifted_at IS NULL
            """;

    private static final String COLUMNS = """
            SELECT legal_hold.*, (SELECT account.name FROM account WHERE account.id = made_by) AS made_by_name FROM legal_hold
            """;
    private static final String NEWEST_FIRST = """
            ORDER BY made_at DESC, id LIMIT
            """;

    private final Reasons reasons;
    private final Reasons liftingReasons;

    public LegalHoldStore(Vault vault) {
        this.reasons = new Reasons(vault, "legal-hold-reason");
        this.liftingReasons = new Reasons(vault, "legal-hold-lifting-reason");
    }

    /**
     * Sets a hold; fails with 409 where the authority has very many in force for the region, or the account half as many.
     *
     * @param hold with its reason
     */
    Future<Void> create(SqlClient connection, LegalHold hold) {
        return connection
                .preparedQuery(SERIALISE)
                .execute(Tuple.of(hold.authority().wire()))
                .compose(turn -> connection
                        .preparedQuery(IN_FORCE)
                        .execute(Tuple.of(
                                hold.authority().wire(),
                                hold.region().value(),
                                hold.made().by().value())))
                .compose(LIMIT::admit)
                .compose(admitted -> insert(connection, hold));
    }

    private Future<Void> insert(SqlClient connection, LegalHold hold) {
        return connection
                .preparedQuery(CREATE)
                .execute(Tuple.from(Arrays.asList(
                        hold.id(),
                        hold.from(),
                        hold.to(),
                        Objects.toString(hold.placeCode(), null),
                        hold.authority().wire(),
                        hold.region().value(),
                        reasons.seal(hold.id(), Objects.requireNonNull(hold.reason())),
                        hold.made().by().value(),
                        utc(hold.made().at()))))
                .mapEmpty();
    }

    /** @return false if another request was faster */
    Future<Boolean> ask(SqlClient connection, UUID id, LiftingAsked asked) {
        return connection
                .preparedQuery(ASK_LIFTING)
                .execute(Tuple.of(
                        id,
                        liftingReasons.seal(id, Objects.requireNonNull(asked.reason())),
                        asked.by().value(),
                        utc(asked.at())))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Stores the second person's decision on a request to lift.
     *
     * @return false if another decision was faster, or the request was replaced by a new one
     */
    Future<Boolean> decide(SqlClient connection, UUID id, LiftingAsked asked, State decided) {
        Tuple values = Tuple.of(id, asked.by().value(), utc(asked.at()));
        return switch (decided) {
            case Lifted lifted ->
                updated(connection, LIFT, values.addValue(lifted.by().value()).addValue(utc(lifted.at())));
            case Held ignored -> updated(connection, KEEP, values);
            case LiftingAsked ignored -> throw new IllegalArgumentException("a pending request is not a decision");
        };
    }

    /** @param scope null: an auditor's, who sees all */
    public Future<Optional<LegalHold>> one(SqlClient client, @Nullable Scope scope, UUID id) {
        Conditions conditions = visible(scope).and("id = ?", id);
        return client.preparedQuery(COLUMNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::hold).findFirst());
    }

    /**
     * Newest first.
     *
     * @param scope null: an auditor's, who sees all
     * @param state null: all
     */
    public Future<List<LegalHold>> list(
            SqlClient client,
            @Nullable Scope scope,
            @Nullable String state,
            Cursor.@Nullable AfterViolation after,
            int limit) {
        Conditions conditions = in(visible(scope), state);
        conditions.after("made_at", after);
        return client.preparedQuery(COLUMNS + conditions.where() + NEWEST_FIRST + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::hold).toList());
    }

    private static Future<Boolean> updated(SqlClient connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }

    private static Conditions visible(@Nullable Scope scope) {
        return scope == null ? new Conditions() : of(scope);
    }

    private static Conditions of(Scope scope) {
        return new Conditions()
                .and("region LIKE ?", Conditions.regionPattern(scope.region()))
                .and("authority = ?", scope.authority());
    }

    private static Conditions in(Conditions conditions, @Nullable String state) {
        return state == null
                ? conditions
                : conditions.and(
                        "CASE WHEN lifted_at IS NOT NULL THEN 'lifted' WHEN lifting_asked_at IS NOT NULL THEN 'lifting' ELSE 'held' END = ?",
                        state);
    }

    private LegalHold hold(Row row) {
        UUID id = row.getUUID("id");
        return new LegalHold(
                id,
                row.getLocalDate("day_from"),
                row.getLocalDate("day_to"),
                PlaceCode.orNull(row.getString("place_code")),
                Authority.of(row.getString("authority")),
                new RegionCode(row.getString("region")),
                reasons.open(id, row.getBuffer("reason")),
                new Creation(
                        new AccountId(row.getUUID("made_by")), row.getString("made_by_name"), instant(row, "made_at")),
                state(id, row));
    }

    private State state(UUID id, Row row) {
        AccountId askedBy = AccountId.orNull(row.getUUID("lifting_asked_by"));
        if (askedBy == null) {
            return new Held();
        }
        var asked = new LiftingAsked(
                askedBy, instant(row, "lifting_asked_at"), liftingReasons.open(id, row.getBuffer("lifting_reason")));
        AccountId liftedBy = AccountId.orNull(row.getUUID("lifted_by"));
        return liftedBy == null ? asked : new Lifted(asked, liftedBy, instant(row, "lifted_at"));
    }
}
