package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.adapter.JsonLines;
import lingdian.agent.adapter.PushSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A café's agent that reads what the cashier's program writes, with its real records on disk and no service.
 *
 * <p>A few kills of its process; more by {@code mvn verify -Dit.test=AdaptersIT -Dlingdian.adapterKills=100}. A failure
 * names the seed; {@code -Dlingdian.seed=…} repeats the cashier's day and the lengths of lives.
 */
class AdaptersIT {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptersIT.class);
    private static final int KILLS = Integer.getInteger("lingdian.adapterKills", 3);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final InstantSource NOW = () -> Instant.parse("2026-11-10T13:30:00Z");

    @TempDir
    private Path directory;

    private Path file;
    private AdapterSettings settings;

    @BeforeEach
    void begin() {
        file = directory.resolve("cards.ndjson");
        settings = JsonLines.settings(
                file,
                Map.of(
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
                        "born"));
    }

    @Test
    void guestsComeAndGoByTheLinesOverARestartAndALostPosition() throws Exception {
        try (RunningCafe cafe = cafe()) {
            append("on", "A01", "E-1");
            append("on", "A02", "E-2");
            append("on", "no terminal", "E-3");
            cafe.until("both there", status -> terminals(status).equals(List.of("A01", "A02")));
        }
        byte[] stale = Files.readAllBytes(directory.resolve("cafe/adapter-pos.json"));
        try (RunningCafe cafe = cafe()) {
            append("off", "A01", "E-1");
            append("on", "A03", "E-4");
            cafe.until("the first has left", status -> terminals(status).equals(List.of("A02", "A03")));
        }
        // As after a crash between the records and the position.
        Files.write(directory.resolve("cafe/adapter-pos.json"), stale);
        try (RunningCafe cafe = cafe()) {
            append("off", "A02", "E-2");
            cafe.until("the third alone", status -> terminals(status).equals(List.of("A03")));
            assertThat(cafe.client().status().getJsonObject("records").getLong("lastSeq"))
                    .as("three logins and two logouts, each once")
                    .isEqualTo(5);
            assertThat(cafe.client().status().encode()).doesNotContain("E-4");
        }
    }

    @Test
    void aDryRunShowsWhatWouldBeRecordedWithPersonsMasked() throws Exception {
        append("on", "A01", "EXAMPLE-NUMBER-1");
        append("on", "no terminal", "E-3");
        append("off", "A01", "EXAMPLE-NUMBER-1");

        assertThat(CardTrial.of(settings, NOW))
                .containsExactly(
                        "login  A01  now  990 EXAM**********-1 王*",
                        "logout A01  now",
                        "pos: 1 logins, 1 logouts, 1 lines passed over as unfit");
    }

    @Test
    void aPushIsRecordedOnceWhateverItsFormOverARestart() throws Exception {
        String login = "txn=1&op=on&seat=A01&id=E-1&kind=990&born=1990-01-01&who="
                + URLEncoder.encode("王小明", Charset.forName("GB18030"));
        try (RunningCafe cafe = pushed()) {
            assertThat(push(cafe, "pos?dryRun=true", "application/x-www-form-urlencoded", login))
                    .isEqualTo("200 {\"outcome\":\"dry-run\",\"would\":\"login  A01  now  990 E*1 王*\"}");
            assertThat(push(cafe, "pos", "application/x-www-form-urlencoded", login))
                    .isEqualTo("200 {\"outcome\":\"recorded\"}");
            cafe.until("one there", status -> terminals(status).equals(List.of("A01")));
        }
        try (RunningCafe cafe = pushed()) {
            assertThat(push(cafe, "pos", "application/x-www-form-urlencoded", login))
                    .isEqualTo("200 {\"outcome\":\"repeated\"}");
            assertThat(push(cafe, "pos", "application/json", "{\"txn\":2,\"op\":\"off\",\"seat\":\"A01\"}"))
                    .isEqualTo("200 {\"outcome\":\"recorded\"}");
            assertThat(push(cafe, "pos", "application/json", "{\"txn\":3,\"op\":\"topped-up\"}"))
                    .isEqualTo("200 {\"outcome\":\"passed-over\"}");
            assertThat(push(cafe, "pos", "application/json", "{\"txn\":4,\"op\":\"on\",\"seat\":\"no seat\"}"))
                    .startsWith("400 ")
                    .doesNotContain("no seat");
            assertThat(push(cafe, "pos", "application/json", "[]")).startsWith("400 ");
            assertThat(push(cafe, "other", "application/json", "{}")).startsWith("404 ");
            cafe.until("nobody there", status -> terminals(status).isEmpty());
            assertThat(cafe.client().status().getJsonObject("records").getLong("lastSeq"))
                    .as("a login and a logout")
                    .isEqualTo(2);
        }
    }

    /** From a file that rotates, shrinks and grows by half lines, and from a real PostgreSQL. */
    @Test
    void anAgentThatIsKilledAtAnyMomentLosesAndDoublesNothing() throws Exception {
        long began = System.nanoTime();
        try (var kills = new AdapterKills(directory, new Random(SEED))) {
            for (int kill = 0; kill < KILLS; kill++) {
                kills.live();
            }
            kills.nothingIsLostOrDoubled();
            LOG.info(
                    "{} kills in {} s: {} logins and logouts, each recorded once",
                    KILLS,
                    (System.nanoTime() - began) / 1_000_000_000,
                    kills.recorded());
        } catch (AssertionError failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED + " -Dlingdian.adapterKills=" + KILLS, failed);
        }
    }

    @Test
    void aPushIsToldThatTheDiskIsFull() throws Exception {
        try (var cafe = RunningCafe.startFull(NOWHERE, "key", directory.resolve("cafe"), NOW, pushes())) {
            assertThat(
                            push(
                                    cafe,
                                    "pos",
                                    "application/json",
                                    "{\"txn\":1,\"op\":\"on\",\"seat\":\"A01\",\"id\":\"E-1\",\"who\":\"王五\",\"kind\":\"990\"}"))
                    .startsWith("503 ")
                    .contains("\"code\":\"disk-full\"");
        }
    }

    private RunningCafe pushed() throws Exception {
        return RunningCafe.startByHand(NOWHERE, "key", directory.resolve("cafe"), NOW, pushes());
    }

    private CardSettings pushes() {
        var push = new PushSettings("pos", "GB18030", "txn", settings.fields(), settings.events(), "rfc3339");
        return new CardSettings(List.of(), List.of(), List.of(push));
    }

    /** As a program would that knows a password only; the answer as its status and body. */
    private static String push(RunningCafe cafe, String path, String type, String body) throws Exception {
        String password =
                Base64.getEncoder().encodeToString(("any:" + RunningCafe.SECRET).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(cafe.url() + "/push/" + path))
                .header("Authorization", "Basic " + password)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private RunningCafe cafe() throws Exception {
        return RunningCafe.startByHand(
                NOWHERE, "key", directory.resolve("cafe"), NOW, CardSettings.ofFiles(List.of(settings)));
    }

    private void append(String op, String seat, String id) throws Exception {
        var line = new JsonObject()
                .put("op", op)
                .put("seat", seat)
                .put("id", id)
                .put("who", "王小明")
                .put("kind", "990")
                .put("born", "1990-01-01");
        Files.write(
                file,
                (line.encode() + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static List<String> terminals(JsonObject status) {
        JsonArray guests = status.getJsonArray("guests");
        return guests.stream()
                .map(guest -> ((JsonObject) guest).getString("terminal"))
                .toList();
    }
}
