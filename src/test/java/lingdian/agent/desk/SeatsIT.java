package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.seat.Seat;
import lingdian.agent.seat.SeatReporter;
import lingdian.testing.Await;
import lingdian.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seats that report, the agent, and the heartbeats that a service receives. */
class SeatsIT {
    private static final String PLACE = "36048110000001";
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-10T04:00:00Z"));

    @TempDir
    private Path directory;

    private Vertx vertx;
    private FakeService service;
    private RunningCafe cafe;
    private SeatKeys keys;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        service = new FakeService(vertx);
        cafe = RunningCafe.startByHand(service.address(), service.key(PLACE), directory, now::get)
                .connected();
        keys = SeatKeys.in(directory, new Random());
    }

    @AfterEach
    void stop() throws Exception {
        cafe.close();
        service.close();
        vertx.close().await();
    }

    @Test
    void onlyInUsePoweredAndWitnessedGoOnward() throws Exception {
        report("A01", true);
        report("A02", false);

        JsonObject heartbeat = heartbeat();
        assertThat(heartbeat.fieldNames())
                .containsExactlyInAnyOrder("seq", "type", "at", "inUse", "powered", "witnessed");
        assertThat(heartbeat.getJsonArray("inUse")).containsExactly("A01");
        assertThat(heartbeat.getJsonArray("powered")).containsExactly("A01", "A02");
        assertThat(heartbeat.getJsonArray("witnessed")).containsExactly("A01", "A02");
        assertThat(cafe.spool().toString() + heartbeat).doesNotContain("boot-of-the-test");
    }

    @Test
    void aSeatThatFallsSilentIsMissingFromTheNextHeartbeat() throws Exception {
        report("A01", true);
        heartbeat();
        report("A02", true);

        assertThat(heartbeat().getJsonArray("witnessed")).containsExactly("A02");
        assertThat(heartbeat().fieldNames()).doesNotContain("powered", "witnessed");
    }

    @Test
    void theCashiersWordAndTheSeatsAreBothTold() throws Exception {
        cafe.client().inUse(List.of("A03"));
        report("A01", true);

        assertThat(heartbeat().getJsonArray("inUse")).containsExactly("A01", "A03");
    }

    /** The cashier's program has the local secret, and no seat's key. */
    @Test
    void theCashiersProgramCannotWitnessASeat() throws Exception {
        String forged = "{\"inUse\":[\"A03\"],\"powered\":[\"A03\"],\"witnessed\":[\"A02\",\"A03\"]}";
        assertThat(put("/v1/terminals/in-use", RunningCafe.SECRET, forged)).isEqualTo(200);
        JsonObject alone = heartbeat();
        assertThat(alone.fieldNames()).doesNotContain("witnessed");
        assertThat(alone.getJsonArray("powered")).containsExactly("A03");

        report("A01", false);
        JsonObject withASeat = heartbeat();
        assertThat(withASeat.getJsonArray("witnessed")).containsExactly("A01");
        assertThat(withASeat.getJsonArray("powered")).containsExactly("A01", "A03");
    }

    /** Nobody reports the terminals in use; the guest watches a film and touches nothing. */
    @Test
    void aGuestIsThereAsLongAsTheSeatIsOn() throws Exception {
        cafe.client().login("A01", "EXAMPLE-1", "1990-01-01");
        now.updateAndGet(at -> at.plusSeconds(600));
        report("A01", false);
        assertThat(heartbeat().getJsonArray("inUse")).containsExactly("A01");

        now.updateAndGet(at -> at.plusSeconds(60));
        int before = service.count(PLACE);
        cafe.tick();
        cafe.allSent();
        assertThat(service.count(PLACE))
                .as("neither the seat nor the cashier said anything")
                .isEqualTo(before);
    }

    @Test
    void aKeySpeaksForItsOwnTerminalOnly() throws Exception {
        try (var other = reporter("A02", keys.key("A01"), true)) {
            assertThatThrownBy(other::report)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("this key is not that of this terminal");
        }
        assertThat(put("/v1/terminals/in-use", keys.key("A01"), "{\"inUse\":[]}"))
                .isEqualTo(401);
        assertThat(put("/seat/v1/A01", RunningCafe.SECRET, "{\"boot\":\"b\",\"active\":true}"))
                .isEqualTo(401);
    }

    @Test
    void aReportThatSaysMoreIsRefused() throws Exception {
        String key = keys.key("A01");
        assertThat(put("/seat/v1/A01", key, "{\"boot\":\"b\",\"active\":true}")).isEqualTo(200);
        for (String more : List.of(
                "{\"boot\":\"b\",\"active\":true,\"user\":\"wang\"}",
                "{\"boot\":\"b\",\"active\":7}",
                "{\"boot\":\"b c\",\"active\":true}",
                "{\"active\":true}",
                "[]")) {
            assertThat(put("/seat/v1/A01", key, more)).as(more).isEqualTo(400);
        }
    }

    private void report(String terminal, boolean active) throws Exception {
        try (var reporter = reporter(terminal, keys.key(terminal), active)) {
            assertThat(reporter.report()).isEqualTo(20);
        }
    }

    private SeatReporter reporter(String terminal, String key, boolean active) {
        return new SeatReporter(URI.create(cafe.url()), terminal, key, new Seat() {
            @Override
            public String bootId() {
                return "boot-of-the-test";
            }

            @Override
            public boolean isActive() {
                return active;
            }
        });
    }

    /** The next one, as the service has it. */
    private JsonObject heartbeat() throws Exception {
        now.updateAndGet(at -> at.plusSeconds(60));
        cafe.tick();
        cafe.allSent();
        return service.events.get(PLACE).lastEntry().getValue();
    }

    private int put(String path, String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cafe.url() + path))
                .timeout(Await.PATIENCE)
                .header("Authorization", "Bearer " + key)
                .PUT(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
