package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.EventRef;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.Contest;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/** Sessions by café and by person. All reads and writes of a batch happen under the lock on {@code head}. */
public final class SessionStore {
    /**
     * The condition on open sessions is written so that no index matches, neither the partial ones of open sessions nor
     * that of a person's: if statistics were taken while no session was open, as at night, or while there was no session
     * at all, PostgreSQL would scan all open sessions for each batch.
     */
    static final String END = """
            UPDATE session SET ended_at = at, inferred_end = inferred, end_stream_number = stream, end_seq = seq,
              apart = apart OR ends_apart
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
            UPDATE session SET contested = marked.contested, end_seen = marked.end_seen
            FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[]) AS marked (place, id, contested, end_seen)
            WHERE place_code = place AND session = id
            """;

    private static final String DETECT = """
            UPDATE session SET shared_detected_at = at, shared_late = late
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[]) AS found (place, id, at, late)
            WHERE place_code = place AND session = id
            """;

    private static final String SET_APART = """
            UPDATE session SET apart = now OR ended_at IS NOT NULL, ends_apart = true
            FROM unnest($1::text[], $2::text[], $3::boolean[]) AS marked (place, id, now)
            WHERE place_code = place AND session = id
            """;

    /** Twice, because each half has its index. */
    static final String RENAME = """
            WITH renamed AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS renamed (was_token, now_token)),
            others AS (UPDATE session SET token = now_token FROM renamed WHERE token = was_token AND apart)
            UPDATE session SET token = now_token FROM renamed WHERE token = was_token AND NOT apart
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

    /** The time since which the sessions of a person in a café are needed; null for all of them. */
    public record SessionsOfPerson(
            PersonToken token,
            PlaceCode placeCode,
            @Nullable Instant since) {}

    /** The times since which persons' sessions are needed, as a column. */
    static Object since(Collection<SessionsOfPerson> persons) {
        return Columns.times(persons, wanted -> wanted.since() == null ? LONG_AGO : wanted.since());
    }

    /** Fills {@code People} from the rows of persons that {@link BatchLookupStore} read. */
    static void fill(People people, Iterable<Row> rows, Set<PlaceCode> own) {
        var since = new HashMap<PersonToken, Instant>();
        var sessions = new HashMap<PersonToken, List<PersonSession>>();
        var contests = new HashMap<SessionKey, Contest>();
        for (Row row : rows) {
            var token = new PersonToken(row.getUUID("token"));
            OffsetDateTime asked = row.getOffsetDateTime("since");
            if (asked != null) {
                since.put(token, asked.toInstant());
            }
            List<PersonSession> known = sessions.computeIfAbsent(token, person -> new ArrayList<>());
            if (row.getString("place_code") != null) {
                known.add(personSession(row));
                clock(people, row, own);
                if (row.getBoolean("contested")) {
                    contests.put(
                            new SessionKey(new PlaceCode(row.getString("place_code")), row.getString("session")),
                            row.getBoolean("end_seen") ? Contest.SEEN : Contest.CONTESTED);
                }
            }
        }
        people.contestedBefore(contests);
        sessions.forEach((token, known) -> people.person(token, since(since, token), known));
    }

    public Future<Void> end(SqlClient client, List<SessionRow> rows) {
        Tuple ended = Tuple.tuple();
        addEnded(ended, rows);
        return client.preparedQuery(END).execute(ended).compose(done -> requireEnded(done.rowCount(), rows));
    }

    static void addEnded(Tuple parameters, List<SessionRow> rows) {
        parameters
                .addValue(Columns.of(rows, String[]::new, row -> row.placeCode().value()))
                .addValue(Columns.of(rows, String[]::new, row -> row.opened().session()))
                .addValue(Columns.times(
                        rows, row -> row.end() == null ? null : row.end().at()))
                .addValue(Columns.of(
                        rows,
                        Boolean[]::new,
                        row -> row.end() != null && row.end().inferred()))
                .addValue(Columns.of(rows, Integer[]::new, SessionStore::endStream))
                .addValue(Columns.of(rows, Long[]::new, SessionStore::endSeq));
    }

    static Future<Void> requireEnded(long ended, List<SessionRow> rows) {
        return ended == rows.size()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("a session to be ended was not open"));
    }

    public Future<Void> open(SqlClient client, List<SessionRow> rows) {
        Tuple opened = Tuple.tuple();
        addOpened(opened, rows);
        return client.preparedQuery(OPEN).execute(opened).mapEmpty();
    }

    static void addOpened(Tuple parameters, List<SessionRow> rows) {
        parameters
                .addValue(Columns.of(rows, String[]::new, row -> row.placeCode().value()))
                .addValue(Columns.of(rows, String[]::new, row -> row.opened().session()))
                .addValue(Columns.of(rows, String[]::new, row -> row.opened().terminal()))
                .addValue(Columns.of(
                        rows, UUID[]::new, row -> row.opened().token().value()))
                .addValue(Columns.of(
                        rows, Integer[]::new, row -> row.opened().login().streamNumber()))
                .addValue(Columns.of(
                        rows, Long[]::new, row -> row.opened().login().seq()))
                .addValue(Columns.of(
                        rows, LocalDate[]::new, row -> row.opened().login().day()))
                .addValue(Columns.times(rows, row -> row.opened().startedAt()))
                .addValue(Columns.times(
                        rows, row -> row.end() == null ? null : row.end().at()))
                .addValue(Columns.of(
                        rows,
                        Boolean[]::new,
                        row -> row.end() != null && row.end().inferred()))
                .addValue(Columns.of(rows, Integer[]::new, SessionStore::endStream))
                .addValue(Columns.of(rows, Long[]::new, SessionStore::endSeq));
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

    public Future<Void> contest(SqlClient client, Map<SessionKey, Contest> contests) {
        return client.preparedQuery(CONTEST)
                .execute(keys(contests.keySet())
                        .addValue(Columns.of(contests.values(), Boolean[]::new, one -> one != Contest.FINISHED))
                        .addValue(Columns.of(contests.values(), Boolean[]::new, one -> one == Contest.SEEN)))
                .mapEmpty();
    }

    /** Has sessions looked at in their own café alone; they are written before. */
    public Future<Void> setApart(SqlClient client, Map<SessionKey, People.Apart> sessions) {
        return client.preparedQuery(SET_APART)
                .execute(keys(sessions.keySet())
                        .addValue(Columns.of(sessions.values(), Boolean[]::new, People.Apart::now)))
                .mapEmpty();
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
                CafeStateStore.session(row, row.getUUID("stream")),
                Columns.instant(endedAt),
                endStream == null
                        ? null
                        : new EventRef(
                                place, new RegionCode(row.getString("region")), endStream, row.getLong("end_seq")),
                detection(row),
                new People.Apart(row.getBoolean("apart"), row.getBoolean("ends_apart")));
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
