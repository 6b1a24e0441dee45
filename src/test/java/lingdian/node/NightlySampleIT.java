package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.agent.link.AdminClient;
import lingdian.record.backtest.HistorySampleRound;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** Stored findings that differ from a replay of the record are found at night, and reported to the auditor. */
class NightlySampleIT {
    private static final LocalDate NIGHT = LocalDate.of(2026, 7, 1);

    @Test
    void aViolationThatWasAlteredIsNamed() throws Exception {
        try (var service = RunningService.start()) {
            BacktestIT.play(service, 25);
            moveFirstCafe(service);
            service.replaySample();
            assertThat(disputes(service)).isEmpty();
            assertThat(sum(service, "same")).isGreaterThan(20);

            String altered = one(service, """
                    UPDATE violation SET snapshot = replace(snapshot, '"seconds":', '"seconds":1')
                    WHERE id = (SELECT id FROM violation WHERE code = 'OVERTIME_OPERATION' ORDER BY id LIMIT 1) RETURNING id
                    """);
            String hidden = one(service, """
                    DELETE FROM violation
                    WHERE id = (SELECT id FROM violation WHERE code = 'MINOR_ADMITTED' ORDER BY id LIMIT 1) RETURNING id
                    """);
            one(service, "UPDATE sample_round SET night = night - 1 RETURNING night");
            service.replaySample();

            assertThat(disputes(service))
                    .extracting(one -> one.getJsonObject("subject").getString("id") + " "
                            + one.getJsonObject("details").getString("code") + " "
                            + one.getJsonObject("details").getString("difference"))
                    .containsExactlyInAnyOrder(
                            altered + " OVERTIME_OPERATION changed", hidden + " MINOR_ADMITTED added");
            assertThat(sum(service, "different")).isEqualTo(2);
        }
    }

    @Test
    void aRecordThatCannotBeReadHoldsUpNothing() throws Exception {
        try (var service = RunningService.start()) {
            BacktestIT.play(service, 26);
            String spoilt = one(service, """
                    UPDATE journal SET body = 'no JSON' WHERE seq = 1 AND stream_number = (SELECT min(number) FROM stream)
                    RETURNING (SELECT place_code FROM stream WHERE number = stream_number)
                    """);
            service.replaySample();

            assertThat(disputes(service))
                    .extracting(one -> one.getJsonObject("subject").getString("id"))
                    .containsExactly(spoilt);
            assertThat(sum(service, "unreadable")).isEqualTo(1);
            assertThat(sum(service, "cafes")).isEqualTo(5);
        }
    }

    @Test
    void eachCafeComesUpInItsTurnWhateverInterruptsANight() throws Exception {
        try (var service = RunningService.start()) {
            BacktestIT.play(service, 27);
            var replayed = new ArrayList<String>();
            var round = new HistorySampleRound(
                    service.database(),
                    Instant::now,
                    new SecureRandom(),
                    2,
                    cafe -> replayed.add(cafe.placeCode().value()));
            round.run(NIGHT, () -> replayed.isEmpty());
            assertThat(replayed).hasSize(1);
            round.run(NIGHT, () -> true);
            round.run(NIGHT, () -> true);
            assertThat(replayed).hasSize(2);
            round.run(NIGHT.plusDays(1), () -> true);
            round.run(NIGHT.plusDays(2), () -> true); // only one is left
            assertThat(replayed).hasSize(5).doesNotHaveDuplicates().isSorted();
            round.run(NIGHT.plusDays(3), () -> true);
            assertThat(replayed.subList(5, 7)).isEqualTo(replayed.subList(0, 2));
        }
    }

    /** It takes its findings along to the other county, those that ended too, and nobody has altered them. */
    private static void moveFirstCafe(RunningService service) throws Exception {
        String placeCode = one(service, "SELECT min(place_code) FROM violation WHERE state = 'ended'");
        JsonObject cafe = new JsonObject()
                .put("name", "n")
                .put("region", "360482")
                .put("licence", new JsonObject().put("number", "1").put("validUntil", "2099-12-31"));
        service.admin().putCafe(placeCode, cafe).await(PATIENCE_SECONDS, SECONDS);
        assertThat(one(service, "SELECT count(*) > 0 FROM violation WHERE state = 'ended' AND region = '360482'"))
                .isEqualTo("t");
    }

    private static List<JsonObject> disputes(RunningService service) throws Exception {
        String token = service.admin()
                .createAccount(new JsonObject().put("name", "auditor").put("role", "auditor"))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
        return new AdminClient(service.vertx(), service.url(), token)
                .all("/access-log", Map.of("action", "dispute-violation")).await(PATIENCE_SECONDS, SECONDS).stream()
                        .map(JsonObject.class::cast)
                        .toList();
    }

    /** The sum of a column over all nights. */
    private static long sum(RunningService service, String column) throws Exception {
        return Long.parseLong(one(service, "SELECT sum(" + column + ") FROM sample_round"));
    }

    /** Runs SQL as a superuser, with triggers disabled. */
    private static String one(RunningService service, String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            try (var row = statement.executeQuery(sql)) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
