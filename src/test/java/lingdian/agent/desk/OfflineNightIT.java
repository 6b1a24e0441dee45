package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.domain.event.AgentEvent;
import lingdian.testing.RunningService;
import lingdian.testing.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One night of a café, played once with the service reachable and once with it unreachable from 18:01 until the
 * morning: the findings are equal.
 */
class OfflineNightIT {
    private static final String PLACE_CODE = "36048110000001";
    private static final Instant EVENING = Instant.parse("2026-07-01T10:00:00Z"); // 18:00 local
    private static final String ADULT = "1990-01-01";

    /**
     * The events of the night, each at second 30 of its minute. {@code on} and {@code off} unlock and lock terminals,
     * which the café's software reports every minute.
     */
    private static final Map<String, String> NIGHT = new TreeMap<>(Map.ofEntries(
            Map.entry("0:18:02", "opened"),
            Map.entry("0:18:10", "login A01 E-1 1990-01-01"),
            Map.entry("0:18:15", "login A02 E-2 1985-02-28"),
            Map.entry("0:18:20", "login A03 E-3 1999-12-31"),
            Map.entry("0:18:25", "login A04 E-4 1970-05-05"),
            Map.entry("0:19:00", "login A06 E-5 2010-01-01"), // a child is turned away
            Map.entry("0:19:05", "login A06 E-1 1990-01-01"), // one card, two seats: turned away
            Map.entry("0:19:30", "patrol"),
            Map.entry("0:20:00", "login A05 E-6 1990-01-01"),
            Map.entry("0:20:30", "login A04 E-7 1991-01-01"), // the previous guest's logout was lost
            Map.entry("0:21:00", "on A09"), // nobody logged in there
            Map.entry("0:21:20", "off A09"),
            Map.entry("0:22:00", "off A03"), // switched off without a logout
            Map.entry("0:22:30", "logout A03 patron"), // of a session that has ended
            Map.entry("0:23:00", "logout A01 patron"),
            Map.entry("0:23:58", "logout A04 closing"),
            Map.entry("1:00:05", "login A07 E-8 1990-01-01"), // past midnight: turned away
            Map.entry("1:00:08", "logout A02 closing"), // within the grace
            Map.entry("1:00:20", "on A10"),
            Map.entry("1:00:30", "off A10"),
            Map.entry("1:00:40", "logout A05 closing"),
            Map.entry("1:00:45", "closed"),
            Map.entry("1:02:00", "silence"), // the café's software is switched off for the night
            Map.entry("1:07:00", "speech"),
            Map.entry("1:08:00", "opened"),
            Map.entry("1:08:10", "login A01 E-9 1990-01-01")));

    /** The results of one run. */
    private record Outcome(List<String> told, List<JsonObject> found, int heartbeats) {}

    @Test
    void whatIsFoundOfANightOfflineIsWhatIsFoundOnline(@TempDir Path online, @TempDir Path offline) throws Exception {
        Outcome there = night(online, true);
        Outcome away = night(offline, false);

        assertThat(away.told()).isEqualTo(there.told());
        assertThat(away.heartbeats()).isEqualTo(there.heartbeats()).isGreaterThan(14 * 60);
        assertThat(there.found())
                .extracting(one -> one.getString("code") + " " + one.getString("standing"))
                .containsExactlyInAnyOrder(
                        "OVERTIME_OPERATION fact", "TERMINAL_UNREGISTERED fact", "TERMINAL_UNREGISTERED fact");
        assertThat(away.found()).containsExactlyInAnyOrderElementsOf(there.found());
    }

    private static Outcome night(Path directory, boolean online) throws Exception {
        var now = new AtomicReference<>(EVENING);
        try (RunningService service = RunningService.with().clock(now::get).start();
                TcpProxy wire = TcpProxy.listeningBefore(service.url().getPort())) {
            wire.forward();
            URI server = URI.create("http://127.0.0.1:" + wire.port());
            String key = service.cafe(PLACE_CODE, List.of());
            try (RunningCafe cafe =
                    RunningCafe.startByHand(server, key, directory, now::get).connected()) {
                if (!online) {
                    wire.cut();
                    cafe.disconnected();
                }
                var told = new ArrayList<String>();
                var unlocked = new Unlocked(cafe);
                for (Instant minute = EVENING;
                        minute.isBefore(EVENING.plus(Duration.ofHours(14).plusMinutes(30)));
                        minute = minute.plusSeconds(60)) {
                    now.set(minute.plusSeconds(30));
                    String script = NIGHT.get(name(minute));
                    if (script != null) {
                        told.add(script + ": " + unlocked.play(script));
                    }
                    unlocked.report();
                    now.set(minute.plusSeconds(60));
                    cafe.tick();
                    if (online) {
                        cafe.allSent();
                    }
                }
                assertThat(cafe.client().status().getJsonObject("records").getLong("unsent"))
                        .matches(unsent -> online ? unsent == 0 : unsent > 800);
                wire.forward();
                cafe.connected().allSent();
                return outcome(service, cafe, told);
            }
        }
    }

