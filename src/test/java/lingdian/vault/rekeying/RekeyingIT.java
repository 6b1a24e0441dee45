package lingdian.vault.rekeying;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.agent.link.AdminClient;
import lingdian.command.Program;
import lingdian.leak.LeakDay;
import lingdian.leak.LeakPersons;
import lingdian.leak.LeakTour;
import lingdian.leak.WholeLog;
import lingdian.testing.RunningService;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyRingRotation.KeyEntry;
import lingdian.vault.seal.KeyUse;
import lingdian.vault.seal.SealedColumn;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * All sealed texts that are kept longer than a key are sealed again with the key in use, and the old key is not retired
 * before. This covers every table, also one added later. The data are those of {@link LeakDay}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RekeyingIT {
    private static final String CLASSIFIED =
            "say in SealedColumn how this column is sealed, or here what it is instead";

    /** Columns of bytes that are not sealed again: hashes, keys, and texts that do not outlive a key. */
    private static final List<String> NOT_SEALED = List.of(
            ".*[._](hash|chains?|chain_before|content_macs?|public_key|signature|check_value|commitment)",
            "attempt\\.subject|sign_in_attempt\\.subject", // a hash of a name or address
            "enrolment_refusal\\.network", // likewise
            "(verification_round|signing_key_proof)\\.proof", // a keyed hash
            "passkey\\.credential_id", // random, of a device
            "attachment\\.content", // sealed with a key of its own, which is sealed again
            "case_document\\.content", // likewise
            "kept_text\\.ciphertext", // kept as proof; the text that is opened is in another column
            "provider_visit\\.sealed"); // lives for minutes

    private static final String NOTHING_LEFT = "Re-keying is complete";
    private static final int PASSES_MAX = 100;

    private static RunningService service;
    private static LeakDay day;
    private static String old;

    @BeforeAll
    static void liveThroughADay() throws Exception {
        service = RunningService.with().settings("suite: international").start();
        day = new LeakDay(service);
        day.live();
        keepATextOfADroppedDay();
        secureAnAccount();
        tellAnAccount();
        nameASafetyOfficer();
        writeToACafe();
        enterARoster();
        makeADocumentVoid();
        old = service.rows(
                        "SELECT lpad(to_hex(number), 8, '0') FROM vault_key WHERE use = 'sealing' AND used_at IS NOT NULL")
                .getFirst();
    }

    @AfterAll
    static void close() throws Exception {
        service.close();
    }

    @Test
    @Order(1)
    void everyColumnOfBytesIsListedOrIsNoSealedText() throws Exception {
        List<String> columns = service.rows("""
                SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                WHERE relnamespace = 'lingdian'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                  AND atttypid = 'bytea'::regtype AND NOT attisdropped
                """);

        assertThat(columns).containsAll(SealedColumn.all());
        assertThat(columns.stream().filter(column -> !SealedColumn.all().contains(column)))
                .allSatisfy(column ->
                        assertThat(NOT_SEALED).as("%s: " + CLASSIFIED, column).anyMatch(column::matches));
    }

    @Test
    @Order(2)
    void theDayFilledEveryOneOfThem() throws Exception {
        for (String column : SealedColumn.all()) {
            assertThat(under(column, old)).as(column).isPositive();
        }
    }

    @Test
    @Order(3)
    void afterARotationEachIsSealedAnewAndLosesNothing() throws Exception {
        Map<String, String> before = lengths();

        service.rotate();
        try (var log = WholeLog.begin()) {
            // Repeats until a pass logs that it found nothing: rows locked by another transaction are left to the next
            // pass.
            for (int pass = 0; pass < PASSES_MAX && !said(log, NOTHING_LEFT); pass++) {
                service.rekey();
            }
            assertThat(said(log, "texts in case_step.note were sealed again")).isTrue();
            assertThat(said(log, NOTHING_LEFT)).isTrue();
        }

        for (SealedColumn column : SealedColumn.RESEALED) {
            assertThat(under(column.toString(), old)).as(column.toString()).isZero();
        }
        assertThat(lengths()).isEqualTo(before);
        assertThat(service.verify().firstBroken()).isNull();
    }

    private static boolean said(WholeLog log, String what) {
        return log.lines().stream().anyMatch(line -> line.contains(what));
    }

    @Test
    @Order(4)
    void theKeyIsRetiredOnlyWhenNothingThatIsKeptAsItWasRecordedNeedsIt() throws Exception {
        KeyEntry key = KeyRingRotation.list(KeyRing.load(service.keyRing())).stream()
                .filter(one -> one.use() == KeyUse.SEALING && !one.primary())
                .findFirst()
                .orElseThrow();
        var err = new StringWriter();
        int code = Program.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(
                        "keys",
                        "retire",
                        "--key-ring",
                        service.keyRing().toString(),
                        "--database",
                        "postgresql://" + service.database().user() + ":"
                                + service.database().password() + "@"
                                + service.database().host() + ":"
                                + service.database().port() + "/"
                                + service.database().name(),
                        "--use",
                        "sealing",
                        "--key",
                        key.number(),
                        "--kept-days",
                        "0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("the key " + key.number() + " for sealing is still needed: ")
                .contains("in access_log.reason", "in sealed.ciphertext")
                .doesNotContain("case_step", "attachment", "unmasking", "registered_person");
        service.rotation().retire(KeyUse.SEALING, key.number(), Duration.ZERO);
        service.lookAtKeyRing();
        assertThat(service.rows("SELECT details FROM access_log WHERE action = 'change-key-ring' AND outcome = 'done'"
                        + " AND actor_kind = 'service' ORDER BY position"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("sealingAdded", "sealingPromoted", "personRefsAdded"),
                        added -> assertThat(added).contains("sealingAdded").doesNotContain("Promoted"),
                        promoted ->
                                assertThat(promoted).contains("sealingPromoted").doesNotContain("Added"),
                        retired -> assertThat(retired).isEqualTo("{\"sealingRetired\":\"" + key.number() + "\"}"));
    }

    /** The old key is retired, so a text that is still shown must have been sealed again. */
    @Test
    @Order(5)
    void whatOfficialsWroteIsStillShown() throws Exception {
        var tour = new LeakTour(service.url(), Map.of("culture", day.tokens().get("culture")), List.of(LeakDay.STRICT));
        tour.readEverything();

        for (String read : List.of(
                "/violations/",
                "/inspections",
                "/inspections/draws",
                "/legal-holds",
                "/unmaskings",
                "/record-requests")) {
            assertThat(tour.answers().stream()
                            .filter(answer ->
                                    answer.status() == 200 && answer.request().startsWith("GET /api/v1" + read)))
                    .as(read)
                    .anyMatch(answer -> answer.body().contains(LeakPersons.IN_REASONS.personName));
        }
    }

    /**
     * Triggers refuse this even to the owner of the tables. A replaced text itself can only be detected with the keys.
     */
    @Test
    @Order(6)
    void nothingElseOfTheRowsCanBeChanged() throws Exception {
        for (String table : List.of(
                "attachment",
                "case_document",
                "case_step",
                "draw",
                "inspection_correction",
                "inspection_version",
                "kept_bundle",
                "objection",
                "objection_answer",
                "photo_thumbnail",
                "record_request",
                "site_record",
                "site_signature",
                "unmasking")) {
            List<String> texts = SealedColumn.RESEALED.stream()
                    .filter(one -> one.table().equals(table))
                    .map(SealedColumn::column)
                    .toList();
            for (String column : service.rows("SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                    + "'::regclass AND attnum > 0 AND NOT attisdropped")) {
                refused("UPDATE " + table + " SET " + column + " = " + (texts.contains(column) ? "'\\x00'" : column));
            }
        }
        refused("UPDATE case_step SET found = note WHERE found IS NULL");
        refused("UPDATE case_step SET note = set_byte(note, 20, get_byte(note, 20) # 1)"); // under the same key
        refused("UPDATE case_step SET note = set_byte(note, 4, get_byte(note, 4) # 1)"); // under an unknown key
    }

    private static long under(String column, String key) throws Exception {
        String[] names = column.split("\\.");
        return Long.parseLong(service.rows("SELECT count(*) FROM " + names[0] + " WHERE substr(" + names[1]
                        + ", 2, 4) = '\\x" + key + "' AND get_byte(" + names[1] + ", 0) IN (1, 2)")
                .getFirst());
    }

    /** The number of texts in each column, and their length in bytes. */
    private static Map<String, String> lengths() throws Exception {
        var lengths = new TreeMap<String, String>();
        for (SealedColumn column : SealedColumn.RESEALED) {
            lengths.put(
                    column.toString(),
                    service.rows("SELECT count(" + column.column() + ") || ' of ' || sum(length(" + column.column()
                                    + ")) FROM " + column.table())
                            .getFirst());
        }
        return lengths;
    }

    /** Keeps a text as retention would: retention itself drops no day younger than sixty days. */
    private static void keepATextOfADroppedDay() throws Exception {
        List<String> first = service.rows(
                "SELECT stream_number || ' ' || seq || ' ' || kind || ' ' || place_code || ' ' || stream"
                        + " || ' ' || encode(ciphertext, 'hex') FROM sealed JOIN stream ON number = stream_number WHERE kind = 'identity' LIMIT 1");
        String[] of = first.getFirst().split(" ");
        var ref = new SealedRef(of[3], UUID.fromString(of[4]), Long.parseLong(of[1]), of[2]);
        String resealed = HexFormat.of()
                .formatHex(service.vault()
                        .seal(service.vault().unseal(HexFormat.of().parseHex(of[5]), ref), ref));
        execute("INSERT INTO kept_evidence (stream_number, seq, day, received_at, body, content_mac, chain)"
                + " SELECT stream_number, seq, day, received_at, body, content_mac, chain FROM journal"
                + " WHERE stream_number = " + of[0] + " AND seq = " + of[1]);
        execute("INSERT INTO kept_text SELECT stream_number, seq, kind, ciphertext, ciphertext_hash, '\\x" + resealed
                + "' FROM sealed WHERE stream_number = " + of[0] + " AND seq = " + of[1] + " AND kind = 'identity'");
    }

    /** Stores a second factor's secret, sealed as SecondFactor seals it. */
    private static void secureAnAccount() throws Exception {
        UUID account =
                UUID.fromString(service.rows("SELECT id FROM account LIMIT 1").getFirst());
        byte[] secret = service.vault().seal("SECRET", new SealedRef("", account, 0, "second-factor"));
        execute("INSERT INTO second_factor (account, sealed) VALUES ('" + account + "', '\\x"
                + HexFormat.of().formatHex(secret) + "')");
    }

    private static void tellAnAccount() throws Exception {
        new AdminClient(service.vertx(), service.url(), day.tokens().get("culture"))
                .call(
                        HttpMethod.POST,
                        "/notifications/targets",
                        new JsonObject().put("format", "standard").put("url", "https://hooks.example/"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static void nameASafetyOfficer() throws Exception {
        new AdminClient(service.vertx(), service.url(), day.tokens().get("culture"))
                .call(
                        HttpMethod.PUT,
                        "/cafes/" + LeakDay.STRICT + "/safety",
                        new JsonObject().put("officer", new JsonObject().put("name", "某某")))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static void writeToACafe() throws Exception {
        new AdminClient(service.vertx(), service.url(), day.tokens().get("culture"))
                .call(
                        HttpMethod.POST,
                        "/cafes/" + LeakDay.STRICT + "/messages",
                        new JsonObject()
                                .put("text", "about the premises")
                                .put("purpose", "hours")
                                .put(
                                        "until",
                                        service.rows("SELECT to_json(now() + interval '1 day')")
                                                .getFirst()
                                                .replace("\"", "")))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static void enterARoster() throws Exception {
        var duty = new JsonObject()
                .put("name", "某某")
                .put("from", "2026-07-10T18:00:00+08:00")
                .put("to", "2026-07-11T08:00:00+08:00")
                .put("contacts", List.of(new JsonObject().put("kind", "wecom").put("to", "https://hooks.example/")));
        service.regulator("culture", "360481")
                .call(HttpMethod.PUT, "/regions/360481/roster", new JsonObject().put("duties", List.of(duty)))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** Stores a document's sealed parts, as DocumentService seals them. */
    private static void makeADocumentVoid() throws Exception {
        UUID id = UUID.randomUUID();
        SealedFile file =
                new FileSealing(service.vault()).seal(new byte[] {1}, new SealedRef("", id, 0, "case-document"));
        HexFormat hex = HexFormat.of();
        execute("""
                BEGIN;
                INSERT INTO document_counter VALUES ('360481', 'culture', 'w', 2026, 1);
                INSERT INTO case_document
                  SELECT '%1$s', (SELECT id FROM case_file LIMIT 1), '360481', 'culture', 'w', 2026, 1, 'n', 'decision', now(), id, false, '{}', '\\x%2$s', '\\x%3$s',
                    sha256('\\x%2$s'), '\\x%4$s', now(), id, '\\x%5$s'
                  FROM account LIMIT 1;
                COMMIT
                """.formatted(
                        id,
                        hex.formatHex(file.content()),
                        hex.formatHex(file.key()),
                        hex.formatHex(service.vault().seal("页", new SealedRef("", id, 0, "case-document-page"))),
                        hex.formatHex(service.vault().seal("笔误", new SealedRef("", id, 0, "case-document-void")))));
    }

    private static void refused(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageMatching(
                        "(?s).*" + "(is append-only|can only be sealed again|cannot be changed|does not change).*");
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
