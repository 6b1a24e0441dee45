package lingdian.intake.silence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.text.Rfc3339;
import lingdian.testing.Await;
import lingdian.testing.FeedTranscript;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.TcpProxy;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Silences as regulators see them: opened by the clock alone. The test moves it on by two minutes, and by two more when the node
 * has begun to look for silences then, so that none of its times is a matter of this machine.
 */
class SilenceIT {
    private static final double SPEED = 400; // as often a node looks for silences
    private static final Duration STEP = Duration.ofMinutes(2);
    private static final String MORNING = "2026-07-01T02:00:00Z"; // ten o'clock there

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse(MORNING));

    @Test
    void opensByTheClockAndEndsWithTheNextEvent() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var cafe = cafe(service, "36048110000001");
            send(service, cafe, "opened", now.get());
            Instant before = now.get();
            JsonObject silence = awaitSilences(service, 1).getFirst();
            assertThat(silence.getString("state")).isEqualTo("open");
            assertThat(silence.getString("standing")).isEqualTo("suspicion");
            assertThat(silence.getJsonArray("authorities")).containsExactly("culture");
            assertThat(silence.getValue("explained")).isNull();
            assertThat(instant(silence, "startedAt")).isBetween(before.minusSeconds(300), before);
            assertThat(Duration.between(instant(silence, "startedAt"), instant(silence, "detectedAt")))
                    .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(25));

            send(service, cafe, "heartbeat", instant(silence, "startedAt").plusSeconds(300));
            silence = awaitSilences(service, 1).getFirst(); // acknowledged: the list shows it
            assertThat(silence.getString("state")).isEqualTo("ended");
            assertThat(silence.getString("explained")).isEqualTo("buffered");
            assertThat(told(service))
                    .containsExactly("violation.opened null", "violation.ended null", "violation.updated buffered");
            assertThat(silence.getJsonArray("evidence").getJsonObject(0).getJsonArray("seq"))
                    .containsExactly(1, 2);
            silences(service, cafe, 2);
            assertReplayed(service);
        }
    }

    /** Whose request takes its time is silent from then on at most. */
    @Test
    void whoClosesOrGoesOnOrIsStillSendingIsNotSilent() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var closed = cafe(service, "36048110000001");
            var busy = cafe(service, "36048110000002");
            var silent = cafe(service, "36048110000003");
            send(service, closed, "opened", now.get());
            send(service, closed, "closed", now.get());
            send(service, silent, "opened", now.get());
            var slow = cafe(service, "36048110000004");
            send(service, slow, "opened", now.get());
            Instant began = now.get();
            PostingCafe.Begun request = slow.begin(service.url(), "heartbeat", began);
            while (!now.get().isAfter(began.plus(Duration.ofMinutes(20)))) {
                send(service, busy, "heartbeat", now.get());
                step(service);
            }
            assertThat(request.finish()).isTrue();
            Await.until("a silence", () -> {
                send(service, busy, "heartbeat", now.get());
                step(service);
                return places(service).contains(silent.placeCode());
            });
            assertThat(silences(service))
                    .filteredOn(one -> !one.getString("placeCode").equals(slow.placeCode()))
                    .hasSize(1)
                    .allSatisfy(one -> assertThat(one.getString("placeCode")).isEqualTo(silent.placeCode()));
            assertThat(silences(service))
                    .filteredOn(one -> one.getString("placeCode").equals(slow.placeCode()))
                    .allSatisfy(one -> assertThat(instant(one, "startedAt")).isAfterOrEqualTo(began));
        }
    }

    @Test
    void theServicesOwnDowntimeIsNobodysSilence() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var cafe = cafe(service, "36048110000001");
            send(service, cafe, "opened", now.get());
            Instant last = now.get();
            service.restartAfter(() -> pass(Duration.ofMinutes(30)));
            Instant back = now.get();
            JsonObject silence = awaitSilences(service, 1).getFirst();
            assertThat(instant(silence, "startedAt")).isBeforeOrEqualTo(last);
            assertThat(Duration.between(back, instant(silence, "detectedAt")))
                    .isGreaterThan(Duration.ofMinutes(2)); // to come back, and what is left of a quarter of an hour
            assertReplayed(service);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsDowntimeToo() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        try (var proxy = TcpProxy.listeningBefore(database.port());
                var service = RunningService.with()
                        .database(through(proxy, database))
                        .clock(now::get, SPEED)
                        .start()) {
            var cafe = cafe(service, "36048110000001");
            send(service, cafe, "opened", now.get());
            Instant last = now.get();
            proxy.cut();
            Await.until(
                    "the node cannot say that it receives",
                    () -> Http.to(service.url()).get("/health/ready").status() == 503);
            pass(Duration.ofMinutes(30));
            proxy.forward();
            Instant back = now.get();
            JsonObject silence = awaitSilences(service, 1).getFirst();
            assertThat(Duration.between(back, instant(silence, "detectedAt"))).isGreaterThan(Duration.ofMinutes(2));
        }
    }

    @Test
    void manyCafesOfACountyAtOnceAreProbablyAnOutage() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var cafes = new ArrayList<PostingCafe>();
            for (int i = 1; i <= 6; i++) {
                cafes.add(cafe(service, "3604811000001" + i));
            }
            var elsewhere = cafe(service, "36040210000001");
            send(service, elsewhere, "opened", now.get());
            for (PostingCafe cafe : cafes) {
                send(service, cafe, "opened", now.get());
            }
            assertThat(awaitSilences(service, 7))
                    .allSatisfy(one -> assertThat(one.getString("explained"))
                            .isEqualTo(
                                    one.getString("placeCode").equals(elsewhere.placeCode())
                                            ? null
                                            : "probable-outage"));
            assertReplayed(service);
        }
    }

    /** One more silence, which ends. */
    private void silences(RunningService service, PostingCafe cafe, int count) throws Exception {
        awaitSilences(service, count);
        send(service, cafe, "heartbeat", now.get());
    }

    @Test
    void theThirdSilenceOfADayIsFoundInShadowAndReplayed() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var cafe = cafe(service, "36048110000001");
            for (int silence = 1; silence <= 3; silence++) {
                assertThat(grave(service)).isEmpty();
                send(service, cafe, "heartbeat", now.get());
                awaitSilences(service, silence);
            }

            assertThat(grave(service)).containsExactly("3");
            assertReplayed(service);
        }
    }

    /** An hour in which the service itself is stopped does not count, neither here nor in the replay. */
    @Test
    void moreThanTwoHoursOfSilenceAreFoundInShadowAndReplayed() throws Exception {
        try (var service = RunningService.with().clock(now::get, SPEED).start()) {
            var cafe = cafe(service, "36048110000001");
            send(service, cafe, "heartbeat", now.get());
            awaitSilences(service, 1);
            send(service, cafe, "heartbeat", now.get());
            awaitSilences(service, 2);
            service.restartAfter(() -> pass(Duration.ofHours(1)));
            Await.until("a long silence", () -> {
                step(service);
                return !grave(service).isEmpty();
            });

            assertThat(grave(service)).containsExactly("2");
            assertThat(service.rows("SELECT extract(epoch FROM ended_at - started_at) >= 3 * 3600"
                            + " FROM lingdian.shadow_violation WHERE code = 'MEASURES_STOPPED_GRAVE'"))
                    .containsExactly("t");
            assertReplayed(service);
            send(service, cafe, "heartbeat", now.get());
            assertReplayed(service);
        }
    }

    private static List<String> grave(RunningService service) throws Exception {
        return service.rows("SELECT snapshot::json ->> 'sessions' FROM lingdian.shadow_violation"
                + " WHERE code = 'MEASURES_STOPPED_GRAVE'");
    }

    /** Ten minutes later a replay says nothing of the newest ones any more that is not sure. */
    private void assertReplayed(RunningService service) throws Exception {
        for (Instant found = now.get(); !now.get().isAfter(found.plus(Duration.ofMinutes(10))); ) {
            step(service);
        }
        Replayed.findsEverythingAgain(service);
    }

    private static DatabaseAddress through(TcpProxy proxy, DatabaseAddress database) {
        proxy.forward();
        return new DatabaseAddress("127.0.0.1", proxy.port(), database.name(), database.user(), database.password());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** Two minutes pass, and the node begins to look for silences; the look before is over then. */
    private void step(RunningService service) throws Exception {
        pass(STEP);
        Await.until(
                "the node looks for silences at " + now,
                () -> !service.rows("SELECT 1 FROM listening WHERE NOT over AND renewed_at >= '" + now + "'")
                        .isEmpty());
    }

    private static PostingCafe cafe(RunningService service, String placeCode) throws Exception {
        return new PostingCafe(placeCode, service.cafe(placeCode, List.of()));
    }

    private static void send(RunningService service, PostingCafe cafe, String type, Instant at) throws Exception {
        assertThat(cafe.send(service.url(), type, at)).isTrue();
    }

    private List<JsonObject> awaitSilences(RunningService service, int count) throws Exception {
        Await.until(count + " silences", () -> {
            step(service);
            return silences(service).size() >= count;
        });
        return silences(service);
    }

    private static List<JsonObject> silences(RunningService service) throws Exception {
        return service
                .regulator("culture", "000000")
                .all("/violations", Map.of("code", "MEASURES_STOPPED"))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> places(RunningService service) throws Exception {
        return silences(service).stream().map(one -> one.getString("placeCode")).toList();
    }

    private static List<String> told(RunningService service) throws Exception {
        return FeedTranscript.of(service, "culture").stream()
                .map(message -> message.getString("event") + " "
                        + message.getJsonObject("data").getJsonObject("data").getString("explained"))
                .toList();
    }

    private static Instant instant(JsonObject violation, String field) {
        return Rfc3339.parse(Objects.requireNonNull(violation.getString(field))).orElseThrow();
    }
}
