package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.judge.CafeState;
import lingdian.record.journal.SessionStore.SessionRow;

/**
 * Writes in one statement what nearly every batch writes: sessions, records, sealed texts and the states of cafés.
 *
 * <p>Each statement of a batch wakes the service and PostgreSQL once more. A batch of a few events spends more on that
 * than on its rows.
 */
public final class BatchStore {
    /**
     * Sessions end before others open, because a terminal has at most one open session: the rows to be inserted are read
     * after the ended ones are counted. The rest has no order. A state is written as by {@link CafeStateStore}, a session
     * as by {@link SessionStore}.
     */
    static final String WRITE = """
            WITH ended AS (
              UPDATE session SET ended_at = at, inferred_end = inferred, end_stream_number = stream, end_seq = seq,
                apart = apart OR ends_apart
              FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[], $5::integer[], $6::bigint[])
                AS ending (place, id, at, inferred, stream, seq)
              WHERE place_code = place AND session = id AND coalesce(ended_at, '-infinity') = '-infinity'
              RETURNING 1),
            opened AS (
              INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at,
                                   ended_at, inferred_end, end_stream_number, end_seq)
              SELECT * FROM unnest($7::text[], $8::text[], $9::text[], $10::uuid[], $11::integer[], $12::bigint[], $13::date[],
                                   $14::timestamptz[], $15::timestamptz[], $16::boolean[], $17::integer[], $18::bigint[])
              WHERE (SELECT count(*) FROM ended) >= 0),
            appended AS (
              INSERT INTO journal (day, stream_number, seq, received_at, sent_at, effective_at, body, outcome, content_mac,
                                   sealed_hash, chain, type, answer, under_age, admitted, release_number)
              SELECT * FROM unnest($19::date[], $20::integer[], $21::bigint[], $22::timestamptz[], $23::timestamptz[],
                                   $24::timestamptz[], $25::text[], $26::text[], $27::bytea[], $28::bytea[], $29::bytea[],
                                   $30::"char"[], $31::"char"[], $32::boolean[], $33::boolean[], $34::smallint[])),
            kept AS (
              INSERT INTO sealed (day, stream_number, seq, kind, ciphertext, ciphertext_hash)
              SELECT * FROM unnest($35::date[], $36::integer[], $37::bigint[], $38::text[], $39::bytea[], $40::bytea[])),
            saved AS (
              UPDATE cafe_state AS old
              SET version = next.version, received_at = next.received_at, connection = next.connection,
                  effective_at = next.effective_at, last_event_at = next.last_event_at,
                  open_sessions = next.open_sessions, stream_number = next.stream_number, acked_seq = next.acked_seq,
                  chain = next.chain, state = coalesce(next.state, old.state)
              FROM unnest($41::text[], $42::bigint[], $43::timestamptz[], $44::bigint[], $45::timestamptz[], $46::timestamptz[],
                          $47::integer[], $48::integer[], $49::bigint[], $50::bytea[], $51::text[])
                AS next (place_code, version, received_at, connection, effective_at, last_event_at, open_sessions,
                         stream_number, acked_seq, chain, state)
              WHERE old.place_code = next.place_code AND old.version = next.version - 1
              RETURNING 1)
            SELECT (SELECT count(*) FROM ended) AS ended, (SELECT count(*) FROM saved) AS saved
            """;

    private final CafeStateStore cafes = new CafeStateStore();

    /**
     * Writes the rows. Fails if a session to be ended was not open, or if another node has written one of the states in
     * the meantime.
     *
     * @param ended sessions that were opened before these rows
     * @param opened sessions that are open, or were opened and ended within these rows
     */
    public Future<Void> write(
            SqlClient client,
            List<JournalRecord> records,
            List<SealedText> sealed,
            List<SessionRow> ended,
            List<SessionRow> opened,
            Iterable<CafeState> states) {
        var first = new ArrayList<CafeState>();
        var next = new ArrayList<CafeState>();
        states.forEach(state -> (state.version() == 1 ? first : next).add(state));
        Tuple rows = Tuple.tuple();
        SessionStore.addEnded(rows, ended);
        SessionStore.addOpened(rows, opened);
        JournalStore.addRecords(rows, records);
        JournalStore.addSealed(rows, sealed);
        CafeStateStore.FindingRows changed = CafeStateStore.addStates(rows, next);
        Future<Void> written = client.preparedQuery(WRITE).execute(rows).compose(counts -> {
            Row count = counts.iterator().next();
            return SessionStore.requireEnded(count.getLong("ended"), ended)
                    .compose(all -> CafeStateStore.requireSaved(count.getLong("saved"), next));
        });
        Future<Void> begun = first.isEmpty() ? Future.succeededFuture() : cafes.saveStates(client, first);
        return Future.all(written, changed.save(client), begun).mapEmpty();
    }
}
