package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Packing;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As in {@code TamperingIT}, of records that are packed: {@code verify} names the one of which a byte was changed. */
class PackedTamperingIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID OTHER_STREAM = UUID.fromString("7a3c1f52-0002-4000-8000-000000000002");
    private static final int[] RECORDS = {2, 3, 4, 5, 7, 8}; // of each type, one of them a reject
    private static final int LAST = 8;
    private static final String OF_NO_STREAM = "stream_number = stream_number + 1000000";
    private static final int MAC = 16;
    private static final int HASH = 32;

    /** What a column's value of one record is changed to. */
    private static final Map<String, List<String>> ARRAYS = Map.ofEntries(
            Map.entry("received_at", List.of("%s + interval '1 microsecond'")),
            Map.entry("sent_before", List.of("coalesce(%s + 1, 0)")),
            Map.entry("effective_before", List.of("coalesce(%s - 1, 0)")),
            Map.entry("body", texts()),
            Map.entry("outcome", texts()),
            Map.entry("sealed_hash", List.of("coalesce(set_byte(%1$s, 0, get_byte(%1$s, 0) # 1), '\\x00')")),
            Map.entry("type", List.of("CASE WHEN %s = 'p' THEN 'i' ELSE 'p' END")),
            Map.entry("answer", List.of("CASE WHEN %s = 'a' THEN 'd' ELSE 'a' END")),
            Map.entry("under_age", List.of("coalesce(NOT %s, false)")),
            Map.entry("admitted", List.of("coalesce(NOT %s, false)")),
            Map.entry("release_number", List.of("coalesce(%s + 1, 1)")));

    private static final Map<String, Integer> BYTES = Map.of("content_macs", MAC, "chains", HASH);

    private static final Map<String, String> WHOLE = Map.of(
            "day",
            "day = day + 1",
            "stream_number",
            OF_NO_STREAM,
            "first_seq",
            "first_seq = first_seq + 100, last_seq = last_seq + 100",
            "last_seq",
            "first_seq = first_seq + 1, last_seq = last_seq + 1");

    private static final String OF_STREAM =
            " stream_number = (SELECT number FROM stream WHERE stream = '" + STREAM + "')";

    private static DatabaseAddress database;

    /** SQL that changes something, and the record that is then the first that does not fit. */
    private record Tampering(String sql, long seq) {
        @Override
        public String toString() {
            return sql;
        }
    }

    private static List<String> texts() {
        return Stream.of("1", "length(%1$s) / 2 + 1", "length(%1$s)")
                .map(at -> "coalesce(overlay(%1$s placing chr(ascii(substr(%1$s, " + at + ")) # 2) from " + at
                        + " for 1), '')")
                .toList();
    }

    @BeforeAll
    static void recordAndPackTwoStreams() throws Exception {
        try (var service = RunningService.start()) {
            database = service.database();
            send(service, CAFE, STREAM);
            send(service, OTHER_CAFE, OTHER_STREAM);
            Packing.everything(service);
            assertThat(service.rows("SELECT position(E'\\x01' IN body[4]) > 0 FROM lingdian.packed_record"))
                    .as("that a time which is not stored twice is among them")
                    .containsExactly("t", "t");
            assertThat(service.verify()).isEqualTo(new Verification.Result(2L * LAST, 2, null));
        }
        asSuperuser("CREATE TABLE kept AS SELECT * FROM packed_record;"
                + "CREATE TABLE other_days PARTITION OF packed_record DEFAULT;"
                + "CREATE TABLE kept_texts AS SELECT * FROM packed_text;"
                + "CREATE TABLE texts_of_other_days PARTITION OF packed_text DEFAULT");
    }

    private static void send(RunningService service, String cafe, UUID stream) throws Exception {
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(cafe, List.of()))) {
            agent.hello(stream, 0);
            agent.sendBatch(
                    "2026-03-02T02:00:00.500Z",
                    List.of(
                            event(1, "opened"),
                            login(2, "s1", "A"),
                            event(3, "logout").put("session", "s1").put("reason", "patron"),
                            event(4, "patrol").put("officer", "值班员")));
            agent.sendArray(List.of(
                    event(5, "login"),
                    login(6, "s2", "B"),
                    event(7, "heartbeat")
                            .put("inUse", new JsonArray().add("A01").add("A02").add("B")),
                    event(LAST, "closed")));
            agent.ack(LAST);
        }
    }

    private static JsonObject event(long seq, String type) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", "2026-03-02T02:00:00.500Z");
    }

    private static JsonObject login(long seq, String session, String terminal) {
        return TamperingIT.admitted(event(seq, "login"), session, terminal);
    }

    @AfterEach
    void putEverythingBack() throws Exception {
        asSuperuser("DELETE FROM packed_record; INSERT INTO packed_record SELECT * FROM kept; DELETE FROM journal;"
                + "DELETE FROM packed_text; INSERT INTO packed_text SELECT * FROM kept_texts; DELETE FROM sealed");
        assertThat(verify()).isNull();
    }

    @ParameterizedTest
    @MethodSource({"everyColumn", "recordsMovedAndMissing", "everyColumnOfTexts"})
    void isNamedByVerify(Tampering tampering) throws Exception {
        asSuperuser(tampering.sql());

        assertThat(verify())
                .as(tampering.sql())
                .matches((tampering.sql().contains(OF_NO_STREAM)
                                ? "stream number \\d+"
                                : "café " + CAFE + ", stream " + STREAM)
                        + ", record " + tampering.seq() + "\\b.*");
    }

    /** Days that were packed before tokens had a column of their own. */
    @Test
    void aRowWhoseTextsHaveTheTokensIsReadAsBefore() throws Exception {
        asSuperuser("UPDATE packed_record SET token = NULL, body = (SELECT array_agg(replace(one.body, E'\\x02',"
                + " coalesce(one.token::text, '')) ORDER BY place) FROM unnest(body, token) WITH ORDINALITY"
                + " AS one (body, token, place))");

        assertThat(verify()).isNull();
    }

    /** As the database has them: one that is added later is asked for. */
    static Stream<Tampering> everyColumn() throws SQLException {
        Set<String> named = new HashSet<>(ARRAYS.keySet());
        named.addAll(BYTES.keySet());
        named.addAll(WHOLE.keySet());
        named.add("token"); // only logins have one
        assertThat(columns()).containsExactlyInAnyOrderElementsOf(named);
        var tamperings = new ArrayList<Tampering>();
        WHOLE.values().forEach(change -> tamperings.add(tampering(change, 1)));
        tamperings.add(tampering("token[2] = gen_random_uuid()", 2));
        tamperings.add(tampering("token[6] = token[2]", 6));
        tamperings.add(tampering("token[6] = NULL", 6));
        for (int seq : RECORDS) {
            ARRAYS.forEach((column, changes) -> {
                String value = column + "[" + seq + "]";
                changes.forEach(change -> tamperings.add(tampering(value + " = " + String.format(change, value), seq)));
            });
            BYTES.forEach((column, length) -> IntStream.of(0, length / 2, length - 1)
                    .map(at -> (seq - 1) * length + at)
                    .mapToObj(at -> "%1$s = set_byte(%1$s, %2$d, get_byte(%1$s, %2$d) # 1)".formatted(column, at))
                    .forEach(change -> tamperings.add(tampering(change, seq))));
        }
        return tamperings.stream();
    }

    /** Texts of the records 2 and 6 are in one row, those of 4 and 5 in rows of their own kinds. */
    static Stream<Tampering> everyColumnOfTexts() throws SQLException {
        String hashes = "ciphertext_hash = ARRAY[sha256(ciphertext[1]), sha256(ciphertext[1])]";
        String identities = " WHERE kind = 'identity' AND" + OF_STREAM;
        String update = "UPDATE packed_text SET ";
        assertThat(columns("packed\\_text"))
                .containsExactlyInAnyOrder(
                        "day",
                        "stream_number",
                        "first_seq",
                        "last_seq",
                        "kind",
                        "place",
                        "seq_after",
                        "ciphertext",
                        "ciphertext_hash");
        return Stream.of(
                new Tampering(update + "day = day + 1" + identities, 2),
                new Tampering(update + "stream_number = stream_number + 7" + identities, 2),
                new Tampering(update + "first_seq = first_seq + 1, last_seq = last_seq + 1" + identities, 2),
                new Tampering(update + "kind = 'officer'" + identities, 2),
                new Tampering(update + "kind = 'conflict' WHERE kind = 'officer' AND" + OF_STREAM, 4),
                new Tampering(update + "seq_after[2] = seq_after[2] - 1, last_seq = last_seq - 1" + identities, 5),
                new Tampering(update + "ciphertext = ARRAY[ciphertext[2], ciphertext[1]]" + identities, 2),
                new Tampering(
                        update + "ciphertext[2] = set_byte(ciphertext[2], 9, get_byte(ciphertext[2], 9) # 1)"
                                + identities,
                        6),
                new Tampering(
                        update + "ciphertext[1] = ciphertext[1] || '\\x00' WHERE kind = 'quarantine' AND" + OF_STREAM,
                        5),
                new Tampering(update + hashes + identities, 6),
                new Tampering(
                        update + "last_seq = first_seq, seq_after = seq_after[1:1], ciphertext = ciphertext[1:1]"
                                + identities,
                        6),
                new Tampering("DELETE FROM packed_text WHERE kind = 'officer' AND" + OF_STREAM, 4),
                new Tampering(
                        "INSERT INTO packed_text SELECT day, stream_number, 3, 3, kind, place, ARRAY[0], ciphertext[1:1]"
                                + " FROM packed_text" + identities,
                        3));
    }

    private static List<String> columns() throws SQLException {
        return columns("packed\\_record");
    }

    private static List<String> columns(String table) throws SQLException {
        var names = new ArrayList<String>();
        try (Connection connection = TestDatabase.superuser(database);
                var columns = connection.getMetaData().getColumns(null, DatabaseAddress.SCHEMA, table, null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names;
    }

    static Stream<Tampering> recordsMovedAndMissing() {
        return Stream.of(
                new Tampering("DELETE FROM packed_record WHERE" + OF_STREAM, 1),
                tampering("body[3] = body[4], body[4] = body[3]", 3),
                tampering(kept(1, 6), 7),
                tampering(kept(2, 8), 1),
                new Tampering(
                        "INSERT INTO packed_record SELECT day + 1, stream_number, first_seq, last_seq, received_at, sent_before,"
                                + " effective_before, body, outcome, content_macs, sealed_hash, chains, type, answer,"
                                + " under_age, admitted, release_number FROM packed_record WHERE"
                                + OF_STREAM,
                        1),
                new Tampering(
                        "SELECT ensure_day('2026-01-01'); INSERT INTO journal SELECT '2026-01-01', stream_number, 9, received_at,"
                                + " sent_at, effective_at, body, outcome, content_mac, sealed_hash, chain, type, answer, under_age,"
                                + " admitted, release_number FROM recorded"
                                + " WHERE seq = 8 AND" + OF_STREAM,
                        9));
    }

    /** Some records of the row, and nothing of the others. */
    private static String kept(int first, int last) {
        String from = "[" + first + ":" + last + "]";
        return "first_seq = " + first + ", last_seq = " + last + ", received_at = received_at" + from
                + ", sent_before = sent_before" + from + ", effective_before = effective_before" + from
                + ", body = body"
                + from + ", outcome = outcome" + from + ", sealed_hash = sealed_hash" + from + ", type = type" + from
                + ", answer = answer" + from + ", under_age = under_age" + from + ", admitted = admitted" + from
                + ", release_number = release_number" + from + ", token = token" + from
                + ", content_macs = "
                + part("content_macs", MAC, first, last) + ", chains = " + part("chains", HASH, first, last);
    }

    private static String part(String column, int length, int first, int last) {
        return "substr(%s, %d, %d)".formatted(column, (first - 1) * length + 1, (last - first + 1) * length);
    }

    private static Tampering tampering(String change, long seq) {
        return new Tampering("UPDATE packed_record SET " + change + " WHERE" + OF_STREAM, seq);
    }

    /** Past every trigger, as an administrator of the database can. */
    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.force(database, sql);
    }

    private static String verify() throws SQLException {
        try (var store = VerificationStore.open(database)) {
            return Verification.run(store).firstBroken();
        }
    }
}
