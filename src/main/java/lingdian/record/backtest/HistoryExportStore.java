package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.hours.Closure;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.LicenceExpiry;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.json.PeerDeviationJson;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Rulebook;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.evidence.StoredBody;
import lingdian.record.journal.JournalStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a history from one snapshot of the database, in a read-only transaction.
 *
 * <p>Blocking, and in portions: only exports use it, and they read more than fits into memory.
 */
final class HistoryExportStore implements AutoCloseable {
    private static final String AS_THE_SERVICE = "SET LOCAL ROLE lingdian_service";

    private static final String RELEASES = """
            SELECT (extract(epoch FROM begins_at) * 1000000)::bigint AS begins, content
            FROM rule_release WHERE number IS NOT NULL ORDER BY number
            """;

    private static final String CAFES = """
            SELECT place_code FROM cafe
            WHERE EXISTS (SELECT FROM stream WHERE stream.place_code = cafe.place_code)
              OR EXISTS (SELECT FROM absence_watch WHERE absence_watch.place_code = cafe.place_code)
            ORDER BY place_code
            """;

    private static final String ERAS = """
            SELECT events, region, time_zone, staff_terminals, terminals, licence_valid_until, measures, heard_terminals, unlike_peers
            FROM (
              SELECT entered, events, region, time_zone, staff_terminals, terminals, licence_valid_until, measures, heard_terminals, unlike_peers
              FROM cafe_past WHERE place_code = ?
              UNION ALL
              SELECT NULL, NULL, region, time_zone, staff_terminals, terminals, licence_valid_until, measures, heard_terminals, unlike_peers
              FROM cafe WHERE place_code = ?) AS era
            ORDER BY entered NULLS LAST
            """;

    private static final String SCHEDULES = """
            SELECT entered, coalesce(place_code, region) AS area, weekly, valid_from, valid_to
            FROM schedule WHERE place_code = ? OR region = ANY (?) ORDER BY entered
            """;

    private static final String ORDERS = """
            SELECT entered, coalesce(place_code, region) AS area, id, kind,
                   (extract(epoch FROM begins_at) * 1000000)::bigint AS begins,
                   (extract(epoch FROM ends_at) * 1000000)::bigint AS ends
            FROM hours_order WHERE (place_code = ? OR region = ANY (?)) AND begins_at < ends_at ORDER BY entered
            """;

    private static final String SUSPENSIONS = """
            SELECT id, (extract(epoch FROM begins_at) * 1000000)::bigint AS begins,
                   (extract(epoch FROM ends_at) * 1000000)::bigint AS ends, cause, ordered_by, document
            FROM suspension WHERE place_code = ? AND (ends_at IS NULL OR begins_at < ends_at) ORDER BY begins_at, id
            """;

    private static final String KEYED = """
            SELECT (extract(epoch FROM keyed_at) * 1000000)::bigint AS keyed FROM absence_watch WHERE place_code = ?
            """;

    private static final String CLOSURES = """
            SELECT id, kind, (extract(epoch FROM begins_at) * 1000000)::bigint AS begins,
                   (extract(epoch FROM ends_at) * 1000000)::bigint AS ends
            FROM closure WHERE place_code = ? AND (ends_at IS NULL OR begins_at < ends_at) ORDER BY begins_at, id
            """;

    private static final String ENTERED = """
            SELECT id, (extract(epoch FROM entered_at) * 1000000)::bigint AS entered FROM closure WHERE place_code = ?
            UNION ALL
            SELECT id, (extract(epoch FROM entered_at) * 1000000)::bigint FROM suspension WHERE place_code = ?
            """;

    private static final String STREAMS = "SELECT number, stream FROM stream WHERE place_code = ? ORDER BY number";

    /**
     * Events in the order of judgement: within a stream by number, and across streams by receipt. A person has their
     * present token in all sessions, whatever keys these were recorded with.
     */
    private static final String EVENTS = """
            SELECT record.stream_number, record.seq, record.body, record.outcome, record.release_number, session.token,
                   (extract(epoch FROM received_at) * 1000000)::bigint AS received,
                   (extract(epoch FROM sent_at) * 1000000)::bigint AS sent
            FROM (
              SELECT stream_number, seq, body, outcome, release_number, received_at, sent_at,
                     max(received_at) OVER (PARTITION BY stream_number ORDER BY seq) AS turn
              FROM recorded WHERE stream_number = ANY (?)) AS record
            LEFT JOIN session ON session.place_code = ? AND session.stream_number = record.stream_number
              AND session.login_seq = record.seq
            ORDER BY turn, stream_number, seq
            """;

