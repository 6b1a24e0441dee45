package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import lingdian.law.json.MemoryJson;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.Presence;
import lingdian.law.judge.StreamState;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/** What the judge knows of each café, its streams included, as of the last commit. */
public final class CafeStateStore {
    private static final String VERSIONS = "SELECT place_code, version FROM cafe_state WHERE place_code = ANY ($1)";

    private static final String STATES = """
            SELECT place_code, version, received_at, effective_at, last_event_at, connection, state,
              (SELECT json_build_object('ofSessions', json_object_agg(id, finding::json) FILTER (WHERE of_session),
                                        'cards', json_object_agg(id, finding::json) FILTER (WHERE NOT of_session))::text
               FROM cafe_finding WHERE cafe_finding.place_code = cafe_state.place_code) AS findings
            FROM cafe_state WHERE place_code = ANY ($1)
            """;

    private static final String STREAMS =
            "SELECT place_code, stream, number, acked_seq, chain, superseded FROM stream_head"
                    + " WHERE place_code = ANY ($1)";

    private static final String OPEN_SESSIONS = """
            SELECT place_code, session, terminal, token, started_at, stream_number, login_seq, login_day
            FROM session
            WHERE place_code = ANY ($1) AND ended_at IS NULL
            ORDER BY stream_number, login_seq
            """;

    private static final String NUMBERS =
            "SELECT nextval('stream_number')::integer AS number FROM generate_series(1, $1)";

    /** An update costs half as much as detecting by a conflict that a row exists. */
    private static final String SAVE_STREAMS = """
            WITH saved AS MATERIALIZED (
              SELECT * FROM unnest($1::integer[], $2::text[], $3::uuid[], $4::bigint[], $5::bytea[], $6::boolean[], $7::timestamptz[])
                AS saved (number, place_code, stream, own_seq, own_chain, superseded, began_at)),
            gone_on AS (
              UPDATE stream SET own_seq = saved.own_seq, own_chain = saved.own_chain, superseded = saved.superseded
              FROM saved WHERE stream.number = saved.number RETURNING stream.number)
            INSERT INTO stream (number, place_code, stream, own_seq, own_chain, superseded, began_at)
            SELECT * FROM saved WHERE number NOT IN (SELECT number FROM gone_on)
            """;

    private static final String FIRST_STATES = """
            INSERT INTO cafe_state (place_code, version, received_at, connection, effective_at, last_event_at, open_sessions,
                                    stream_number, acked_seq, chain, state)
            SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
                                 $7::integer[], $8::integer[], $9::bigint[], $10::bytea[], $11::text[])
            """;

    /** A state without a text keeps what it has. */
    private static final String SAVE_STATES = """
            UPDATE cafe_state AS old
            SET version = next.version, received_at = next.received_at, connection = next.connection,
                effective_at = next.effective_at, last_event_at = next.last_event_at,
                open_sessions = next.open_sessions, stream_number = next.stream_number, acked_seq = next.acked_seq,
                chain = next.chain, state = coalesce(next.state, old.state)
            FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
                        $7::integer[], $8::integer[], $9::bigint[], $10::bytea[], $11::text[])
              AS next (place_code, version, received_at, connection, effective_at, last_event_at, open_sessions, stream_number,
                       acked_seq, chain, state)
            WHERE old.place_code = next.place_code AND old.version = next.version - 1
            """;

    /** Those without a text are forgotten. */
    private static final String SAVE_FINDINGS = """
            WITH changed AS MATERIALIZED (
              SELECT * FROM unnest($1::text[], $2::boolean[], $3::text[], $4::text[]) AS changed (place_code, of_session, id, finding)),
            gone AS (
              DELETE FROM cafe_finding AS old USING changed
              WHERE old.place_code = changed.place_code AND old.of_session = changed.of_session AND old.id = changed.id
                AND changed.finding IS NULL)
            INSERT INTO cafe_finding SELECT * FROM changed WHERE finding IS NOT NULL
            ON CONFLICT (place_code, of_session, id) DO UPDATE SET finding = excluded.finding
            """;

    /**
     * A row of {@code cafe_finding}.
     *
     * @param finding null where it is to be deleted
     */
    private record FindingRow(
            PlaceCode placeCode,
            boolean ofSession,
            String id,
            @Nullable String finding) {
        static void add(List<FindingRow> rows, PlaceCode place, CafeState.FindingChanges changes) {
            changes.written()
                    .ofSessions()
                    .forEach((session, found) ->
                            rows.add(new FindingRow(place, true, session, MemoryJson.write(found))));
            changes.written()
                    .cards()
                    .forEach((id, card) ->
                            rows.add(new FindingRow(place, false, id.toString(), MemoryJson.write(card))));
            changes.sessions().forEach(session -> rows.add(new FindingRow(place, true, session, null)));
            changes.cards().forEach(id -> rows.add(new FindingRow(place, false, id.toString(), null)));
        }
    }

