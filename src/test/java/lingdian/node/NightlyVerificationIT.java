package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.record.journal.Verification.Broken;
import lingdian.record.journal.VerificationRound;
import lingdian.testing.FeedTranscript;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A stored chain that fails verification is found at night, in any café, exactly once, and accuses nobody. */
class NightlyVerificationIT {
    private static final int EVENTS = 5;
    private static final LocalDate NIGHT = LocalDate.of(2026, 7, 1);

    @Test
    void eachBrokenStreamIsAnIncidentAndTheNextNightSaysNothingNew() throws Exception {
        try (var service = RunningService.start()) {
            List<PostingCafe> cafes = cafes(service, 3);
            service.checkpoint();
            service.verifyRecords();
            assertThat(found(service)).isEmpty();
            assertThat(brokenThisNight(service)).isZero();

            tamper(service, "UPDATE journal SET body = body || ' ' WHERE seq = 2 AND " + of(cafes.get(0)));
            tamper(service, "DELETE FROM journal WHERE seq = 4 AND " + of(cafes.get(2)));
            nextNight(service);
            service.verifyRecords();
            List<JsonObject> found = found(service);
            assertThat(found)
                    .extracting(one -> one.getString("placeCode") + " " + seq(one))
                    .containsExactlyInAnyOrder(
                            cafes.get(0).placeCode() + " 2", cafes.get(2).placeCode() + " 4");
            assertThat(found)
                    .allSatisfy(one -> assertThat(one.getString("what"))
                            .contains(
                                    one.getString("stream"),
                                    one.getInteger("seq").toString()));
            assertThat(violations(service)).isEmpty();
            assertThat(FeedTranscript.of(service, "culture")).isEmpty();

            nextNight(service);
            service.verifyRecords();
            assertThat(found(service)).containsExactlyInAnyOrderElementsOf(found);
            whatBelongsToNoStreamIsAnIncidentToo(service);
        }
    }

    /** Breaks, one after another, the parts of the record that belong to no stream: none hides another. */
    private static void whatBelongsToNoStreamIsAnIncidentToo(RunningService service) throws Exception {
        long before = brokenThisNight(service);
        var changes = List.of(
                "UPDATE checkpoint SET signature = hash WHERE number = 1",
                "UPDATE access_log SET at = at - interval '1 ms' WHERE position = 1",
                "INSERT INTO retention_drop (number, day, dropped_at, records, sealed_texts, hash)"
                        + " VALUES (1, '2020-01-01', now(), 0, 0, sha256('anything'))");
        for (int i = 0; i < changes.size(); i++) {
            tamper(service, changes.get(i));
            nextNight(service);
            service.verifyRecords();
            assertThat(brokenThisNight(service)).as(changes.get(i)).isEqualTo(before + i + 1);
        }
        assertThat(found(service).subList(0, changes.size())).allSatisfy(one -> {
            assertThat(one.getString("placeCode")).isNull();
            assertThat(one.getString("stream")).isNull();
        });
        assertThat(violations(service)).isEmpty();
    }

    @Test
    void anInterruptedNightGoesOnWhereItWas() throws Exception {
        try (var service = RunningService.start()) {
            List<PostingCafe> cafes = cafes(service, 25);
            tamper(
                    service,
                    "UPDATE journal SET received_at = received_at - interval '1 s' WHERE seq = 1 AND "
                            + of(cafes.get(0)));
            tamper(
                    service,
                    "UPDATE cafe_state SET acked_seq = acked_seq + 1 WHERE stream_number ="
                            + " (SELECT number FROM stream WHERE " + streamOf(cafes.get(24)) + ")");
            var verified = new AtomicInteger();
            var broken = new ArrayList<Broken>();
            var portions = new AtomicInteger();
            var round = new VerificationRound(
                    service.database(),
                    service.vault(),
                    Instant::now,
                    1_000_000,
                    List.of(() -> "the rest"),
                    (records, some) -> {
                        verified.addAndGet((int) records);
                        broken.addAll(some);
                        portions.incrementAndGet();
                    });
            round.run(NIGHT, () -> portions.get() < 1);
            assertThat(portions).hasValue(1);
            round.run(NIGHT.plusDays(1), () -> portions.get() < 2); // the next night begins with the remaining streams
            assertThat(portions).hasValue(2);
            round.run(NIGHT.plusDays(1), () -> true);
            assertThat(portions).hasValue(4); // and the parts that belong to no stream
            round.run(NIGHT.plusDays(1), () -> true);
            assertThat(portions).hasValue(4);
            assertThat(broken)
                    .extracting(
                            one -> one.end() == null ? one.what() : one.end().placeCode() + " " + one.seq())
                    .containsExactly(
                            cafes.get(0).placeCode() + " 1",
                            cafes.get(24).placeCode() + " " + (EVENTS + 1),
                            "the rest");
            assertThat(verified).hasValueBetween(24 * EVENTS, 25 * EVENTS);
        }
    }