    /**
     * Findings of rules in shadow come first: if a rule left the shadow, the other row is the newer one. Lists are
     * built from columns, so a row whose columns contradict its JSON gets a field that no replay produces.
     */
    private static final String STORED = """
            SELECT CASE WHEN
                (id::text, code, place_code, standing, state, started_at, ended_at, seconds, sessions, peak)
                IS NOT DISTINCT FROM (json ->> 'id', json ->> 'code', json ->> 'placeCode', json ->> 'standing', json ->> 'state',
                  (json ->> 'startedAt')::timestamptz, (json ->> 'endedAt')::timestamptz, (json ->> 'seconds')::bigint,
                  (json ->> 'sessions')::integer, (json ->> 'peak')::integer)
              THEN snapshot ELSE (json || '{"columns": "other than its JSON"}')::text END
            FROM (
              SELECT id, code, place_code, standing, state, started_at, ended_at, (snapshot::jsonb ->> 'seconds')::bigint AS seconds,
                     (snapshot::jsonb ->> 'sessions')::integer AS sessions, (snapshot::jsonb ->> 'peak')::integer AS peak,
                     snapshot, snapshot::jsonb AS json
              FROM shadow_violation WHERE place_code = ?
              UNION ALL
              SELECT id, code, place_code, standing, state, started_at, ended_at, seconds, sessions, peak, snapshot, snapshot::jsonb
              FROM violation WHERE place_code = ?) AS stored
            """;

    private static final int ROWS_AT_ONCE = 2_000;

    /** A record of the journal. */
    record Row(
            int stream,
            long seq,
            String body,
            @Nullable String outcome,
            @Nullable Integer release,
            long receivedAt,
            @Nullable Long sentAt,
            @Nullable UUID token) {}

    /** Receives rows in order. */
    interface Rows<T> {
        void row(T row) throws IOException;
    }

    private final Connection connection;

    private HistoryExportStore(Connection connection) {
        this.connection = connection;
    }