    /** Reading a stream or an open session, one of many, takes as long as so many characters of a state. */
    private static final int CHARACTERS_OF_A_ROW = 100;

    /**
     * The row of a stream.
     *
     * @param newest whether it is its café's newest, so that the café's state says where it ends
     * @param beganAt when the first message was received, if there is no row yet
     */
    public record SavedStream(PlaceCode placeCode, StreamState state, boolean newest, Instant beganAt) {}

    /** The versions of those of {@code placeCodes} that have ever sent anything. */
    public Future<Map<PlaceCode, Long>> versions(SqlClient client, Collection<PlaceCode> placeCodes) {
        return client.preparedQuery(VERSIONS).execute(places(placeCodes)).map(rows -> {
            var versions = new HashMap<PlaceCode, Long>();
            rows.forEach(row -> versions.put(new PlaceCode(row.getString("place_code")), row.getLong("version")));
            return versions;
        });
    }

    /**
     * The states of all {@code placeCodes}; an empty one if nothing was ever received. The versions are read first: if
     * another node commits in between, the rest is newer than its version, and the next batch, which compares it, reads
     * all of it again. The streams are read last, so that they are those of all sessions.
     */
    public Future<Map<PlaceCode, CafeState>> states(SqlClient client, Collection<PlaceCode> placeCodes) {
        return client.preparedQuery(STATES)
                .execute(places(placeCodes))
                .compose(states -> client.preparedQuery(OPEN_SESSIONS)
                        .execute(places(placeCodes))
                        .compose(sessions -> client.preparedQuery(STREAMS)
                                .execute(places(placeCodes))
                                .map(streams -> restored(placeCodes, states, streams, sessions))));
    }

    /** Short names for new streams. */
    public Future<List<Integer>> streamNumbers(SqlClient client, int count) {
        return client.preparedQuery(NUMBERS).execute(Tuple.of(count)).map(rows -> {
            var numbers = new ArrayList<Integer>(count);
            rows.forEach(row -> numbers.add(row.getInteger("number")));
            return numbers;
        });
    }

    public Future<Void> saveStreams(SqlClient client, List<SavedStream> streams) {
        return client.preparedQuery(SAVE_STREAMS)
                .execute(Tuple.of(
                        Columns.of(
                                streams, Integer[]::new, saved -> saved.state().number()),
                        Columns.of(
                                streams,
                                String[]::new,
                                saved -> saved.placeCode().value()),
                        Columns.of(streams, UUID[]::new, saved -> saved.state().stream()),
                        Columns.of(
                                streams,
                                Long[]::new,
                                saved -> saved.newest() ? null : saved.state().ackedSeq()),
                        Columns.bytes(streams, saved -> saved.newest() ? null : chain(saved.state())),
                        Columns.of(
                                streams, Boolean[]::new, saved -> saved.state().superseded()),
                        Columns.times(streams, SavedStream::beganAt)))
                .mapEmpty();
    }

    /** Writes the states; fails if another node has written one of them in the meantime. */
    public Future<Void> saveStates(SqlClient client, Collection<CafeState> states) {
        Map<Boolean, List<CafeState>> byFirst =
                states.stream().collect(Collectors.partitioningBy(state -> state.version() == 1));
        return Future.all(
                        saveStates(client, FIRST_STATES, Objects.requireNonNull(byFirst.get(true))),
                        saveStates(client, SAVE_STATES, Objects.requireNonNull(byFirst.get(false))))
                .mapEmpty();
    }

