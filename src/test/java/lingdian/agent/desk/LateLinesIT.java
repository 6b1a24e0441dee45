package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.JsonLines;
import lingdian.domain.event.AgentEvent;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cashier's program wrote while the agent was off: a real service, and an agent with its real ticks. */
class LateLinesIT {
    private static final String EVENING = "2026-07-01T%s:00+08:00";

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(at("22:00"));
    private Path file;

    @BeforeEach
    void begin() throws Exception {
        file = directory.resolve("cards.ndjson");
        Files.writeString(file, "");
    }

    @Test
    void guestsWhoLeftInTimeWhileTheAgentWasOffAreNoOvertime() throws Exception {
        try (RunningService service = RunningService.with().clock(now::get).start()) {
            String key = service.cafe("36048110000001", List.of());
            try (RunningCafe cafe = started(service.url(), key)) {
                append("on", "A01", "22:00");
                append("off", "A01", "22:00");
                Await.until("the lines are read", () -> count(cafe, AgentEvent.Logout.class) == 1);
                cafe.allSent();
            }
            for (int i = 2; i < 7; i++) {
                append("on", "A0" + i, "22:2" + i);
            }
            for (int i = 2; i < 7; i++) {
                append("off", "A0" + i, "23:4" + i);
            }
            now.set(at("22:00").plus(Duration.ofMinutes(150))); // half an hour after closing
            try (RunningCafe cafe = started(service.url(), key)) {
                Await.until("the lines are read", () -> count(cafe, AgentEvent.Logout.class) == 6);
                Await.until("it beats", () -> lastHeartbeat(cafe).equals(now.get()));
                cafe.allSent();
            }
            assertThat(service.violations()).isEmpty();
        }
    }

    private RunningCafe started(URI server, String key) throws Exception {
        return RunningCafe.startFollowing(server, key, directory.resolve("cafe"), now::get, List.of(settings()))
                .connected();
    }

    private static long count(RunningCafe cafe, Class<?> type) {
        return events(cafe).stream().filter(type::isInstance).count();
    }

    private static Instant lastHeartbeat(RunningCafe cafe) {
        return events(cafe).stream()
                .filter(AgentEvent.Heartbeat.class::isInstance)
                .map(AgentEvent.WellFormed::at)
                .reduce(Instant.MIN, (before, last) -> last);
    }

    private static List<AgentEvent.WellFormed> events(RunningCafe cafe) {
        var events = new ArrayList<AgentEvent.WellFormed>();
        cafe.spool().forEachRecord(stored -> events.add(stored.event()));
        return events;
    }

    private AdapterSettings settings() {
        var fields = Map.of(
                "event",
                "op",
                "terminal",
                "seat",
                "number",
                "id",
                "name",
                "who",
                "type",
                "kind",
                "birthDate",
                "born",
                "at",
                "at");
        return JsonLines.settings(file, fields);
    }

    private void append(String op, String seat, String time) throws Exception {
        var line = new JsonObject()
                .put("op", op)
                .put("seat", seat)
                .put("id", "E-" + seat)
                .put("who", "Wang")
                .put("kind", "990")
                .put("born", "1990-01-01")
                .put("at", EVENING.formatted(time));
        Files.writeString(file, line.encode() + "\n", StandardOpenOption.APPEND);
    }

    private static Instant at(String time) {
        return Instant.parse(EVENING.formatted(time));
    }
}
