package lingdian.office.disclosure;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.office.disclosure.Unmasking.SecondPerson;
import lingdian.office.disclosure.Unmasking.TextRef;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.office.permission.Reasons;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedTextStore.Shelf;
import org.jspecify.annotations.Nullable;

/** Unmasking requests, their decisions and expiry. Every query is bound to the reader's scope by the violation. */
public final class UnmaskingStore {
    private static final String TARGET = """
            SELECT id, place_code, region, stream_number, login_seq, login_day,
                   (started_at AT TIME ZONE 'Asia/Shanghai')::date AS began,
                   (coalesce(ended_at, ?) AT TIME ZONE 'Asia/Shanghai')::date AS ended
            FROM violation
            """;

    /** A person's age is the age on the local date of the login, whose record a case may have kept beyond its day. */
    private static final String LOCAL_DAY = """
            SELECT (record.effective_at AT TIME ZONE known_zone(cafe.time_zone))::date AS local_day
            FROM (SELECT effective_at FROM recorded
                  WHERE stream_number = $1 AND seq = $2 AND from_seq <= $2 AND to_seq >= $2 AND day = $3
                  UNION ALL
                  SELECT effective_at FROM kept_evidence WHERE stream_number = $1 AND seq = $2 AND day = $3
                  LIMIT 1) AS record
            JOIN stream ON stream.number = $1
            JOIN cafe ON cafe.place_code = stream.place_code
            """;

    private static final String PROVING = """
            SELECT FROM violation, jsonb_array_elements(snapshot::jsonb -> 'evidence') AS piece
            WHERE violation.id = $1 AND piece ->> 'placeCode' = violation.place_code
              AND piece ->> 'stream' = $2 AND piece -> 'seq' @> to_jsonb($3::bigint)
            LIMIT 1
            """;

    /** Makes simultaneous requests count each other. */
    private static final String ONE_AT_A_TIME = """
            SELECT take_turn('unmasking', $1)
            """;

    private static final String COUNT = """
            SELECT count(*) FROM unmasking WHERE asked_by = $1 AND asked_at > $2
            """;

