package lingdian.regulator;

import static lingdian.platform.Columns.instant;
import static lingdian.platform.Columns.instantOrNull;
import static lingdian.platform.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import lingdian.identity.LoginRef;
import org.jspecify.annotations.Nullable;

/**
 * One café's sessions and events of a time, page by page.
 *
 * <p>Pages are bounded in rows and, of events, in bytes: an event may be a mebibyte long, and an export must not need more
 * memory for a café that sends such.
 */
final class RecordExportStore {
    private static final int ROWS_A_PAGE = 500;
    private static final int BYTES_A_PAGE = 1 << 20;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private static final String SESSIONS = """
            SELECT session.session, session.terminal, stream.stream, session.stream_number, session.login_seq, session.login_day,
                   session.started_at, session.ended_at, session.inferred_end
            FROM session
            JOIN stream ON stream.number = session.stream_number
            WHERE session.place_code = $1 AND started_at < $3 AND coalesce(ended_at, 'infinity') >= $2 AND session.session > $4
            ORDER BY session.session
            LIMIT $5
            """;

    /** An effective time is never after the received one, so nothing of it was received on an earlier day. */
    private static final String EVENTS = """
            SELECT stream, stream_number, seq, day, received_at, effective_at, body, outcome FROM (
              SELECT *, row_number() OVER page AS place,
                     sum(octet_length(body) + coalesce(octet_length(outcome), 0)) OVER page AS bytes
              FROM (
                SELECT stream.stream, journal.stream_number, journal.seq, journal.day, journal.received_at, journal.effective_at,
                       journal.body, journal.outcome
                FROM stream
                JOIN journal ON journal.stream_number = stream.number
                WHERE stream.place_code = $1
                  AND coalesce(journal.effective_at, journal.received_at) >= $2
                  AND coalesce(journal.effective_at, journal.received_at) < $3
                  AND journal.day >= $4
                  AND (journal.stream_number, journal.seq) > ($5, $6)
                ORDER BY journal.stream_number, journal.seq
                LIMIT $7) AS rows
              WINDOW page AS (ORDER BY stream_number, seq)) AS weighed
            WHERE bytes <= $8 OR place = 1
            ORDER BY stream_number, seq
            """;

    /** A session that was open within the time. */
    record Session(
            String session,
            String terminal,
            UUID stream,
            LoginRef login,
            Instant startedAt,
            @Nullable Instant endedAt,
            boolean inferredEnd) {}

    /**
     * An event whose effective time lies in the time; of a rejected one, which has none, the received time.
     *
     * @param body the tokenised event
     * @param outcome the verdict or reject as it was sent
     */
    record Event(
            UUID stream,
            LoginRef ref,
            Instant receivedAt,
            @Nullable Instant effectiveAt,
            String body,
            @Nullable String outcome) {
        @Override
        public String toString() {
            return "Event[" + ref + "]"; // tokens join a person's appearances
        }
    }

    /** @param after the last session of the page before; empty for the first page */
    Future<List<Session>> sessions(SqlClient client, RecordRequest request, String after) {
        return client.preparedQuery(SESSIONS)
                .execute(Tuple.of(request.placeCode(), utc(request.from()), utc(request.to()), after, ROWS_A_PAGE))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RecordExportStore::session)
                        .toList());
    }

    /** In the order of the café's streams and their numbers; an empty page is the last. */
    Future<List<Event>> events(SqlClient client, RecordRequest request, int afterStream, long afterSeq) {
        return client.preparedQuery(EVENTS)
                .execute(Tuple.of(
                                request.placeCode(),
                                utc(request.from()),
                                utc(request.to()),
                                request.from().atZone(CHINA).toLocalDate(),
                                afterStream,
                                afterSeq)
                        .addValue(ROWS_A_PAGE)
                        .addValue(BYTES_A_PAGE))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RecordExportStore::event)
                        .toList());
    }

    private static Session session(Row row) {
        return new Session(
                row.getString("session"),
                row.getString("terminal"),
                row.getUUID("stream"),
                new LoginRef(row.getInteger("stream_number"), row.getLong("login_seq"), row.getLocalDate("login_day")),
                instant(row, "started_at"),
                instantOrNull(row, "ended_at"),
                row.getBoolean("inferred_end"));
    }

    private static Event event(Row row) {
        return new Event(
                row.getUUID("stream"),
                new LoginRef(row.getInteger("stream_number"), row.getLong("seq"), row.getLocalDate("day")),
                instant(row, "received_at"),
                instantOrNull(row, "effective_at"),
                row.getString("body"),
                row.getString("outcome"));
    }
}