    static HistoryExportStore open(DatabaseAddress address) throws SQLException {
        Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password());
        connection.setAutoCommit(false); // one snapshot, and rows by portions
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        try (var statement = connection.createStatement()) {
            statement.execute(AS_THE_SERVICE);
            statement.execute(JournalStore.HOLD_DAYS);
        }
        return new HistoryExportStore(connection);
    }

    /** The information besides events, in this snapshot. */
    HistoryAsideStore told() {
        return new HistoryAsideStore(connection);
    }

    /** The rules, in the order of their release. */
    List<Rulebook.Release> releases() throws SQLException {
        return all(
                RELEASES,
                row -> new Rulebook.Release(
                        Micros.instant(row.getLong("begins")), RulesJson.stored(row.getString("content"))));
    }

    List<PlaceCode> placeCodes() throws SQLException {
        return all(CAFES, row -> new PlaceCode(row.getString(1)));
    }

    RecordedCafe cafe(PlaceCode placeCode) throws SQLException {
        List<RecordedCafe.Era> eras = eras(placeCode);
        return new RecordedCafe(
                placeCode, eras, suspensions(placeCode), attendance(placeCode, eras), streams(placeCode));
    }

    void events(RecordedCafe cafe, Rows<Row> events) throws SQLException, IOException {
        Array streams =
                connection.createArrayOf("integer", cafe.streams().keySet().toArray());
        try (var statement = prepared(EVENTS, streams, cafe.placeCode().value());
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                events.row(new Row(
                        rows.getInt("stream_number"),
                        rows.getLong("seq"),
                        StoredBody.read(rows.getString("body")),
                        rows.getString("outcome"),
                        rows.getObject("release_number", Integer.class),
                        rows.getLong("received"),
                        rows.getObject("sent", Long.class),
                        rows.getObject("token", UUID.class)));
            }
        }
    }

    void stored(PlaceCode placeCode, Rows<String> snapshots) throws SQLException, IOException {
        try (var statement = prepared(STORED, placeCode.value(), placeCode.value());
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                snapshots.row(rows.getString(1));
            }
        }
    }

    private List<RecordedCafe.Era> eras(PlaceCode placeCode) throws SQLException {
        return all(ERAS, row -> era(placeCode, row), placeCode.value(), placeCode.value());
    }

    private RecordedCafe.Era era(PlaceCode placeCode, ResultSet row) throws SQLException {
        var region = new RegionCode(row.getString("region"));
        return new RecordedCafe.Era(
                row.getObject("events", Long.class),
                region,
                ZoneId.of(row.getString("time_zone")),
                Set.of((String[]) row.getArray("staff_terminals").getArray()),
                row.getObject("terminals", Integer.class),
                new NightlyFigures(
                        row.getObject("heard_terminals", Integer.class),
                        PeerDeviationJson.parse(row.getString("unlike_peers"))),
                date(row, "licence_valid_until"),
                Measures.of(row.getString("measures")),
                schedules(placeCode, region),
                orders(placeCode, region));
    }

    private List<Schedule> schedules(PlaceCode placeCode, RegionCode region) throws SQLException {
        return all(
                SCHEDULES,
                row -> new Schedule(
                        level(row),
                        row.getLong("entered"),
                        CafeJson.weekly(json(row.getString("weekly"))),
                        row.getObject("valid_from", LocalDate.class),
                        date(row, "valid_to")),
                placeCode.value(),
                areas(region));
    }

    private List<HoursOrder> orders(PlaceCode placeCode, RegionCode region) throws SQLException {
        return all(
                ORDERS,
                row -> new HoursOrder(
                        level(row),
                        row.getLong("entered"),
                        row.getObject("id", UUID.class),
                        row.getString("kind").equals("open"),
                        Micros.instant(row.getLong("begins")),
                        Micros.instant(row.getLong("ends"))),
                placeCode.value(),
                areas(region));
    }

    private List<SuspensionPeriod> suspensions(PlaceCode placeCode) throws SQLException {
        return all(
                SUSPENSIONS,
                row -> new SuspensionPeriod(
                        row.getObject("id", UUID.class), Micros.instant(row.getLong("begins")), ends(row), order(row)),
                placeCode.value());
    }

    /** Null: it goes on. */
    private static @Nullable Instant ends(ResultSet row) throws SQLException {
        Long ends = row.getObject("ends", Long.class);
        return ends == null ? null : Micros.instant(ends);
    }

    private static @Nullable SuspensionOrder order(ResultSet rows) throws SQLException {
        String by = rows.getString("ordered_by");
        return by == null
                ? null
                : new SuspensionOrder(
                        SuspensionOrder.Kind.of(rows.getString("cause")), Authority.of(by), rows.getString("document"));
    }

    private Attendance attendance(PlaceCode placeCode, List<RecordedCafe.Era> eras) throws SQLException {
        return new Attendance(keyedAt(placeCode), closures(placeCode), entered(placeCode, eras));
    }

    private @Nullable Instant keyedAt(PlaceCode placeCode) throws SQLException {
        try (var statement = prepared(KEYED, placeCode.value());
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Micros.instant(rows.getLong("keyed")) : null;
        }
    }

    private List<Closure> closures(PlaceCode placeCode) throws SQLException {
        return all(
                CLOSURES,
                row -> new Closure(
                        row.getObject("id", UUID.class),
                        Closure.Kind.of(row.getString("kind")).orElseThrow(),
                        Micros.instant(row.getLong("begins")),
                        ends(row)),
                placeCode.value());
    }

    /** An expired licence is a suspension that was known from its beginning, though it is entered at the renewal. */
    private Map<UUID, Instant> entered(PlaceCode placeCode, List<RecordedCafe.Era> eras) throws SQLException {
        var entered = new HashMap<UUID, Instant>();
        try (var statement = prepared(ENTERED, placeCode.value(), placeCode.value());
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                entered.put(rows.getObject("id", UUID.class), Micros.instant(rows.getLong("entered")));
            }
        }
        for (RecordedCafe.Era era : eras) {
            if (era.licenceValidUntil() != null) {
                entered.remove(LicenceExpiry.id(placeCode, era.licenceValidUntil()));
            }
        }
        return entered;
    }

    private Map<Integer, UUID> streams(PlaceCode placeCode) throws SQLException {
        var streams = new LinkedHashMap<Integer, UUID>();
        try (var statement = prepared(STREAMS, placeCode.value());
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                streams.put(rows.getInt("number"), rows.getObject("stream", UUID.class));
            }
        }
        return streams;
    }

    private Array areas(RegionCode region) throws SQLException {
        return connection.createArrayOf(
                "text", Level.regionsOf(region).map(RegionCode::value).toArray());
    }

    private static Level level(ResultSet row) throws SQLException {
        String area = row.getString("area");
        return area.length() == RegionCode.DIGITS ? Level.ofRegion(new RegionCode(area)) : Level.CAFE;
    }

    private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private static JsonNode json(String text) {
        try {
            return CafeJson.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored schedule is not JSON", e);
        }
    }

    /** Reads one row of a result. */
    private interface RowReading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> all(String sql, RowReading<T> reading, Object... parameters) throws SQLException {
        var all = new ArrayList<T>();
        try (var statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.add(reading.of(rows));
            }
        }
        return all;
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(ROWS_AT_ONCE);
        for (int number = 0; number < parameters.length; number++) {
            statement.setObject(number + 1, parameters[number]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