    private static final String CREATE = """
            INSERT INTO unmasking (id, violation_id, what, stream, seq, second_person, reason, asked_by, asked_at, granted, ends_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private static final String DECIDE = PermissionMapping.decide("unmasking");

    private static final String COLUMNS = """
            SELECT unmasking.id AS unmasking_id, violation_id, unmasking.stream, unmasking.seq, second_person, reason, asked_by,
                   asked_at, granted, decided_by, decided_at, ends_at,
                   (SELECT account.name FROM account WHERE account.id = asked_by) AS asked_by_name,
                   (SELECT account.name FROM account WHERE account.id = decided_by) AS decided_by_name
            FROM unmasking
            JOIN violation ON violation.id = unmasking.violation_id
            """;

    private final Reasons reasons;

    public UnmaskingStore(Reasons reasons) {
        this.reasons = reasons;
    }

    /**
     * The violation whose person or texts are requested.
     *
     * @param subject the login whose document it concerns, if there is one
     * @param began the received day on which it began, if its events were received at once
     * @param ended the received day on which it ended, or today
     */
    record Target(
            ViolationId violationId,
            PlaceCode placeCode,
            RegionCode region,
            @Nullable Subject subject,
            LocalDate began,
            LocalDate ended) {

        @Nullable
        LoginRef login() {
            return subject == null
                    ? null
                    : new LoginRef(subject.streamNumber(), subject.loginSeq(), subject.loginDay());
        }

        /** The texts received from the day before it began to the day after it ended. */
        Shelf nearby() {
            return new Shelf(placeCode.value(), began.minusDays(1), ended.plusDays(1));
        }

        /** All texts that are kept. */
        Shelf everything() {
            return new Shelf(placeCode.value(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
        }
    }

    /** @return empty if there is no such violation that the reader may see */
    public Future<Optional<Target>> target(SqlClient client, Scope scope, ViolationId violationId, Instant now) {
        Conditions conditions = Conditions.visible(scope).and("id = ?", violationId);
        String sql = TARGET.replace("?", conditions.place(now.atOffset(ZoneOffset.UTC)) + "::timestamptz")
                + conditions.where();
        return client.preparedQuery(sql)
                .execute(conditions.values())
                .map(rows -> first(rows).map(UnmaskingStore::target));
    }

    /** The local date of a login; empty if its record is no longer kept. */
    public Future<Optional<LocalDate>> localDay(SqlClient client, LoginRef login) {
        return client.preparedQuery(LOCAL_DAY)
                .execute(Tuple.of(login.streamNumber(), login.seq(), login.day()))
                .map(rows -> first(rows).map(row -> row.getLocalDate("local_day")));
    }

    /** The event, if it is an event of the violation's own café in its evidence. */
    public Future<Optional<TextRef>> proving(SqlClient client, ViolationId violationId, TextRef event) {
        return client.preparedQuery(PROVING)
                .execute(Tuple.of(violationId.value(), event.stream().toString(), event.seq()))
                .map(rows -> first(rows).map(row -> event));
    }

    /**
     * How many requests this account has made since {@code since}; delays its other requests until the transaction
     * ends.
     */
    Future<Long> countSince(SqlClient connection, AccountId account, Instant since) {
        return connection
                .preparedQuery(ONE_AT_A_TIME)
                .execute(Tuple.of(account.toString()))
                .compose(alone -> connection.preparedQuery(COUNT).execute(Tuple.of(account.value(), utc(since))))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Void> create(SqlClient connection, Unmasking unmasking, String reason) {
        TextRef text = unmasking.text();
        SecondPerson secondPerson = unmasking.secondPerson();
        Permission permission = unmasking.permission();
        return connection
                .preparedQuery(CREATE)
                .execute(Tuple.from(Arrays.asList(
                        unmasking.id(),
                        unmasking.violationId().value(),
                        unmasking.what(),
                        text == null ? null : text.stream(),
                        text == null ? null : (Long) text.seq(),
                        secondPerson == null ? null : secondPerson.wire(),
                        reasons.seal(unmasking.id(), reason),
                        permission.askedBy().value(),
                        utc(permission.askedAt()),
                        permission.granted(),
                        utc(permission.endsAt()))))
                .mapEmpty();
    }

    /** @return false if another decision was faster */
    Future<Boolean> decide(SqlClient connection, UUID id, Permission decided) {
        return connection
                .preparedQuery(DECIDE)
                .execute(PermissionMapping.decision(id, decided))
                .map(rows -> rows.rowCount() == 1);
    }

    public Future<Optional<Unmasking>> one(SqlClient client, Scope scope, UUID id) {
        Conditions conditions = Conditions.visible(scope).and("unmasking.id = ?", id);
        return client.preparedQuery(COLUMNS + conditions.where())
                .execute(conditions.values())
                .map(rows -> first(rows).map(this::unmasking));
    }

    /** Which unmaskings are listed; null for all. */
    public record Filter(
            Permission.@Nullable State state, @Nullable UUID violation) {}

    /** Newest first. */
    public Future<List<Unmasking>> list(
            SqlClient client,
            Scope scope,
            Filter filter,
            Instant now,
            Cursor.@Nullable AfterViolation after,
            int limit) {
        Conditions visible = Conditions.visible(scope).and("violation_id = ?", filter.violation());
        Conditions conditions =
                PermissionMapping.newestFirst(PermissionMapping.in(visible, filter.state(), now), "unmasking", after);
        String sql = COLUMNS + conditions.where() + PermissionMapping.order("unmasking") + conditions.place(limit);
        return client.preparedQuery(sql)
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::unmasking).toList());
    }

    /** The account's unmasking of a violation's person that a second person granted and that runs, if there is one. */
    Future<Optional<Unmasking>> running(
            SqlClient client, Scope scope, AccountId account, ViolationId violation, Instant now) {
        Conditions conditions = PermissionMapping.in(Conditions.visible(scope), Permission.State.GRANTED, now)
                .and("violation_id = ?", violation)
                .and("asked_by = ?", account.value())
                .and("unmasking.what = ?", "person")
                .and("(decided_by IS NOT NULL) = ?", true);
        return client.preparedQuery(COLUMNS + conditions.where() + PermissionMapping.order("unmasking") + "1")
                .execute(conditions.values())
                .map(rows -> first(rows).map(this::unmasking));
    }

    private static Optional<Row> first(Iterable<Row> rows) {
        return RowStream.of(rows).findFirst();
    }

    private static Target target(Row row) {
        var id = new ViolationId(row.getUUID("id"));
        Integer streamNumber = row.getInteger("stream_number");
        return new Target(
                id,
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                streamNumber == null
                        ? null
                        : new Subject(id, streamNumber, row.getLong("login_seq"), row.getLocalDate("login_day")),
                row.getLocalDate("began"),
                row.getLocalDate("ended"));
    }

    private Unmasking unmasking(Row row) {
        UUID id = row.getUUID("unmasking_id");
        UUID stream = row.getUUID("stream");
        String secondPerson = row.getString("second_person");
        Buffer reason = row.getBuffer("reason");
        return new Unmasking(
                id,
                new ViolationId(row.getUUID("violation_id")),
                stream == null ? null : new TextRef(stream, row.getLong("seq")),
                secondPerson == null ? null : SecondPerson.of(secondPerson),
                reasons.open(id, reason),
                PermissionMapping.permission(row),
                row.getString("asked_by_name"),
                row.getString("decided_by_name"));
    }
}
