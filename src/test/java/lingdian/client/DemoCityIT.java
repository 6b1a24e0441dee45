package lingdian.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoCityIT {
    private static final double SPEED = 1_200;

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);

    @AfterEach
    void close() {
        FakeService.await(vertx.close());
    }

    @Test
    void theCityLivesAndGoesHomeWhenItIsStopped() {
        Instant evening = Instant.parse("2026-11-10T14:00:00Z");
        long began = System.nanoTime();
        InstantSource clock = () -> evening.plus(Duration.ofNanos((long) ((System.nanoTime() - began) * SPEED)));
        var admin = new AdminClient(vertx, service.address(), FakeService.ADMIN);
        var city = new DemoCity(vertx, clock, SPEED, service.address(), admin, 42);

        FakeService.await(city.start());
        until(() -> service.events.size() == 12
                && service.events.values().stream().allMatch(events -> count(events.values(), "heartbeat") >= 5));
        FakeService.await(city.stop());

        assertThat(service.cafes).hasSize(12);
        assertThat(service.events.values()).allSatisfy(events -> {
            assertThat(count(events.values(), "login")).isPositive();
            assertThat(count(events.values(), "closed")).isEqualTo(1);
            assertThat(count(events.values(), "logout")).isEqualTo(count(events.values(), "login"));
        });
    }

    private static long count(Collection<JsonObject> events, String type) {
        return events.stream()
                .filter(event -> type.equals(event.getString("type")))
                .count();
    }

    /** Looks from the event loop that the service works on. */
    private void until(BooleanSupplier condition) {
        Promise<Void> met = Promise.promise();
        vertx.setPeriodic(5, id -> {
            if (service.events.values().stream().noneMatch(events -> events.isEmpty()) && condition.getAsBoolean()) {
                vertx.cancelTimer(id);
                met.tryComplete();
            }
        });
        FakeService.await(met.future());
    }
}
