package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.DumpedPostgres;
import lingdian.testing.Http;
import lingdian.testing.Packing;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All readers of packed days get the records as they were appended. */
class PackedRecordsIT {
    private static final String CAFE = "36048110000001";
    private static final int BUNDLES = 5;

    @TempDir
    private Path directory;

    /** Cafés with events at the edges of the rules, some with several streams. */
    @Test
    void aCitysRecordIsReadAsBefore() throws Exception {
        try (var service = RunningService.start()) {
            BacktestIT.play(service, 31);
            service.checkpoint();
            String before = service.rows(Packing.EVERY_RECORD).getFirst();
            String texts = service.rows(Packing.EVERY_TEXT).getFirst();
            Verification.Result verified = service.verify();
            assertThat(verified.firstBroken()).isNull();

            Packing.everything(service);

            assertThat(service.rows("SELECT count(*) FROM lingdian.journal")).containsExactly("0");
            assertThat(service.rows("SELECT sum(last_seq - first_seq + 1) FROM lingdian.packed_record"))
                    .containsExactly(Long.toString(verified.records()));
            assertThat(service.rows(Packing.EVERY_RECORD).getFirst()).isEqualTo(before);
            assertThat(service.rows("SELECT count(*) FROM lingdian.sealed")).containsExactly("0");
            assertThat(service.rows(Packing.EVERY_TEXT).getFirst()).isEqualTo(texts);
            assertThat(service.verify()).isEqualTo(verified);
            Replayed.findsEverythingAgain(service);
            bundlesStand(service);
        }
    }

    private static void bundlesStand(RunningService service) throws Exception {
        String token = service.regulatorToken("culture", "000000");
        List<String> violations = service.rows(
                "SELECT id FROM lingdian.violation WHERE 'culture' = ANY (authorities) ORDER BY id LIMIT " + BUNDLES);
        assertThat(violations).hasSize(BUNDLES);
        Http regulator = Http.to(service).as(token);
        for (String violation : violations) {
            var answer = regulator.open("/api/v1/violations/" + violation + "/evidence");
            try (InputStream bundle = answer.body()) {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(BundleCheck.check(bundle.readAllBytes()).violation()).hasToString(violation);
            }
        }
    }

    @Test
    void aRepeatedNumberIsAnsweredAsBefore() throws Exception {
        var stream = new UUID(7, 1);
        try (var service = RunningService.start()) {
            String key = service.cafe(CAFE, List.of());
            JsonObject answered;
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(stream, 0);
                answered = agent.send(login("s1")).verdict(1);
                agent.send(new JsonObject().put("seq", 2).put("type", "opened").put("at", "2026-06-01T10:00:00Z"))
                        .ack(2);
            }
            Packing.everything(service);
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(stream, 2);
                assertThat(agent.send(login("s1")).verdict(1)).isEqualTo(answered);
                assertThat(service.rows("SELECT count(*) FROM lingdian.conflict"))
                        .containsExactly("0");
                agent.send(login("s2"));
                agent.awaitCount("ack", 2);
                assertThat(service.rows("SELECT seq FROM lingdian.conflict")).containsExactly("1");
            }
            assertThat(service.verify().firstBroken()).isNull();
        }
    }

    private static JsonObject login(String session) {
        return new JsonObject()
                .put("seq", 1)
                .put("type", "login")
                .put("at", "2026-06-01T09:00:00Z")
                .put("session", session)
                .put("terminal", "A")
                .put("admitted", false)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "P-1")
                                .put("name", "旅客")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    @Test
    void aBackupHoldsThem() throws Exception {
        DumpedPostgres.missing().ifPresent(what -> Assumptions.assumeTrue(System.getenv("CI") != null, what));
        Path dump = directory.resolve("lingdian.dump");
        try (var postgres = DumpedPostgres.start()) {
            String before;
            Verification.Result verified;
            try (var service = RunningService.with()
                    .database(postgres.migrated("lingdian"))
                    .start()) {
                BacktestIT.play(service, 32);
                Packing.everything(service);
                before = service.rows(Packing.EVERY_RECORD).getFirst();
                verified = service.verify();
                DumpedPostgres.backUp(service.database(), dump);
            }
            DatabaseAddress restored = postgres.restored(dump, "lingdian_restored");
            try (var superuser = TestDatabase.superuser(restored);
                    var statement = superuser.createStatement();
                    var rows = statement.executeQuery(Packing.EVERY_RECORD);
                    var store = VerificationStore.open(restored)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(before);
                assertThat(Verification.run(store)).isEqualTo(verified);
                assertThat(verified.firstBroken()).isNull();
            }
        }
    }
}