    /** {@code 0:23:58}, from 18:00 of day 0 on. */
    private static String name(Instant minute) {
        Duration since = Duration.between(EVENING, minute).plusHours(18);
        return "%d:%02d:%02d".formatted(since.toDays(), since.toHoursPart(), since.toMinutesPart());
    }

    /** The café's software, which reports the unlocked terminals. */
    private static final class Unlocked {
        private final RunningCafe cafe;
        private final List<String> terminals = new ArrayList<>();
        private boolean silent;

        Unlocked(RunningCafe cafe) {
            this.cafe = cafe;
        }

        void report() {
            if (!silent) {
                assertThat(cafe.client().inUse(terminals).status()).isEqualTo(200);
            }
        }

        /** The agent's answers, without the session and without who decided. */
        String play(String script) {
            String[] words = script.split(" ");
            return switch (words[0]) {
                case "login" -> login(words[1], words[2], words[3]);
                case "logout" -> logout(words[1], words[2]);
                case "on" -> String.valueOf(terminals.add(words[1]));
                case "off" -> String.valueOf(terminals.remove(words[1]));
                case "silence", "speech" -> String.valueOf(silent = words[0].equals("silence"));
                case "patrol" -> posted("/v1/patrols");
                default -> posted("/v1/" + words[0]);
            };
        }

        private String login(String terminal, String person, String birthDate) {
            LocalClient.Told answer = cafe.client().login(terminal, person, birthDate);
            if (answer.allow() && !terminals.contains(terminal)) {
                terminals.add(terminal);
            }
            return answer.status() + " " + answer.allow() + " " + answer.reasons() + " "
                    + answer.json().getString("closesAt");
        }

        private String logout(String terminal, String reason) {
            int status = cafe.client().logout(terminal, reason).status();
            terminals.remove(terminal);
            return String.valueOf(status);
        }

        private String posted(String path) {
            return String.valueOf(cafe.client().post(path, new JsonObject()).status());
        }
    }

    private static Outcome outcome(RunningService service, RunningCafe cafe, List<String> told) throws Exception {
        var events = new HashMap<Long, String>();
        var sessions = new HashMap<String, String>();
        var heartbeats = new ArrayList<Long>();
        cafe.spool().forEachRecord(stored -> {
            AgentEvent.WellFormed event = stored.event();
            events.put(event.seq(), event.at() + " " + described(event, sessions));
            if (event instanceof AgentEvent.Heartbeat) {
                heartbeats.add(event.seq());
            }
        });
        List<JsonObject> found = service.violations().values().stream()
                // judged by received time alone, so it necessarily differs
                .filter(one -> !"MEASURES_STOPPED".equals(one.getString("code")))
                .map(one -> comparable(one, events, sessions))
                .toList();
        return new Outcome(told, found, heartbeats.size());
    }

    private static String described(AgentEvent.WellFormed event, Map<String, String> sessions) {
        return switch (event) {
            case AgentEvent.Login login -> {
                sessions.put(login.session(), login.terminal() + " since " + login.at());
                yield "login " + login.terminal();
            }
            case AgentEvent.Logout logout -> "logout " + sessions.get(logout.session()) + " " + logout.reason();
            case AgentEvent.Heartbeat heartbeat -> "heartbeat " + heartbeat.inUse();
            case AgentEvent.Opened opened -> "opened";
            case AgentEvent.Closed closed -> "closed";
            case AgentEvent.Patrol patrol -> "patrol";
        };
    }

    /**
     * A finding in which ids of sessions and numbers of events are replaced by the session or event that they denote.
     */
    private static JsonObject comparable(JsonObject violation, Map<Long, String> events, Map<String, String> sessions) {
        JsonObject same = violation.copy();
        same.remove("detectedAt");
        same.remove("caseFile"); // given when a violation is grouped
        if (same.getString("session") != null) {
            same.remove("id");
            same.put("session", sessions.get(same.getString("session")));
        }
        var evidence = new JsonArray();
        for (Object piece : violation.getJsonArray("evidence")) {
            ((JsonObject) piece)
                    .getJsonArray("seq")
                    .forEach(seq -> evidence.add(events.get(((Number) seq).longValue())));
        }
        return same.put("evidence", evidence);
    }
}
