package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.EventRef;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.platform.Columns;
import org.jspecify.annotations.Nullable;

/** Sessions by café and by person. All reads and writes of a batch happen under the lock on {@code head}. */
public final class SessionStore {
    private static final String OPENED_BEFORE = """
            SELECT place_code, session FROM unnest($1::text[], $2::text[]) AS asked (place, id)
            JOIN session ON place_code = place AND session = id
            """;

    /**
     * The sessions of everyone who logs in and of everyone whose open session in one of the cafés is contested, as far
     * as they can overlap the batch's changes; from its own cafés also those of the business day.
     */
    private static final String PEOPLE = """
            WITH wanted AS (
              SELECT token, min(since) AS since FROM (
                SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS login (token, since)
                UNION ALL
                SELECT token, started_at FROM session WHERE place_code = ANY ($3) AND ended_at IS NULL AND contested
              ) AS asked GROUP BY token)
            SELECT wanted.token, wanted.since, s.place_code, s.session, s.terminal, s.started_at, s.ended_at,
                   s.stream_number, s.login_seq, s.login_day, s.shared_detected_at, s.shared_late, login.stream, s.end_seq, ending.stream AS end_stream,
                   cafe.region, state.effective_at, state.received_at
            FROM wanted
            LEFT JOIN session s ON s.token = wanted.token AND coalesce(s.ended_at, 'infinity') >= wanted.since - interval '1 day'
              AND (s.place_code = ANY ($3) OR coalesce(s.ended_at, 'infinity') >= wanted.since)
            LEFT JOIN stream login ON login.number = s.stream_number
            LEFT JOIN stream ending ON ending.number = s.end_stream_number
            LEFT JOIN cafe ON cafe.place_code = s.place_code
            LEFT JOIN cafe_state state ON state.place_code = s.place_code
            """;

    /**
     * The condition on open sessions is written so that no index matches, neither the partial ones of open sessions nor
     * that of a person's: if statistics were taken while no session was open, as at night, or while there was no session
     * at all, PostgreSQL would scan all open sessions for each batch.
     */
    static final String END = """
            UPDATE session SET ended_at = at, inferred_end = inferred, end_stream_number = stream, end_seq = seq
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[], $5::integer[], $6::bigint[])
              AS ended (place, id, at, inferred, stream, seq)
            WHERE place_code = place AND session = id AND coalesce(ended_at, '-infinity') = '-infinity'
            """;

    private static final String OPEN = """
            INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at,
                                 ended_at, inferred_end, end_stream_number, end_seq)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::integer[], $6::bigint[], $7::date[],
                                 $8::timestamptz[], $9::timestamptz[], $10::boolean[], $11::integer[], $12::bigint[])
            """;

    private static final String CONTEST = """
            UPDATE session SET contested = true FROM unnest($1::text[], $2::text[]) AS marked (place, id)
            WHERE place_code = place AND session = id AND NOT contested
            """;

    private static final String DETECT = """
            UPDATE session SET shared_detected_at = at, shared_late = late
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[]) AS found (place, id, at, late)
            WHERE place_code = place AND session = id
            """;

    private static final String RENAME = """
            UPDATE session SET token = now_token FROM unnest($1::uuid[], $2::uuid[]) AS renamed (was_token, now_token)
            WHERE token = was_token
            """;

    /** Before any session: the client has no −infinity. */
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");

    /** How a session ended. */
    public record End(Instant at, boolean inferred, int streamNumber, long seq) {}

    /** A session that a batch opened or ended. */
    public record SessionRow(
            PlaceCode placeCode,
            OpenSession opened,
            @Nullable End end) {}

    /** The time since which a person's sessions are needed; null for all of them. */
    public record SessionsOfPerson(
            PersonToken token, @Nullable Instant since) {}

    public Future<Set<SessionKey>> openedBefore(SqlClient client, Collection<SessionKey> asked) {
        return client.preparedQuery(OPENED_BEFORE).execute(keys(asked)).map(rows -> {
            var known = new HashSet<SessionKey>();
            rows.forEach(row ->
                    known.add(new SessionKey(new PlaceCode(row.getString("place_code")), row.getString("session"))));
            return known;
        });
    }

    /** Fills {@code People}, the clocks of other cafés included; those of {@code placeCodes} are left out. */
    public Future<Consumer<People>> load(
            SqlClient client, Collection<SessionsOfPerson> logins, Collection<PlaceCode> placeCodes) {
        return client.preparedQuery(PEOPLE)
                .execute(Tuple.of(
                        Columns.of(logins, UUID[]::new, wanted -> wanted.token().value()),
                        Columns.times(logins, wanted -> wanted.since() == null ? LONG_AGO : wanted.since()),
                        placeCodes.stream().map(PlaceCode::value).toArray(String[]::new)))
                .map(rows -> people -> fill(people, rows, new HashSet<>(placeCodes)));
    }

    private static void fill(People people, RowSet<Row> rows, Set<PlaceCode> own) {
        var since = new HashMap<PersonToken, Instant>();
        var sessions = new HashMap<PersonToken, List<PersonSession>>();
        for (Row row : rows) {
            var token = new PersonToken(row.getUUID("token"));
            since.put(token, row.getOffsetDateTime("since").toInstant());
            List<PersonSession> known = sessions.computeIfAbsent(token, person -> new ArrayList<>());
            if (row.getString("place_code") != null) {
                known.add(personSession(row));
                clock(people, row, own);
            }
        }
        sessions.forEach((token, known) -> people.person(token, since(since, token), known));
    }

