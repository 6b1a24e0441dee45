package lingdian.office.figures;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.PostingCafe;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** {@code CAFE_UNLIKE_PEERS}, where it is turned on: from cafés' days over the night's comparison to the finding. */
class UnlikePeersIT {
    private static final String PLACE = "36048110000001";
    private static final Instant FRIDAY = Instant.parse("2026-07-10T01:00:00Z"); // nine o'clock there
    private static final Duration DAY = Duration.ofDays(1);

    /** Ten others with 8 to 12 of 100 logins of each day at night; the café's own 28 days have 40, one day more none. */
    private static final String DAYS = """
            INSERT INTO cafe_day (day, place_code, heartbeats, patrols, rejects, logins_allowed, logins_denied, minors_refused,
                                  hours_heard, region, logins_night)
            SELECT '2026-07-10'::date - n, place_code, 1, 0, 0, 95, 5, 0, 1, region,
                   CASE WHEN place_code <> '%1$s' THEN 8 + right(place_code, 1)::integer %% 5 WHEN n > 27 THEN 0 ELSE 40 END
            FROM cafe, generate_series(1, 28) AS n
            """;

    private final AtomicReference<Instant> now = new AtomicReference<>(FRIDAY);

    @Test
    void aCafeThatIsFarFromItsPeersIsFoundOnce() throws Exception {
        try (var service = started();
                var other = service.another()) {
            var cafe = cafes(service);
            heard(service, cafe);

            nightPasses();
            int facts = facts(service);
            together(service::enterNightlyFigures, other::enterNightlyFigures);
            assertThat(facts(service)).as("once, whichever node it was").isEqualTo(facts + 1);
            assertThat(service.rows(
                            "SELECT place_code || ' ' || unlike_peers FROM cafe WHERE unlike_peers IS NOT NULL"))
                    .containsExactly(
                            PLACE + " {\"cafes\": 10, \"score\": 20.235, \"value\": 0.4, \"figure\": \"night-logins\","
                                    + " \"logins\": 2700, \"median\": 0.1, \"region\": \"360481\"}");

            service.restart();
            service.enterNightlyFigures();
            assertThat(facts(service)).as("the same is no change").isEqualTo(facts + 1);

            heard(service, cafe);
            assertThat(found(service)).containsExactly("2026-07-10T08:00:00+08:00 lead [culture, public-security] []");
            assertThat(service.violations().values().iterator().next().getJsonObject("peers"))
                    .isEqualTo(new JsonObject()
                            .put("figure", "night-logins")
                            .put("region", "360481")
                            .put("cafes", 10)
                            .put("logins", 2700)
                            .put("value", 0.4)
                            .put("median", 0.1)
                            .put("score", 20.235));

            nightPasses();
            service.enterNightlyFigures();
            heard(service, cafe);
            assertThat(found(service)).as("not again for 28 days").hasSize(1);

            assertThat(Replayed.contradictsNothing(service.database())).containsPattern("CAFE_UNLIKE_PEERS +1 ");
            sql(service, "DELETE FROM cafe_day WHERE place_code <> '" + PLACE + "'");
            service.enterNightlyFigures();
            assertThat(service.rows("SELECT unlike_peers FROM cafe WHERE unlike_peers IS NOT NULL"))
                    .as("without peers nothing is known")
                    .isEmpty();
            heard(service, cafe);
            assertThat(Replayed.contradictsNothing(service.database())).containsPattern("CAFE_UNLIKE_PEERS +1 ");
        }
    }

    /** Of all logins, allowed or denied, by the café's own time; rejected ones do not count. */
    @Test
    void loginsBeforeEightAreCounted() throws Exception {
        try (var service = started()) {
            var cafe = new PostingCafe(PLACE, service.cafe(PLACE, List.of()));
            login(service, cafe, "s-1", "1990-01-01", FRIDAY.minus(Duration.ofHours(9))); // midnight, out of hours
            login(service, cafe, "s-2", "2012-01-01", FRIDAY.minus(Duration.ofMinutes(61))); // 07:59, a minor
            login(service, cafe, "s-2", "1990-01-01", FRIDAY.minus(Duration.ofMinutes(60)));
            login(
                    service,
                    cafe,
                    "s-2",
                    "1990-01-01",
                    FRIDAY.minus(Duration.ofMinutes(59))); // rejected: an id that was used
            service.sweepFigures();
            login(service, cafe, "s-3", "1990-01-01", FRIDAY.minus(Duration.ofMinutes(58)));
            service.sweepFigures();

            assertThat(service.rows(
                            "SELECT logins_allowed || ' ' || logins_denied || ' ' || logins_night FROM cafe_day"))
                    .containsExactly("2 2 2");
        }
    }

    private RunningService started() throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"));
        String enabled = rules.replaceFirst("(?s)(CAFE_UNLIKE_PEERS:[^\n]*\n    state: )shadow", "$1enabled");
        assertThat(enabled).isNotEqualTo(rules);
        return RunningService.with()
                .clock(now::get)
                .files(Map.of("rules.yaml", enabled))
                .start();
    }

    private static PostingCafe cafes(RunningService service) throws Exception {
        var cafe = new PostingCafe(PLACE, service.cafe(PLACE, List.of()));
        for (int i = 2; i <= 11; i++) {
            service.cafe("360481100000%02d".formatted(i), List.of());
        }
        sql(service, DAYS.formatted(PLACE));
        return cafe;
    }

    /** A day and a night later, about nine o'clock again. */
    private void nightPasses() {
        now.updateAndGet(before -> before.plus(DAY));
    }

    private interface Entry {
        void run() throws Exception;
    }

    private static void together(Entry... entries) throws Exception {
        var all = new CompletableFuture<?>[entries.length];
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            all[i] = CompletableFuture.runAsync(() -> {
                try {
                    entry.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CompletableFuture.allOf(all).get(60, SECONDS);
    }

    private void heard(RunningService service, PostingCafe cafe) throws Exception {
        var heartbeat =
                new JsonObject().put("type", "heartbeat").put("at", now.get().toString());
        assertThat(cafe.send(service.url(), heartbeat.put("inUse", new JsonArray())))
                .isTrue();
    }

    private static void login(RunningService service, PostingCafe cafe, String session, String birthDate, Instant at)
            throws Exception {
        assertThat(cafe.send(
                        service.url(),
                        new JsonObject()
                                .put("type", "login")
                                .put("at", at.toString())
                                .put("session", session)
                                .put("terminal", session)
                                .put(
                                        "document",
                                        new JsonObject()
                                                .put("type", "990")
                                                .put("number", session + birthDate)
                                                .put("name", "n")
                                                .put("birthDate", birthDate)
                                                .put("read", "manual"))))
                .isTrue();
    }

    private static List<String> found(RunningService service) throws Exception {
        return service.violations().values().stream()
                .map(one -> "%s %s %s %s"
                        .formatted(
                                one.getString("startedAt"),
                                one.getString("standing"),
                                one.getJsonArray("authorities").getList(),
                                one.getJsonArray("law").getList()))
                .toList();
    }

    private static void sql(RunningService service, String sql) throws Exception {
        try (var database = service.superuser();
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int facts(RunningService service) throws Exception {
        return Integer.parseInt(service.rows("SELECT facts_version FROM head").getFirst());
    }
}
