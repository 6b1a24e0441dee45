package lingdian.record.journal;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.LoginRef;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.platform.database.Columns;

/**
 * Sessions that opened while the external verifier gave no answer. Added and settled under the lock on {@code head}.
 */
public final class UnverifiedStore {
    private static final String ADD = """
            INSERT INTO unverified_login (place_code, session, due_at)
            SELECT place, id, $3 FROM unnest($1::text[], $2::text[]) AS new (place, id)
            """;

    /** Long after the login it is asked about more and more rarely, at last once an hour: some are never answered. */
    private static final String CLAIM = """
            UPDATE unverified_login SET due_at = greatest($2, $1 + least(interval '1 hour', ($1 - s.started_at) / 2))
            FROM (SELECT place_code AS place, session AS id FROM unverified_login WHERE due_at <= $1
                  ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
            JOIN session s ON s.place_code = place AND s.session = id
            WHERE unverified_login.place_code = place AND unverified_login.session = id
            RETURNING place, id, s.stream_number, s.login_seq, s.login_day
            """;

    private static final String FORGET = "DELETE FROM unverified_login WHERE place_code = $1 AND session = $2";

    private static final String SETTLE = """
            WITH settled AS (
              DELETE FROM unverified_login USING unnest($1::text[], $2::text[]) AS answered (place, id)
              WHERE place_code = place AND session = id
              RETURNING place, id)
            SELECT s.token, s.place_code, s.session, s.terminal, s.started_at, s.ended_at, s.stream_number, s.login_seq,
                   s.login_day, s.shared_detected_at, s.shared_late, s.apart, s.ends_apart, login.stream,
                   s.end_seq, ending.stream AS end_stream, cafe.region
            FROM settled
            JOIN session s ON s.place_code = place AND s.session = id
            JOIN stream login ON login.number = s.stream_number
            LEFT JOIN stream ending ON ending.number = s.end_stream_number
            JOIN cafe ON cafe.place_code = s.place_code
            """;

    /** A session whose verification is repeated. */
    public record DueVerification(SessionKey session, LoginRef login) {}

    public Future<Void> add(SqlClient client, Collection<SessionKey> sessions, Instant dueAt) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(places(sessions), ids(sessions), utc(dueAt)))
                .mapEmpty();
    }

    /** The sessions that are due, the longest first; no other node gets them before {@code again}, or later where they are old. */
    public Future<List<DueVerification>> claim(SqlClient client, Instant now, Instant again, int most) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(utc(now), utc(again), most))
                .map(rows -> {
                    var due = new ArrayList<DueVerification>();
                    for (Row row : rows) {
                        due.add(new DueVerification(
                                new SessionKey(new PlaceCode(row.getString("place")), row.getString("id")),
                                new LoginRef(
                                        row.getInteger("stream_number"),
                                        row.getLong("login_seq"),
                                        row.getLocalDate("login_day"))));
                    }
                    return due;
                });
    }

    /** The session's verification is no longer repeated. */
    public Future<Void> forget(SqlClient client, SessionKey session) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(session.placeCode().value(), session.session()))
                .mapEmpty();
    }

    /** Records answers: returns those of the sessions that were not settled before. */
    public Future<Map<SessionKey, PersonSession>> settle(SqlClient client, Collection<SessionKey> sessions) {
        return client.preparedQuery(SETTLE)
                .execute(Tuple.of(places(sessions), ids(sessions)))
                .map(rows -> {
                    var settled = new HashMap<SessionKey, PersonSession>();
                    for (Row row : rows) {
                        PersonSession session = SessionStore.personSession(row);
                        settled.put(
                                new SessionKey(
                                        session.placeCode(), session.opened().session()),
                                session);
                    }
                    return settled;
                });
    }

    private static Object places(Collection<SessionKey> sessions) {
        return Columns.of(sessions, String[]::new, key -> key.placeCode().value());
    }

    private static Object ids(Collection<SessionKey> sessions) {
        return Columns.of(sessions, String[]::new, SessionKey::session);
    }
}
