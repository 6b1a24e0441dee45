package lingdian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.reliability.Await;
import lingdian.signin.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A limit that is reached is counted by its name, whichever door it was reached at. */
class LimitsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static RunningService service;
    private static String agentKey;
    private static String regulator;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start("feed:\n  maximumReaders: 1\n");
        agentKey = service.cafe("36048110000001", List.of());
        regulator = service.regulatorToken("culture", "360000");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void anAgentsBodyThatIsTooLarge() throws Exception {
        reaches(
                "body",
                () -> assertThat(events(" ".repeat(8 * 1024 * 1024 + 1))).isEqualTo(413));
    }

    @Test
    void tooManyEventsInOneBody() throws Exception {
        reaches(
                "events",
                () -> assertThat(events("{\"seq\":1}\n".repeat(10_001))).isEqualTo(413));
    }

    @Test
    void aBodyThatAnOperationDoesNotTake() throws Exception {
        reaches(
                "body",
                () -> assertThat(send(request("/api/v1/persons/lookup", regulator)
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString("{\"reason\":\"" + "x".repeat(300_000) + "\"}")))
                                .statusCode())
                        .isEqualTo(413));
    }

    @Test
    void aFormThatIsTooLarge() throws Exception {
        var browser = new Browser(service.url());
        browser.get("/sign-in");
        reaches(
                "body",
                () -> assertThat(browser.post("/sign-in", Map.of("name", "x".repeat(9_000)))
                                .status())
                        .isEqualTo(413));
    }

    @Test
    void aNameThatIsGuessedAt() throws Exception {
        for (int i = 0; i < 5; i++) {
            new Browser(service.url()).signIn("nobody", "guess number " + i, "");
        }
        reaches(
                "lock-out",
                () -> assertThat(new Browser(service.url())
                                .signIn("nobody", "one more", "")
                                .status())
                        .isEqualTo(429));
    }

    @Test
    void aReaderOfTheFeedTooMany() throws Exception {
        try (InputStream first = feed().body()) {
            reaches("feed-readers", () -> assertThat(feed().statusCode()).isEqualTo(503));
        }
    }

    private interface Reaching {
        void reach() throws Exception;
    }

    private static void reaches(String limit, Reaching it) throws Exception {
        long before = count(limit);
        it.reach();
        Await.until("it is counted", () -> count(limit) == before + 1);
    }

    private static long count(String limit) throws Exception {
        Matcher line = Pattern.compile("lingdian_limits_reached_total\\{limit=\"" + limit + "\"} (\\d+)")
                .matcher(send(request("/metrics", "none")).body());
        assertThat(line.find()).as(limit).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static int events(String body) throws Exception {
        return send(request("/agent/v1/events", agentKey)
                        .header("Lingdian-Stream", UUID.randomUUID().toString())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static HttpResponse<InputStream> feed() throws Exception {
        return HTTP.send(
                request("/api/v1/violations/feed", regulator)
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(service.url().resolve(path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
