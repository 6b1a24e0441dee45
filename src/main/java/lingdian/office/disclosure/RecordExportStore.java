package lingdian.office.disclosure;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.LoginRef;
import lingdian.platform.database.RowStream;
import lingdian.record.evidence.StoredBody;
import org.jspecify.annotations.Nullable;

/**
 * One café's sessions and events of a time range, page by page.
 *
 * <p>Pages are bounded in rows and, for events, in bytes: an event may be one mebibyte long, and an export must not
 * need more memory for a café that sends such events.
 */
public final class RecordExportStore {
    private static final int ROWS_A_PAGE = 500;
    private static final int BYTES_A_PAGE = 1 << 20;

    /** By the moment by which row security compares, too. */
    private static final String GRANTED =
            "SELECT FROM record_request WHERE id = $1 AND granted AND ends_at > scope('now')::timestamptz";

    /** A session is that of its login, as the record has it: the table of sessions is in no chain. Of a day that was dropped there is none. */
    private static final String SESSIONS = """
            SELECT session.session, session.terminal, stream.stream, session.stream_number, session.login_seq, session.login_day,
                   session.started_at, session.ended_at, session.inferred_end,
                   stream.place_code = session.place_code AND coalesce(
                     login.body::json ->> 'session' = session.session AND login.body::json ->> 'terminal' = session.terminal,
                     login.body IS NULL) AS of_its_login
            FROM session
            JOIN stream ON stream.number = session.stream_number
            LEFT JOIN LATERAL (
              SELECT body FROM recorded
              WHERE stream_number = session.stream_number AND seq = session.login_seq AND from_seq <= session.login_seq
                AND to_seq >= session.login_seq AND day = session.login_day
              LIMIT 1) AS login ON true
            WHERE session.place_code = $1 AND started_at < $3 AND coalesce(ended_at, 'infinity') >= $2 AND session.session > $4
            ORDER BY session.session
            LIMIT $5
            """;

    private static final String STREAMS = """
            SELECT number, stream FROM stream WHERE place_code = $1 ORDER BY number
            """;

    /**
     * Events of one stream, so that each page begins in the journal's index where the previous one ended. An effective
     * time is never after the received one, so no event of the range was received on an earlier day.
     */
    private static final String EVENTS = """
            SELECT stream_number, seq, day, received_at, effective_at, body, outcome FROM (
              SELECT *, row_number() OVER page AS place,
                     sum(octet_length(body) + coalesce(octet_length(outcome), 0)) OVER page AS bytes
              FROM (
                SELECT stream_number, seq, day, received_at, effective_at, body, outcome
                FROM recorded
                WHERE stream_number = $1 AND seq > $2 AND to_seq > $2 AND day >= $3
                  AND coalesce(effective_at, received_at) >= $4
                  AND coalesce(effective_at, received_at) < $5
                ORDER BY seq
                LIMIT $6) AS rows
              WINDOW page AS (ORDER BY seq)) AS weighed
            WHERE bytes <= $7 OR place = 1
            ORDER BY seq
            """;

    /**
     * A session that was open within the range.
     *
     * @param ofItsLogin whether its login is this café's, and of this session and terminal
     */
    record Session(
            String session,
            String terminal,
            UUID stream,
            LoginRef login,
            Instant startedAt,
            @Nullable Instant endedAt,
            boolean inferredEnd,
            boolean ofItsLogin) {}

    /**
     * An event whose effective time lies in the range, or a rejected event (which has no effective time) whose received
     * time does.
     *
     * @param body the tokenised event
     * @param outcome the verdict or reject as it was sent
     */
    record Event(
            LoginRef ref,
            Instant receivedAt,
            @Nullable Instant effectiveAt,
            String body,
            @Nullable String outcome) {
        @Override
        public String toString() {
            return "Event[" + ref + "]"; // tokens link a person's visits
        }
    }

    /** Whether the request is still granted: otherwise row security shows no session, as after the last one. */
    Future<Boolean> isGranted(SqlClient client, RecordRequest request) {
        return client.preparedQuery(GRANTED).execute(Tuple.of(request.id())).map(rows -> rows.size() == 1);
    }

    /** @param after the last session of the previous page; empty for the first page */
    Future<List<Session>> sessions(SqlClient client, RecordRequest request, String after) {
        return client.preparedQuery(SESSIONS)
                .execute(Tuple.of(
                        request.placeCode().value(), utc(request.from()), utc(request.to()), after, ROWS_A_PAGE))
                .map(rows -> RowStream.of(rows).map(RecordExportStore::session).toList());
    }

    /** A café's stream. */
    record Stream(int number, UUID id) {}

    /** A café's streams in the order in which they began. */
    public Future<List<Stream>> streams(SqlClient client, PlaceCode placeCode) {
        return client.preparedQuery(STREAMS)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Stream(row.getInteger("number"), row.getUUID("stream")))
                        .toList());
    }

    /** The next page of events, in order of their numbers; an empty page is the stream's last. */
    public Future<List<Event>> events(SqlClient client, RecordRequest request, int streamNumber, long afterSeq) {
        return client.preparedQuery(EVENTS)
                .execute(Tuple.of(
                                streamNumber,
                                afterSeq,
                                request.from().atZone(ChinaTime.ZONE).toLocalDate(),
                                utc(request.from()),
                                utc(request.to()),
                                ROWS_A_PAGE)
                        .addValue(BYTES_A_PAGE))
                .map(rows -> RowStream.of(rows).map(RecordExportStore::event).toList());
    }

    private static Session session(Row row) {
        return new Session(
                row.getString("session"),
                row.getString("terminal"),
                row.getUUID("stream"),
                new LoginRef(row.getInteger("stream_number"), row.getLong("login_seq"), row.getLocalDate("login_day")),
                instant(row, "started_at"),
                instantOrNull(row, "ended_at"),
                row.getBoolean("inferred_end"),
                row.getBoolean("of_its_login"));
    }

    private static Event event(Row row) {
        return new Event(
                new LoginRef(row.getInteger("stream_number"), row.getLong("seq"), row.getLocalDate("day")),
                instant(row, "received_at"),
                instantOrNull(row, "effective_at"),
                StoredBody.read(row.getString("body")),
                row.getString("outcome"));
    }
}