    /** Rows that say that the nights are done, of whoever has the service's login and no keys. */
    @Test
    void rowsWithoutProofSilenceNothing() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-07-10T19:30:00Z"));
        try (var service = RunningService.with().clock(now::get).start()) {
            List<PostingCafe> cafes = cafes(service, 1);
            service.checkpoint();
            service.verifyRecords();
            assertThat(found(service)).isEmpty();

            TestDatabase.execute(service.database(), """
                    INSERT INTO verification_round (night, next_stream, records, began_at, ended_at, proof)
                    SELECT night + days, next_stream, records, began_at, ended_at, proof
                    FROM verification_round CROSS JOIN generate_series(1, 5) AS days
                    """);
            tamper(service, "UPDATE journal SET body = body || ' ' WHERE seq = 2 AND " + of(cafes.get(0)));
            tamper(service, "DELETE FROM checkpoint_leaf");
            tamper(service, "DELETE FROM checkpoint");
            now.updateAndGet(night -> night.plus(Duration.ofDays(1)));
            service.verifyRecords();

            assertThat(found(service))
                    .extracting(one -> one.getString("what"))
                    .anyMatch(what -> what.contains("record 2"))
                    .anyMatch(what -> what.startsWith("checkpoint 1: it is missing"));
        }
    }

    /** An earlier row of the same night, with its proof: the next night would leave out what came before it. */
    @Test
    void aRowThatWasPutBackLeavesNothingOut() throws Exception {
        try (var service = RunningService.start()) {
            cafes(service, 15);
            var verified = new AtomicInteger();
            var round = new VerificationRound(
                    service.database(),
                    service.vault(),
                    Instant::now,
                    1_000_000,
                    List.of(),
                    (records, some) -> verified.addAndGet((int) records));
            round.run(NIGHT, () -> verified.get() == 0);
            tamper(service, "CREATE TABLE kept AS SELECT * FROM verification_round");
            round.run(NIGHT, () -> true);
            assertThat(verified).hasValue(15 * EVENTS);
            tamper(service, "DELETE FROM verification_round");
            tamper(service, "INSERT INTO verification_round SELECT * FROM kept");

            round.run(NIGHT.plusDays(1), () -> true);
            assertThat(verified).hasValue(2 * 15 * EVENTS);
        }
    }

    /** The turn is taken for good, so no record is verified; what a node remembers it compares all the same. */
    @Test
    void aNodeThatNeverHasTheTurnComparesWhatItRemembersAndSaysHowLongItWaits() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-07-10T19:30:00Z"));
        try (var service = RunningService.with().clock(now::get).start()) {
            service.checkpoint();
            service.verifyRecords();
            assertThat(Http.to(service).meter("lingdian_verification_age_seconds"))
                    .isZero();

            TestDatabase.execute(
                    service.database(), "SELECT hold_turn('verification-round', gen_random_uuid(), 1000000)");
            tamper(service, "DELETE FROM checkpoint_leaf");
            tamper(service, "DELETE FROM checkpoint");
            now.updateAndGet(night -> night.plus(Duration.ofDays(2)));
            service.verifyRecords();

            assertThat(found(service))
                    .extracting(one -> one.getString("what"))
                    .singleElement()
                    .asString()
                    .startsWith("checkpoint 1: it is missing");
            assertThat(Http.to(service).meter("lingdian_verification_age_seconds"))
                    .isEqualTo(2 * 86_400.0);
        }
    }

    private static List<PostingCafe> cafes(RunningService service, int count) throws Exception {
        var cafes = new ArrayList<PostingCafe>();
        for (int i = 1; i <= count; i++) {
            String placeCode = "36048110" + String.format("%06d", i);
            var cafe = new PostingCafe(placeCode, service.cafe(placeCode, List.of()));
            for (int event = 0; event < EVENTS; event++) {
                assertThat(cafe.send(service.url(), "patrol", Instant.now())).isTrue();
            }
            cafes.add(cafe);
        }
        return cafes;
    }

    private static String of(PostingCafe cafe) {
        return "stream_number = (SELECT number FROM stream WHERE " + streamOf(cafe) + ")";
    }

    private static String streamOf(PostingCafe cafe) {
        return "stream = '" + cafe.stream() + "'";
    }

    /** Runs SQL as a superuser, with triggers disabled. */
    private static void tamper(RunningService service, String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private static void nextNight(RunningService service) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE verification_round SET night = night - 1");
        }
    }

    private static long brokenThisNight(RunningService service) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT broken FROM verification_round ORDER BY night DESC LIMIT 1")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As an auditor reads them, newest first. */
    private static List<JsonObject> found(RunningService service) throws Exception {
        String auditor = service.admin()
                .createAccount(new JsonObject().put("name", "auditor").put("role", "auditor"))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
        Http.Answer answer = Http.to(service).as(auditor).get("/api/v1/integrity-incidents");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<JsonObject> violations(RunningService service) throws Exception {
        return service
                .regulator("culture", "000000")
                .all("/violations", Map.of("code", "RECORDS_BROKEN"))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static int seq(JsonObject incident) {
        return incident.getInteger("seq");
    }
}