    public Future<Void> end(SqlClient client, List<SessionRow> rows) {
        return client.preparedQuery(END)
                .execute(Tuple.of(
                        Columns.of(rows, String[]::new, row -> row.placeCode().value()),
                        Columns.of(rows, String[]::new, row -> row.opened().session()),
                        Columns.times(
                                rows,
                                row -> row.end() == null ? null : row.end().at()),
                        Columns.of(
                                rows,
                                Boolean[]::new,
                                row -> row.end() != null && row.end().inferred()),
                        Columns.of(rows, Integer[]::new, SessionStore::endStream),
                        Columns.of(rows, Long[]::new, SessionStore::endSeq)))
                .compose(ended -> ended.rowCount() == rows.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException("a session to be ended was not open")));
    }

    public Future<Void> open(SqlClient client, List<SessionRow> rows) {
        return client.preparedQuery(OPEN)
                .execute(Tuple.of(
                        Columns.of(rows, String[]::new, row -> row.placeCode().value()),
                        Columns.of(rows, String[]::new, row -> row.opened().session()),
                        Columns.of(rows, String[]::new, row -> row.opened().terminal()),
                        Columns.of(
                                rows, UUID[]::new, row -> row.opened().token().value()),
                        Columns.of(
                                rows,
                                Integer[]::new,
                                row -> row.opened().login().streamNumber()),
                        Columns.of(
                                rows, Long[]::new, row -> row.opened().login().seq()),
                        Columns.of(
                                rows,
                                LocalDate[]::new,
                                row -> row.opened().login().day()),
                        Columns.times(rows, row -> row.opened().startedAt()),
                        Columns.times(
                                rows,
                                row -> row.end() == null ? null : row.end().at()),
                        Columns.of(
                                rows,
                                Boolean[]::new,
                                row -> row.end() != null && row.end().inferred()),
                        Columns.of(rows, Integer[]::new, SessionStore::endStream),
                        Columns.of(rows, Long[]::new, SessionStore::endSeq)))
                .mapEmpty();
    }

    /** Moves all sessions of persons to another token: from the token of one key to that of another. */
    public Future<Void> rename(SqlClient client, Map<PersonToken, PersonToken> renamed) {
        List<Map.Entry<PersonToken, PersonToken>> all = List.copyOf(renamed.entrySet());
        return client.preparedQuery(RENAME)
                .execute(Tuple.of(
                        Columns.of(all, UUID[]::new, entry -> entry.getKey().value()),
                        Columns.of(all, UUID[]::new, entry -> entry.getValue().value())))
                .mapEmpty();
    }

    public Future<Void> contest(SqlClient client, Collection<SessionKey> sessions) {
        return client.preparedQuery(CONTEST).execute(keys(sessions)).mapEmpty();
    }

    public Future<Void> detect(SqlClient client, Map<SessionKey, People.Detection> detected) {
        return client.preparedQuery(DETECT)
                .execute(Tuple.of(
                        Columns.of(
                                detected.keySet(),
                                String[]::new,
                                key -> key.placeCode().value()),
                        Columns.of(detected.keySet(), String[]::new, SessionKey::session),
                        Columns.times(detected.values(), People.Detection::at),
                        Columns.of(detected.values(), Boolean[]::new, People.Detection::late)))
                .mapEmpty();
    }

    private static Instant since(Map<PersonToken, Instant> since, PersonToken token) {
        return since.getOrDefault(token, LONG_AGO);
    }

    private static void clock(People people, Row row, Set<PlaceCode> own) {
        var place = new PlaceCode(row.getString("place_code"));
        if (!own.contains(place)) {
            people.cafe(
                    place,
                    new People.CafeClock(
                            new RegionCode(row.getString("region")),
                            Columns.instant(row.getOffsetDateTime("effective_at")),
                            Columns.instant(row.getOffsetDateTime("received_at"))));
        }
    }

    static PersonSession personSession(Row row) {
        var place = new PlaceCode(row.getString("place_code"));
        UUID endStream = row.getUUID("end_stream");
        OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
        return new PersonSession(
                place,
                CafeStateStore.session(row),
                Columns.instant(endedAt),
                endStream == null
                        ? null
                        : new EventRef(
                                place, new RegionCode(row.getString("region")), endStream, row.getLong("end_seq")),
                detection(row));
    }

    private static People.@Nullable Detection detection(Row row) {
        Instant at = Columns.instantOrNull(row, "shared_detected_at");
        return at == null ? null : new People.Detection(at, row.getBoolean("shared_late"));
    }

    private static @Nullable Integer endStream(SessionRow row) {
        return row.end() == null ? null : (Integer) row.end().streamNumber();
    }

    private static @Nullable Long endSeq(SessionRow row) {
        return row.end() == null ? null : (Long) row.end().seq();
    }

    private static Tuple keys(Collection<SessionKey> keys) {
        return Tuple.of(
                Columns.of(keys, String[]::new, key -> key.placeCode().value()),
                Columns.of(keys, String[]::new, SessionKey::session));
    }
}
