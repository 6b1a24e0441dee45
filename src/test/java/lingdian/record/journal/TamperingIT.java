package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who changes the record by SQL, with whatever rights, is found out by {@code verify}, which names the record. */
class TamperingIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID OTHER_STREAM = UUID.fromString("7a3c1f52-0002-4000-8000-000000000002");

    // What each number of the streams below is.
    private static final int LOGIN = 2;
    private static final int LOGOUT = 3;
    private static final int HEARTBEAT = 7;
    private static final int PATROL = 4;
    private static final int INVALID = 5;
    private static final int LAST = 8;

    private static final List<String> TABLES =
            List.of("journal", "sealed", "stream", "cafe_state", "conflict", "conflict_head", "rule_release");

    private static DatabaseAddress database;

    /** SQL that changes something, and the record that is then the first that does not fit. */
    private record Tampering(String name, String sql, String cafe, UUID stream, long seq) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void recordTwoStreams() throws Exception {
        try (var service = RunningService.start()) {
            database = service.database();
            send(service, CAFE, STREAM);
            send(service, OTHER_CAFE, OTHER_STREAM);
            assertThat(service.verify()).isEqualTo(new Verification.Result(2L * LAST, 2, null));
        }
        for (String table : TABLES) {
            asSuperuser("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
        }
    }

    private static void send(RunningService service, String cafe, UUID stream) throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(cafe, List.of()))) {
            agent.hello(stream, 0);
            agent.sendBatch(
                    Instant.now().minusSeconds(3_600).toString(),
                    List.of(
                            event(1, "opened"),
                            login(LOGIN, "s1", "A"),
                            event(LOGOUT, "logout").put("session", "s1").put("reason", "patron"),
                            event(PATROL, "patrol").put("officer", "值班员")));
            agent.sendArray(List.of(
                    event(INVALID, "login"),
                    login(6, "s2", "B"),
                    event(7, "heartbeat")
                            .put(
                                    "inUse",
                                    new JsonArray()
                                            .add("A01")
                                            .add("A02")
                                            .add("A04")
                                            .add("B")),
                    event(LAST, "closed")));
            agent.ack(LAST);
            agent.send(event(LAST, "opened")); // another version of it, kept as well, in a chain of its own
            agent.awaitCount("ack", 3);
            agent.send(event(PATROL, "opened"));
            agent.awaitCount("ack", 4);
            agent.send(event(LAST, "heartbeat"));
            agent.awaitCount("ack", 5);
        }
    }

    private static JsonObject event(long seq, String type) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", "2026-03-02T10:00:00.5+08:00");
    }

    private static JsonObject login(long seq, String session, String terminal) {
        return admitted(event(seq, "login"), session, terminal);
    }

    /** A login of somebody of age, each session's of another. */
    static JsonObject admitted(JsonObject login, String session, String terminal) {
        return login.put("session", session)
                .put("terminal", terminal)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "p-" + session)
                                .put("name", "某某")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    @AfterEach
    void putEverythingBack() throws Exception {
        for (String table : TABLES) {
            asSuperuser("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM kept_" + table);
        }
        assertThat(verify()).isNull();
    }

    @ParameterizedTest
    @MethodSource({"everyColumn", "sealedTexts", "secondVersions", "recordsMovedAndMissing", "theStreamsOwnRows"})
    void isNamedByVerify(Tampering tampering) throws Exception {
        asSuperuser(tampering.sql());

        assertThat(verify())
                .as(tampering.sql())
                .matches("café " + tampering.cafe() + ", stream " + tampering.stream() + ", record " + tampering.seq()
                        + "\\b.*");
    }

    /** Each column of the journal, as the database has them: one that is added later is tested, too. */
    static Stream<Tampering> everyColumn() throws SQLException {
        var tamperings = new ArrayList<Tampering>();
        try (Connection connection = TestDatabase.superuser(database);
                var columns = connection.getMetaData().getColumns(null, DatabaseAddress.SCHEMA, "journal", null)) {
            while (columns.next()) {
                String column = columns.getString("COLUMN_NAME");
                String type = columns.getString("TYPE_NAME");
                for (int seq : new int[] {LOGIN, LOGOUT, HEARTBEAT, INVALID, LAST}) {
                    for (String changed : changed(column, type)) {
                        tamperings.add(inJournal(seq, column + " = " + changed));
                    }
                }
            }
        }
        assertThat(tamperings).hasSizeGreaterThan(44);
        return tamperings.stream();
    }

    /** The least changes of a value: one byte where it has bytes; of none to some. */
    private static List<String> changed(String column, String type) {
        return switch (type) {
            case "date" -> List.of(column + " + 1");
            case "int2" -> List.of("coalesce(" + column + " + 1, 1)");
            case "int4" -> List.of(column + " + 1000000");
            case "int8" -> List.of(column + " + 1000");
            case "timestamptz" -> List.of("coalesce(" + column + " + interval '1 microsecond', received_at)");
            case "bytea" ->
                Stream.of("0", "length(" + column + ") / 2", "length(" + column + ") - 1")
                        .map(at -> "coalesce(set_byte(" + column + ", " + at + ", get_byte(" + column + ", " + at
                                + ") # 1), '\\x00')")
                        .toList();
            case "text" ->
                Stream.of("1", "length(" + column + ") / 2", "length(" + column + ")")
                        .map(at -> "coalesce(overlay(" + column + " placing chr(ascii(substr(" + column + ", " + at
                                + ")) # 1) from " + at + " for 1), '')")
                        .toList();
            case "char" -> List.of("CASE WHEN " + column + " = 'p' THEN 'i' ELSE 'p' END::\"char\"");
            case "bool" -> List.of("coalesce(NOT " + column + ", false)");
            default -> throw new AssertionError("how is one byte of a " + type + " changed?");
        };
    }

    static Stream<Tampering> sealedTexts() {
        return Stream.of(
                inSealed(LOGIN, "UPDATE sealed SET ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1)"),
                inSealed(
                        PATROL,
                        "UPDATE sealed SET ciphertext = set_byte(ciphertext, length(ciphertext) - 1,"
                                + " get_byte(ciphertext, length(ciphertext) - 1) # 128)"),
                inSealed(INVALID, "UPDATE sealed SET ciphertext = ciphertext || '\\x00'"),
                inSealed(
                        LOGIN,
                        "UPDATE sealed SET ciphertext_hash = set_byte(ciphertext_hash, 9,"
                                + " get_byte(ciphertext_hash, 9) # 1)"),
                inSealed(LOGIN, "UPDATE sealed SET kind = 'officer'"),
                inSealed(LOGIN, "UPDATE sealed SET kind = 'conflict'"),
                inSealed(LOGIN, "UPDATE sealed SET day = day + 1"),
                inSealed(PATROL, "UPDATE sealed SET seq = 100"),
                inSealed(PATROL, "DELETE FROM sealed"),
                tampering("sealed: one more", sealedCopy(Integer.toString(LOGOUT), "kind"), LOGOUT),
                tampering("sealed: another one beside it", sealedCopy("seq", "'officer'"), LOGIN));
    }

    /** Two were sent for {@link #LAST}, and one for {@link #PATROL} between them. */
    static Stream<Tampering> secondVersions() {
        String last = " WHERE kind = 'conflict' AND" + record(LAST);
        String patrol = " WHERE kind = 'conflict' AND" + record(PATROL);
        String first = " WHERE number = 1 AND" + ofStream(STREAM);
        String third = " WHERE number = 3 AND" + ofStream(STREAM);
        return Stream.of(
                tampering("one is missing", "DELETE FROM sealed" + patrol, PATROL),
                tampering("those of one number are missing", "DELETE FROM sealed" + last, LAST),
                tampering(
                        "one has another byte",
                        "UPDATE sealed SET ciphertext = set_byte(ciphertext, 9, get_byte(ciphertext, 9) # 1)" + patrol,
                        PATROL),
                tampering(
                        "one has another text, and its hash",
                        "UPDATE sealed SET ciphertext = 'x', ciphertext_hash = sha256('x')" + patrol,
                        PATROL),
                tampering("one has another number", "UPDATE sealed SET seq = 1" + patrol, PATROL),
                tampering("one has another day", "UPDATE sealed SET day = day + 1" + patrol, PATROL),
                tampering(
                        "one is added",
                        "INSERT INTO sealed SELECT day, stream_number, 5, kind, 'x', sha256('x') FROM sealed" + patrol,
                        5),
                tampering(
                        "with its link",
                        "DELETE FROM sealed" + patrol + "; DELETE FROM conflict WHERE number = 2",
                        LAST),
                tampering(
                        "the last one with its link",
                        "DELETE FROM sealed USING conflict WHERE number = 3 AND kind = 'conflict' AND"
                                + " sealed.ciphertext_hash = conflict.ciphertext_hash AND sealed.stream_number = "
                                + number(STREAM) + "; DELETE FROM conflict" + third,
                        PATROL),
                tampering(
                        "all with all links",
                        "DELETE FROM sealed WHERE kind = 'conflict' AND" + ofStream(STREAM)
                                + "; DELETE FROM conflict WHERE" + ofStream(STREAM),
                        1),
                tampering(
                        "all with all links and the head's number",
                        "DELETE FROM conflict WHERE" + ofStream(STREAM) + "; DELETE FROM conflict_head WHERE"
                                + ofStream(STREAM),
                        PATROL),
                tampering("a link's day", "UPDATE conflict SET day = day + 1" + first, LAST),
                tampering("a link's hash", "UPDATE conflict SET ciphertext_hash = sha256('x')" + third, LAST),
                tampering("a link's chain", "UPDATE conflict SET chain = sha256('x')" + first, LAST),
                tampering("a link's place", "UPDATE conflict SET number = 4" + third, LAST),
                tampering("the head's number", "UPDATE conflict_head SET number = 4 WHERE" + ofStream(STREAM), LAST),
                tampering(
                        "the head's chain",
                        "UPDATE conflict_head SET chain = sha256('x') WHERE" + ofStream(STREAM),
                        LAST));
    }

    static Stream<Tampering> recordsMovedAndMissing() {
        return Stream.of(
                tampering("the first is missing", "DELETE FROM journal WHERE" + record(1), 1),
                tampering("one is missing", "DELETE FROM journal WHERE" + record(4), 4),
                tampering("the end is cut off", "DELETE FROM journal WHERE seq > 6 AND" + ofStream(STREAM), 7),
                tampering("all are missing", "DELETE FROM journal WHERE" + ofStream(STREAM), 1),
                tampering(
                        "two have each other's numbers",
                        "UPDATE journal SET seq = 1000 WHERE" + record(3) + "; UPDATE journal SET seq = 3 WHERE"
                                + record(4) + "; UPDATE journal SET seq = 4 WHERE" + record(1000),
                        3),
                tampering(
                        "one is pushed in and the rest renumbered",
                        "UPDATE journal SET seq = seq + 100 WHERE seq > 3 AND" + ofStream(STREAM)
                                + "; UPDATE journal SET seq = seq - 99 WHERE seq > 100 AND" + ofStream(STREAM) + "; "
                                + copyOf(3, "4", "day"),
                        4),
                tampering("one is there twice", copyOf(5, "seq", "day + 1"), 5),
                tampering("one is added at the end", copyOf(LAST, "seq + 1", "day"), LAST + 1),
                tampering(
                        "one is moved to the other stream",
                        "UPDATE journal SET seq = 100, stream_number = " + number(OTHER_STREAM) + " WHERE" + record(4),
                        4),
                new Tampering(
                        "the second stream loses its end",
                        "DELETE FROM journal WHERE seq > 6 AND" + ofStream(OTHER_STREAM),
                        OTHER_CAFE,
                        OTHER_STREAM,
                        7),
                new Tampering(
                        "the second stream loses everything",
                        "DELETE FROM journal WHERE" + ofStream(OTHER_STREAM),
                        OTHER_CAFE,
                        OTHER_STREAM,
                        1));
    }

    static Stream<Tampering> theStreamsOwnRows() {
        String ofRow = " WHERE stream = '" + STREAM + "'";
        String ofState = " WHERE stream_number = " + number(STREAM);
        return Stream.of(
                tampering(
                        "its chain",
                        "UPDATE cafe_state SET chain = set_byte(chain, 31, get_byte(chain, 31) # 1)" + ofState,
                        LAST),
                tampering("the version of its rules", "UPDATE rule_release SET version = version || 'x'", LOGIN),
                tampering("acknowledged more", "UPDATE cafe_state SET acked_seq = acked_seq + 1" + ofState, LAST + 1),
                tampering("its café's state is gone", "DELETE FROM cafe_state" + ofState, 1),
                tampering("acknowledged less", "UPDATE cafe_state SET acked_seq = acked_seq - 1" + ofState, LAST),
                new Tampering(
                        "its café",
                        "UPDATE stream SET place_code = '" + OTHER_CAFE + "'" + ofRow,
                        OTHER_CAFE,
                        STREAM,
                        1));
    }

    private static Tampering inJournal(int seq, String change) {
        return tampering("record " + seq + ": " + change, "UPDATE journal SET " + change + " WHERE" + record(seq), seq);
    }

    private static Tampering inSealed(int seq, String change) {
        return tampering("record " + seq + ": " + change, change + " WHERE" + record(seq), seq);
    }

    private static Tampering tampering(String name, String sql, long seq) {
        return new Tampering(name, sql, CAFE, STREAM, seq);
    }

    private static String copyOf(int seq, String newSeq, String newDay) {
        return "INSERT INTO journal SELECT " + newDay + ", stream_number, " + newSeq
                + ", received_at, sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain, type, answer, under_age,"
                + " admitted, release_number FROM journal"
                + " WHERE" + record(seq);
    }

    private static String sealedCopy(String newSeq, String newKind) {
        return "INSERT INTO sealed SELECT day, stream_number, " + newSeq + ", " + newKind
                + ", ciphertext, ciphertext_hash FROM sealed WHERE" + record(LOGIN);
    }

    private static String record(int seq) {
        return " seq = " + seq + " AND" + ofStream(STREAM);
    }

    private static String ofStream(UUID stream) {
        return " stream_number = " + number(stream);
    }

    private static String number(UUID stream) {
        return "(SELECT number FROM stream WHERE stream = '" + stream + "')";
    }

    /** Past every trigger and constraint, as an administrator of the database can. */
    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.force(database, sql);
    }

    private static String verify() throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return Verification.run(store).firstBroken();
        }
    }
}
