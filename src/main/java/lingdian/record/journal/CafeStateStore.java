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

    private static final String STATES =
            "SELECT place_code, version, received_at, effective_at, last_event_at, connection, state, findings FROM cafe_state"
                    + " WHERE place_code = ANY ($1)";

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
                                    stream_number, acked_seq, chain, state, findings)
            SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
                                 $7::integer[], $8::integer[], $9::bigint[], $10::bytea[], $11::text[], $12::text[])
            """;

    /** A state without a text, or without findings, keeps what it has. */
    private static final String SAVE_STATES = """
            UPDATE cafe_state AS old
            SET version = next.version, received_at = next.received_at, connection = next.connection,
                effective_at = next.effective_at, last_event_at = next.last_event_at,
                open_sessions = next.open_sessions, stream_number = next.stream_number, acked_seq = next.acked_seq,
                chain = next.chain, state = coalesce(next.state, old.state), findings = coalesce(next.findings, old.findings)
            FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
                        $7::integer[], $8::integer[], $9::bigint[], $10::bytea[], $11::text[], $12::text[])
              AS next (place_code, version, received_at, connection, effective_at, last_event_at, open_sessions, stream_number,
                       acked_seq, chain, state, findings)
            WHERE old.place_code = next.place_code AND old.version = next.version - 1
            """;

    /** What is written of a state beside its columns; null what is stored already. */
    private record Texts(@Nullable String state, @Nullable String findings) {
        static Texts of(CafeState state) {
            CafeState.Unstored unstored = state.takeUnstored();
            CafeState.Memory memory = unstored.memory();
            CafeState.Findings found = unstored.findings();
            var texts = new Texts(
                    memory == null ? null : MemoryJson.write(memory), found == null ? null : MemoryJson.write(found));
            state.carry(length(texts.state) + length(texts.findings));
            return texts;
        }

        private static int length(@Nullable String text) {
            return text == null ? 0 : text.length();
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
        addStates(rows, states);
        return client.preparedQuery(statement).execute(rows).compose(saved -> requireSaved(saved.rowCount(), states));
    }

    static void addStates(Tuple parameters, List<CafeState> states) {
        List<Texts> texts = states.stream().map(Texts::of).toList();
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
                .addValue(Columns.of(texts, String[]::new, Texts::state))
                .addValue(Columns.of(texts, String[]::new, Texts::findings));
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
