package lingdian.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One night of each kind of café, minute by minute under a clock that the test moves. */
class DemoCafeIT {
    private static final String CAFE = "36048110000001";
    private static final Instant EVENING = Instant.parse("2026-11-10T14:00:00Z"); // 22:00 local
    private static final Instant MIDNIGHT = EVENING.plus(Duration.ofHours(2));

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);
    private final AtomicReference<Instant> now = new AtomicReference<>(EVENING);

    @AfterEach
    void close() {
        FakeService.await(vertx.close());
    }

    @Test
    void anHonestCafeIsEmptyAtMidnight() {
        List<JsonObject> events = night(DemoHabit.HONEST);

        assertThat(events).filteredOn(type("login")).hasSizeGreaterThan(20).noneMatch(this::admitted);
        assertThat(heartbeats(events, MIDNIGHT)).hasSizeGreaterThan(100).allMatch(beat -> inUse(beat) == 0);
        assertThat(events).filteredOn(type("opened")).hasSize(1);
        assertThat(events).filteredOn(type("closed")).hasSize(1);
        assertThat(openAtTheEnd(events)).isEmpty();
    }

    @Test
    void behindClosedDoorsGuestsStay() {
        List<JsonObject> events = night(DemoHabit.openPastMidnight(60));

        assertThat(heartbeats(events, MIDNIGHT.plus(Duration.ofMinutes(11)))).anyMatch(beat -> inUse(beat) > 3);
        assertThat(heartbeats(events, MIDNIGHT.plus(Duration.ofMinutes(61)))).allMatch(beat -> inUse(beat) == 0);
    }

    @Test
    void minorsAreSeatedWhereTheHabitIsBadAndTurnedAwayElsewhere() {
        service.judge = event -> !"login".equals(event.getString("type")) || !minor(event)
                ? FakeService.allow(event)
                : FakeService.verdict(event, "under-age");

        List<JsonObject> bad = night(DemoHabit.ADMITS_MINORS);
        List<JsonObject> honest = night(DemoHabit.HONEST);

        assertThat(bad)
                .filteredOn(type("login"))
                .filteredOn(DemoCafeIT::minor)
                .isNotEmpty()
                .allMatch(this::admitted);
        assertThat(honest)
                .filteredOn(type("login"))
                .filteredOn(DemoCafeIT::minor)
                .isNotEmpty()
                .noneMatch(this::admitted);
        assertThat(sessionsLoggedOut(honest))
                .doesNotContainAnyElementsOf(honest.stream()
                        .filter(type("login"))
                        .filter(DemoCafeIT::minor)
                        .map(event -> event.getString("session"))
                        .toList());
    }

    @Test
    void oneSeatIsInUseWithoutALogin() {
        List<JsonObject> events = night(DemoHabit.SEATS_UNREGISTERED);

        assertThat(unregistered(events)).isGreaterThan(15);
        assertThat(unregistered(night(DemoHabit.HONEST))).isZero();
    }

    @Test
    void oneCardSitsOnTwoSeats() {
        List<JsonObject> events = night(DemoHabit.SHARES_CARDS);

        assertThat(cardsInUseTwice(events)).isNotEmpty();
        assertThat(cardsInUseTwice(night(DemoHabit.HONEST))).isEmpty();
    }

    @Test
    void whoIsAllowedAfterEverybodyWentHomeIsLoggedOutAsLost() {
        service.withhold = true;
        var connection = connection();
        FakeService.await(connection.connect());
        var desk = new DemoDesk(connection, now::get, new Random(1), "x-", 5);
        var card = new DemoPeople(new Random(1), LocalDate.of(2026, 11, 10)).adult();

        var asked = FakeService.await(onContext(() -> {
            var answer = desk.ask(card, DemoDesk.Kind.ADULT, EVENING);
            Future<Void> home = desk.goHome();
            assertThat(home.isComplete()).isFalse();
            return Future.succeededFuture(home);
        }));
        service.withhold = false;
        service.closeSocket(CAFE, 1001); // the answer comes after the reconnection
        FakeService.await(asked);
        FakeService.await(connection.drained());

        assertThat(service.events.get(CAFE).lastEntry().getValue().getString("reason"))
                .isEqualTo("lost");
    }

    /** From 22:00 to 02:00. */
    private List<JsonObject> night(DemoHabit habit) {
        now.set(EVENING);
        AgentConnection connection = connection();
        FakeService.await(connection.connect());
        var random = new Random(7);
        var people = new DemoPeople(random, LocalDate.of(2026, 11, 10));
        var desk = new DemoDesk(connection, now::get, random, "x-", 30);
        var cafe = new DemoCafe(habit, people, desk, now::get, random, 30);
        for (int minute = 0; minute < 240; minute++) {
            FakeService.await(onContext(() -> {
                cafe.minute();
                return connection.drained();
            }));
            now.updateAndGet(before -> before.plusSeconds(60));
        }
        FakeService.await(connection.close());
        return List.copyOf(service.events.get(CAFE).values());
    }

    private AgentConnection connection() {
        return new AgentConnection(
                vertx,
                AgentConnection.sockets(vertx, 1),
                new AgentEndpoint(service.address(), service.key(CAFE)),
                new AgentStream(UUID.randomUUID(), "test/1", 30),
                now::get,
                new Random(1),
                Backoff.PATIENT,
                AgentListener.NONE);
    }

    private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(nothing -> action.get().onComplete(promise));
        return promise.future();
    }

    private static Predicate<JsonObject> type(String type) {
        return event -> type.equals(event.getString("type"));
    }

    private boolean admitted(JsonObject event) {
        return event.getBoolean("admitted");
    }

    private static boolean minor(JsonObject event) {
        String born = event.getJsonObject("document").getString("birthDate");
        return born != null && LocalDate.parse(born).isAfter(LocalDate.of(2008, 11, 10));
    }

    private static List<JsonObject> heartbeats(List<JsonObject> events, Instant from) {
        return events.stream()
                .filter(type("heartbeat"))
                .filter(event -> !at(event).isBefore(from))
                .toList();
    }

    private static Instant at(JsonObject event) {
        return lingdian.platform.Rfc3339.parse(event.getString("at")).orElseThrow();
    }

    private static int inUse(JsonObject heartbeat) {
        return heartbeat.getJsonArray("inUse").size();
    }

    private static Set<String> sessionsLoggedOut(List<JsonObject> events) {
        Set<String> sessions = new HashSet<>();
        events.stream().filter(type("logout")).forEach(event -> sessions.add(event.getString("session")));
        return sessions;
    }

    private static Map<String, JsonObject> openAtTheEnd(List<JsonObject> events) {
        Map<String, JsonObject> open = new HashMap<>();
        for (JsonObject event : events) {
            if (type("login").test(event)) {
                open.put(event.getString("session"), event);
            } else if (type("logout").test(event)) {
                open.remove(event.getString("session"));
            }
        }
        open.values().removeIf(DemoCafeIT::minor); // turned away, or never seated
        return open;
    }

    /** Heartbeats that list a terminal on which no session is open. */
    private static long unregistered(List<JsonObject> events) {
        Map<String, String> terminalBySession = new HashMap<>();
        long found = 0;
        for (JsonObject event : events) {
            switch (event.getString("type")) {
                case "login" -> terminalBySession.put(event.getString("session"), event.getString("terminal"));
                case "logout" -> terminalBySession.remove(event.getString("session"));
                case "heartbeat" -> {
                    boolean all = terminalBySession
                            .values()
                            .containsAll(event.getJsonArray("inUse").getList());
                    found += all ? 0 : 1;
                }
                default -> {}
            }
        }
        return found;
    }

    private static Set<String> cardsInUseTwice(List<JsonObject> events) {
        Map<String, String> numberBySession = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (JsonObject event : events) {
            if (type("login").test(event)) {
                String number = event.getJsonObject("document").getString("number");
                if (numberBySession.containsValue(number)) {
                    twice.add(number);
                }
                numberBySession.put(event.getString("session"), number);
            } else if (type("logout").test(event)) {
                numberBySession.remove(event.getString("session"));
            }
        }
        return twice;
    }
}
