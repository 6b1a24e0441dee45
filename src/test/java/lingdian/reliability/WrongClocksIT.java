package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.testing.Cafes;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Agents whose clock is set to 2016 or to 2099, with and without stating when they sent (handbook, protocol.md#time).
 */
class WrongClocksIT {
    private static final String IN_2016 = "2016-03-01T12:00:00+08:00";
    private static final String IN_2099 = "2099-03-01T12:00:00+08:00";

    private static final AtomicInteger CAFES = new AtomicInteger();
    private static RunningService service;

    private final UUID stream = UUID.randomUUID();
    private TestAgent agent;

    private record Times(Instant received, Instant effective) {}

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        Cafes.openDayAndNight(service.admin());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @BeforeEach
    void connect() throws Exception {
        String placeCode = Cafes.placeCode(CAFES.incrementAndGet());
        String key = Cafes.create(service.admin(), placeCode).key();
        agent = TestAgent.connect(service.vertx(), service.url(), key);
        agent.hello(stream, 0);
    }

    @AfterEach
    void disconnect() {
        agent.close();
    }

    @Test
    void withoutSentTheClockOf2099IsCutToTheReceivedTime() throws Exception {
        agent.send(at(1, IN_2099)).ack(1);

        assertThat(times(1).effective()).isEqualTo(times(1).received());
    }

    @Test
    void withSentTheClockOf2099IsSetRight() throws Exception {
        agent.sendBatch(IN_2099, List.of(at(1, "2099-03-01T11:50:00+08:00"), at(2, "2099-03-01T13:00:00+08:00")));
        agent.ack(2);

        assertThat(times(1).effective()).isEqualTo(times(1).received().minusSeconds(600));
        assertThat(times(2).effective()).as("never after it was received").isEqualTo(times(2).received());
    }

    @Test
    void withoutSentTheClockOf2016IsTakenUntilALaterEventWasHeard() throws Exception {
        agent.send(at(1, IN_2016)).ack(1);
        agent.send(Events.heartbeat(2)).ack(2);
        agent.send(at(3, IN_2016)).ack(3);

        assertThat(times(1).effective()).isEqualTo(OffsetDateTime.parse(IN_2016).toInstant());
        assertThat(times(2).effective()).isCloseTo(times(2).received(), within(2, ChronoUnit.SECONDS));
        assertThat(times(3).effective()).as("time does not go back").isEqualTo(times(2).effective());
    }

    @Test
    void withSentTheClockOf2016IsSetRight() throws Exception {
        agent.sendBatch(IN_2016, List.of(at(1, "2016-03-01T11:50:00+08:00")));
        agent.ack(1);

        assertThat(times(1).effective()).isEqualTo(times(1).received().minusSeconds(600));
    }

    /** A wrong clock cannot change a later verdict: the café continues normally. */
    @Test
    void aClockThatJumpsBetweenTheCenturiesHarmsNoLaterEvent() throws Exception {
        agent.send(at(1, IN_2099), at(2, IN_2016)).ack(2);
        agent.sendBatch(IN_2016, List.of(at(3, IN_2099)));
        agent.sendBatch(IN_2099, List.of(at(4, IN_2016)));
        agent.ack(4);
        JsonObject verdict = agent.send(Events.login(5, "s-1", "A01", "guest")).verdict(5);

        assertThat(verdict.getBoolean("allow")).isTrue();
        for (long seq = 1; seq <= 5; seq++) {
            assertThat(times(seq).effective()).isBeforeOrEqualTo(times(seq).received());
        }
        for (long seq = 2; seq <= 5; seq++) {
            assertThat(times(seq).effective()).isAfterOrEqualTo(times(seq - 1).effective());
        }
        assertThat(times(5).effective()).isCloseTo(times(5).received(), within(2, ChronoUnit.SECONDS));
    }

    private static JsonObject at(long seq, String time) {
        return Events.heartbeat(seq).put("at", time);
    }

    private Times times(long seq) throws Exception {
        try (Connection database = service.superuser();
                var query = database.prepareStatement("""
                        SELECT received_at, effective_at FROM journal JOIN stream ON number = stream_number
                        WHERE stream = ? AND seq = ?
                        """)) {
            query.setObject(1, stream);
            query.setLong(2, seq);
            var rows = query.executeQuery();
            assertThat(rows.next()).isTrue();
            return new Times(
                    rows.getObject(1, OffsetDateTime.class).toInstant(),
                    rows.getObject(2, OffsetDateTime.class).toInstant());
        }
    }
}
