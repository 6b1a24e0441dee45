package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** {@code COVERAGE_LOW} by the terminals that were heard of: from heartbeats over the night's count to the finding. */
class NightlyFiguresEntryIT {
    private static final String PLACE = "36048110000001";
    private static final Instant FRIDAY = Instant.parse("2026-07-10T01:00:00Z"); // nine o'clock there
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(FRIDAY);

    @Test
    void theTerminalsHeardOfInSevenDaysAreComparedWithTheLicensedOnes() throws Exception {
        try (var service = RunningService.with().clock(now::get).start()) {
            var cafe = new PostingCafe(PLACE, service.cafe(PLACE, List.of()));
            licensed(service, 10);
            heard(service, cafe, FRIDAY.minus(Duration.ofDays(8)), 10); // longer ago than seven days
            for (int days = 4; days >= 1; days--) {
                heard(service, cafe, FRIDAY.minus(Duration.ofDays(days)), 8);
            }
            nightPasses(service);
            assertThat(service.rows("SELECT heard_terminals FROM cafe")).containsExactly((String) null); // four days
            assertThat(coverage(service)).containsExactly("2026-07-10 360481 null null 1");

            heard(service, cafe, now.get(), 8);
            nightPasses(service);
            assertThat(service.rows("SELECT heard_terminals FROM cafe")).containsExactly("8");
            assertThat(coverage(service)).containsExactly("2026-07-10 360481 null null 1", "2026-07-11 360481 10 8 0");
            heard(service, cafe, now.get(), 8);
            assertThat(findings(service)).containsExactly("lead 2026-07-11");

            long changes = facts(service);
            service.enterNightlyFigures();
            assertThat(facts(service)).as("the same number is no change").isEqualTo(changes);

            assertThat(coverage(service)).as("nor another day").hasSize(2);

            licensed(service, 7);
            nightPasses(service);
            heard(service, cafe, now.get(), 8);
            assertThat(findings(service)).containsExactly("lead 2026-07-11", "suspicion 2026-07-12");
            service.sweepFigures();
            assertThat(Replayed.contradictsNothing(service.database())).containsPattern("COVERAGE_LOW +2 ");

            assertThat(coverage(service)).last().isEqualTo("2026-07-12 360481 7 8 0");
            closed(service);
            nightPasses(service);
            assertThat(coverage(service)).as("a closed café is not counted").hasSize(3);
        }
    }

    /** A day and a night later, about nine o'clock again, the figures are complete and the number is entered. */
    private void nightPasses(RunningService service) throws Exception {
        now.updateAndGet(before -> before.plus(DAY));
        service.sweepFigures();
        service.enterNightlyFigures();
    }

    private static void licensed(RunningService service, int terminals) throws Exception {
        assertThat(Http.to(service)
                        .as(RunningService.ADMIN_TOKEN)
                        .send(
                                "PUT",
                                "/api/v1/cafes/" + PLACE,
                                new JsonObject()
                                        .put("name", "test")
                                        .put(
                                                "licence",
                                                new JsonObject()
                                                        .put("number", "1")
                                                        .put("validUntil", "2099-12-31"))
                                        .put("terminals", terminals))
                        .status())
                .isLessThan(300);
    }

    private static void closed(RunningService service) throws Exception {
        try (var database = service.superuser();
                var statement = database.createStatement()) {
            statement.execute("INSERT INTO closure (id, place_code, kind, begins_at, document, entered_at)"
                    + " VALUES (gen_random_uuid(), '" + PLACE + "', 'permanent', '2026-07-12T12:00:00Z', '1', now())");
        }
    }

    private static void heard(RunningService service, PostingCafe cafe, Instant at, int terminals) throws Exception {
        var inUse = new JsonArray(
                IntStream.range(0, terminals).mapToObj(seat -> "A" + seat).toList());
        var heartbeat = new JsonObject().put("type", "heartbeat").put("at", at.toString());
        assertThat(cafe.send(service.url(), heartbeat.put("inUse", inUse))).isTrue();
    }

    private static List<String> findings(RunningService service) throws Exception {
        return service.rows("""
                SELECT (snapshot::json ->> 'standing') || ' ' || ((snapshot::json ->> 'startedAt')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
                FROM shadow_violation WHERE code = 'COVERAGE_LOW' ORDER BY 1
                """);
    }

    /** As readers of {@code GET /trends} see it, by day and county. */
    private static List<String> coverage(RunningService service) throws Exception {
        return Http.to(service)
                .as(service.regulatorToken("culture", "360400"))
                .get("/api/v1/trends?from=2026-07-01&to=2026-07-31")
                .json()
                .getJsonArray("terminals")
                .stream()
                .map(JsonObject.class::cast)
                .map(day -> "%s %s %s %s %s"
                        .formatted(
                                day.getString("day"),
                                day.getString("region"),
                                day.getInteger("licensed"),
                                day.getInteger("heard"),
                                day.getInteger("unknownCafes")))
                .toList();
    }

    private static long facts(RunningService service) throws Exception {
        return Long.parseLong(service.rows("SELECT facts_version FROM head").getFirst());
    }
}