    private static Future<Void> saveStates(SqlClient client, String statement, List<CafeState> states) {
        if (states.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.tuple();
        FindingRows changed = addStates(rows, states);
        Future<Void> written =
                client.preparedQuery(statement).execute(rows).compose(saved -> requireSaved(saved.rowCount(), states));
        return Future.all(written, changed.save(client)).mapEmpty();
    }

    /** @return what is to be saved once the states are: a state comes before its findings */
    static FindingRows addStates(Tuple parameters, List<CafeState> states) {
        var texts = new ArrayList<@Nullable String>();
        var findings = new ArrayList<FindingRow>();
        for (CafeState state : states) {
            CafeState.Unstored unstored = state.takeUnstored();
            CafeState.Memory memory = unstored.memory();
            String text = memory == null ? null : MemoryJson.write(memory);
            texts.add(text);
            int before = findings.size();
            FindingRow.add(findings, state.placeCode(), unstored.findings());
            state.carry(length(text)
                    + findings.subList(before, findings.size()).stream()
                            .mapToInt(row -> length(row.finding))
                            .sum());
        }
        parameters
                .addValue(Columns.of(
                        states, String[]::new, state -> state.placeCode().value()))
                .addValue(Columns.of(states, Long[]::new, CafeState::version))
                .addValue(Columns.times(states, CafeState::receivedAt))
                .addValue(Columns.of(
                        states, Long[]::new, state -> state.connection().value()))
                .addValue(Columns.times(states, CafeState::effectiveAt))
                .addValue(Columns.times(states, state -> state.presence().lastEventAt()))
                .addValue(Columns.of(
                        states, Integer[]::new, state -> state.openSessions().size()))
                .addValue(Columns.of(states, Integer[]::new, state -> ofNewest(state, StreamState::number)))
                .addValue(Columns.of(states, Long[]::new, state -> ofNewest(state, StreamState::ackedSeq)))
                .addValue(Columns.bytes(states, state -> ofNewest(state, CafeStateStore::chain)))
                .addValue(texts.toArray(String[]::new));
        return new FindingRows(findings);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The changes of the findings that states remember. */
    record FindingRows(List<FindingRow> rows) {
        /** Costs nothing where there are none, as in nearly every batch. */
        Future<Void> save(SqlClient client) {
            return rows.isEmpty()
                    ? Future.succeededFuture()
                    : client.preparedQuery(SAVE_FINDINGS)
                            .execute(Tuple.of(
                                    Columns.of(
                                            rows,
                                            String[]::new,
                                            row -> row.placeCode().value()),
                                    Columns.of(rows, Boolean[]::new, FindingRow::ofSession),
                                    Columns.of(rows, String[]::new, FindingRow::id),
                                    Columns.of(rows, String[]::new, FindingRow::finding)))
                            .mapEmpty();
        }
    }

    static Future<Void> requireSaved(long saved, List<CafeState> states) {
        return saved == states.size()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("a café's state was written by another node"));
    }

    private static <T> @Nullable T ofNewest(CafeState state, Function<StreamState, T> value) {
        StreamState newest = state.newestStream();
        return newest == null ? null : value.apply(newest);
    }

    private static byte[] chain(StreamState stream) {
        return HexFormat.of().parseHex(stream.chain());
    }

    private static Map<PlaceCode, CafeState> restored(
            Collection<PlaceCode> placeCodes, RowSet<Row> states, RowSet<Row> streams, RowSet<Row> sessions) {
        var streamsOf = new HashMap<PlaceCode, List<StreamState>>();
        var names = new HashMap<Integer, UUID>();
        for (Row row : streams) {
            StreamState stream = stream(row);
            names.put(stream.number(), stream.stream());
            streamsOf
                    .computeIfAbsent(new PlaceCode(row.getString("place_code")), place -> new ArrayList<>())
                    .add(stream);
        }
        var sessionsOf = new HashMap<PlaceCode, List<OpenSession>>();
        sessions.forEach(row -> sessionsOf
                .computeIfAbsent(new PlaceCode(row.getString("place_code")), place -> new ArrayList<>())
                .add(session(row, Objects.requireNonNull(names.get(row.getInteger("stream_number"))))));
        var restored = new HashMap<PlaceCode, CafeState>();
        placeCodes.forEach(place -> restored.put(place, new CafeState(place)));
        for (Row row : states) {
            var place = new PlaceCode(row.getString("place_code"));
            CafeState state = CafeState.restored(
                    place,
                    row.getLong("version"),
                    Columns.instantOrNull(row, "received_at"),
                    new ConnectionNumber(row.getLong("connection")),
                    memory(row, Columns.instantOrNull(row, "effective_at"))
                            .with(MemoryJson.readFindings(row.getString("findings"))),
                    streamsOf.getOrDefault(place, List.of()),
                    sessionsOf.getOrDefault(place, List.of()));
            int rows = state.streams().size() + state.openSessions().size();
            state.carry(
                    row.getString("state").length() + row.getString("findings").length() + rows * CHARACTERS_OF_A_ROW);
            restored.put(place, state);
        }
        return restored;
    }

    /** Of a café that has a state. */
    static Presence presence(Row row) {
        return memory(row, null).presence();
    }

    /** The times that change with each event are columns, so that the rest is written only where it changed. */
    private static CafeState.Memory memory(Row row, @Nullable Instant effectiveAt) {
        return MemoryJson.read(row.getString("state")).at(effectiveAt, Columns.instantOrNull(row, "last_event_at"));
    }

    private static StreamState stream(Row row) {
        Buffer chain = row.getBuffer("chain");
        return new StreamState(
                row.getUUID("stream"),
                row.getInteger("number"),
                row.getLong("acked_seq"),
                HexFormat.of().formatHex(chain.getBytes()),
                row.getBoolean("superseded"));
    }

    static OpenSession session(Row row, UUID stream) {
        return new OpenSession(
                row.getString("session"),
                row.getString("terminal"),
                new PersonToken(row.getUUID("token")),
                instant(row, "started_at"),
                stream,
                new LoginRef(row.getInteger("stream_number"), row.getLong("login_seq"), row.getLocalDate("login_day")));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = Objects.requireNonNull(row.getOffsetDateTime(column));
        return at.toInstant();
    }

    private static Tuple places(Collection<PlaceCode> placeCodes) {
        return Tuple.of((Object) placeCodes.stream().map(PlaceCode::value).toArray(String[]::new));
    }
}
