package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.platform.secret.SecretFile;
import lingdian.testing.Await;
import lingdian.testing.Chromium;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the local API and see the page, byte by byte on real sockets; the service cannot be reached. */
class LocalAuthenticationIT {
    private static final Instant NOW = Instant.parse("2026-07-01T08:00:00Z");
    private static final String BEARER = "Authorization: Bearer " + RunningCafe.SECRET + "\r\n";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    @TempDir
    private Path directory;

    private RunningCafe cafe;

    @BeforeEach
    void start() throws Exception {
        cafe = RunningCafe.start(URI.create("http://127.0.0.1:1"), "key", directory, now::get);
    }

    @AfterEach
    void stop() throws Exception {
        cafe.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/status",
        "GET,/v1/warnings",
        "POST,/v1/logins",
        "POST,/v1/logouts",
        "PUT,/v1/terminals/in-use",
        "POST,/v1/patrols",
        "POST,/v1/opened",
        "POST,/v1/closed"
    })
    void nothingIsDoneWithoutTheSecret(String method, String path) throws IOException {
        assertThat(call(method, path, "", "{}")).startsWith("HTTP/1.1 401");
        assertThat(call(method, path, "Authorization: Bearer " + RunningCafe.SECRET + "x\r\n", "{}"))
                .startsWith("HTTP/1.1 401");
        assertThat(call(method, path, "Authorization: Basic " + RunningCafe.SECRET + "\r\n", "{}"))
                .startsWith("HTTP/1.1 401");
        assertThat(call(method, path + "?secret=" + RunningCafe.SECRET, "", "{}"))
                .startsWith("HTTP/1.1 401");
        assertThat(cafe.spool().state().lastSeq())
                .as("not even a heartbeat before")
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8090",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost:x",
                "[::1",
                "a b",
                "localhost:8090:1",
                "localhost:99999",
                ":"
            })
    void aNameFromOutsideIsRefused(String host) throws IOException {
        assertThat(raw("GET /status HTTP/1.1\r\nHost: " + host + "\r\n" + BEARER + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8090", "127.0.0.1", "192.168.1.20:8090", "[::1]:8090"})
    void addressesAreNot(String host) throws IOException {
        assertThat(raw("GET /status HTTP/1.1\r\nHost: " + host + "\r\n" + BEARER + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws IOException {
        assertThat(raw("GET /status HTTP/1.0\r\n" + BEARER + "\r\n")).containsPattern("^HTTP/1\\.[01] 4");
    }

    /** With two ends, a proxy before it would take the rest for the next client's request. */
    @ParameterizedTest
    @ValueSource(strings = {"chunked\r\nContent-Length: 5", "gzip, chunked", "chunked, xchunked"})
    void aRequestWhoseEndIsAmbiguousIsRefused(String coding) throws IOException {
        String said = raw("POST /v1/patrols HTTP/1.1\r\nHost: localhost\r\n" + BEARER + "Transfer-Encoding: " + coding
                + "\r\n\r\n0\r\n\r\nGET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(said).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void theSecretIsTypedOnceAndStandsInNoUrl() throws IOException {
        assertThat(page("")).startsWith("HTTP/1.1 200").contains("<form method=\"post\" action=\"/page/sign-in");

        String wrong = form("/page/sign-in", "secret=guess", "");
        assertThat(wrong).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("set-cookie");

        String right = form("/page/sign-in", "secret=" + RunningCafe.SECRET, "");
        assertThat(right).startsWith("HTTP/1.1 303").contains("location: /status?lang=zh");
        String cookie = cookie(right);
        assertThat(right).containsPattern("set-cookie: .*HTTPOnly").containsPattern("set-cookie: .*SameSite=Strict");
        assertThat(cookie).doesNotContain(RunningCafe.SECRET);

        String status = page("Cookie: " + cookie + "\r\n");
        assertThat(status).startsWith("HTTP/1.1 200").contains("在线上网人员", "cache-control: no-store");
        assertThat(status).contains("content-security-policy: default-src 'none'");
        assertThat(call("POST", "/v1/opened", "Cookie: " + cookie + "\r\n", "{}"))
                .as("a page may look and not act")
                .startsWith("HTTP/1.1 401");
    }

    /** A browser leaves a new cookie out where another page led on; here it was a file. */
    @Test
    void aFileOpensThePageWithoutTyping() throws Exception {
        Chromium.need();
        OpeningPage.write(directory, cafe.url(), RunningCafe.SECRET);
        Path file = directory.resolve(OpeningPage.FILE);
        assertThat(SecretFile.fault(file)).as("as private as the secret").isEmpty();

        try (var chromium = Chromium.start();
                Page page = chromium.browser().newPage()) {
            page.navigate(file.toUri().toString());
            page.waitForURL(cafe.url() + "/status?lang=*");
            assertThat(page.content()).contains("/page/sign-out").doesNotContain(RunningCafe.SECRET);
        }
    }

    /** A page of another site can send the browser's cookie at most, not what this page alone shows. */
    @Test
    void aPatrolIsRecordedByThePagesOwnFormOnly() throws IOException {
        String cookie = "Cookie: " + cookie(form("/page/sign-in", "secret=" + RunningCafe.SECRET, "")) + "\r\n";
        String status = page(cookie);
        assertThat(page(BEARER)).as("a program has its own call").doesNotContain("/page/patrol");
        Matcher token =
                Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"").matcher(status);
        assertThat(token.find()).isTrue();

        form("/page/patrol", "form=" + "0".repeat(64), cookie);
        form("/page/patrol", "", cookie);
        form("/page/patrol", "form=" + token.group(1), "");
        assertThat(page(cookie)).contains("启动以来没有记录");

        assertThat(form("/page/patrol?lang=en", "form=" + token.group(1), cookie))
                .startsWith("HTTP/1.1 303")
                .contains("location: /status?lang=en");
        assertThat(page(cookie)).contains("最近一次记录").doesNotContain("启动以来没有记录");
    }

    @Test
    void aCookieIsGoodForAShiftAndCannotBeMade() throws IOException {
        String cookie = cookie(form("/page/sign-in", "secret=" + RunningCafe.SECRET, ""));
        assertThat(page("Cookie: " + cookie.replaceFirst("=.", "=!") + "\r\n")).contains("sign-in");
        assertThat(page("Cookie: lingdian-page=x\r\n")).contains("sign-in");

        now.set(NOW.plusSeconds(12 * 3_600 - 1));
        assertThat(page("Cookie: " + cookie + "\r\n")).doesNotContain("sign-in");
        now.set(NOW.plusSeconds(12 * 3_600));
        assertThat(page("Cookie: " + cookie + "\r\n")).contains("sign-in");
    }

    /** A copy of the cookie may be on another machine. */
    @Test
    void aSignOutEndsThePageOnTheAgentsSideToo() throws IOException {
        String cookie = cookie(form("/page/sign-in", "secret=" + RunningCafe.SECRET, ""));
        String other = cookie(form("/page/sign-in", "secret=" + RunningCafe.SECRET, ""));

        assertThat(form("/page/sign-out", "", "Cookie: " + cookie + "\r\n")).startsWith("HTTP/1.1 303");

        assertThat(page("Cookie: " + cookie + "\r\n")).contains("/page/sign-in");
        assertThat(call("GET", "/status", "Cookie: " + cookie + "\r\n", "")).startsWith("HTTP/1.1 401");
        assertThat(page("Cookie: " + other + "\r\n")).as("another browser").doesNotContain("/page/sign-in");
    }

    @Test
    void theLanguageIsAskedForOrThatOfTheBrowser() throws IOException {
        assertThat(page(BEARER)).contains("今日营业时间");
        assertThat(page(BEARER + "Accept-Language: en-GB,en;q=0.9\r\n")).contains("Permitted hours today");
        assertThat(call("GET", "/status?lang=en", BEARER + "Accept: text/html\r\n", ""))
                .contains("Permitted hours today");
    }

    @Test
    void tooLargeABodyIsRefusedUnread() throws IOException {
        assertThat(call("POST", "/v1/logins", BEARER, "x".repeat(64 * 1024 + 1)))
                .startsWith("HTTP/1.1 413");
        assertThat(call("PUT", "/v1/terminals/in-use", BEARER, "x".repeat(512 * 1024 + 1)))
                .startsWith("HTTP/1.1 413");
        assertThat(form("/page/sign-in", "secret=" + "x".repeat(5_000), "")).startsWith("HTTP/1.1 413");
    }

    @Test
    void mistakesNameThePlaceAndNoValue() throws IOException {
        String answer = call("POST", "/v1/logins", BEARER, "{\"terminal\":\"geheim 1\",\"document\":{}}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"path\":\"/terminal\"");
        assertThat(answer).doesNotContain("geheim");
        assertThat(call("GET", "/no-such", BEARER, "")).startsWith("HTTP/1.1 404");
        assertThat(call("GET", "/v1/warnings?after=x", BEARER, "")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1/messages/x", "/page/nothing", "/seat/v1", "/push"})
    void aPathThatDoesNotExistIsNotFound(String path) throws IOException {
        for (String method : List.of("GET", "POST", "PUT")) {
            assertThat(call(method, path, BEARER, "")).as(method).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/logins, POST",
        "GET, /v1/messages/x/read, POST",
        "POST, /v1/terminals/in-use, PUT",
        "POST, /v1/warnings, GET",
        "GET, /page/patrol, POST",
        "GET, /push/x, POST",
        "POST, /status, GET"
    })
    void aPathWithAnotherMethodNamesTheOneThatItHas(String method, String path, String right) throws IOException {
        assertThat(call(method, path, BEARER, "")).startsWith("HTTP/1.1 405").contains("use " + right + " here");
    }

    private String page(String headers) throws IOException {
        return call("GET", "/status", headers + "Accept: text/html,application/xhtml+xml\r\n", "");
    }

    private String form(String path, String body, String headers) throws IOException {
        return call("POST", path, headers + "Content-Type: application/x-www-form-urlencoded\r\n", body);
    }

    private static String cookie(String answer) {
        String header = answer.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie: "))
                .findFirst()
                .orElseThrow();
        return header.substring("set-cookie: ".length(), header.indexOf(';'));
    }

    private String call(String method, String path, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + bytes.length + "\r\nConnection: close\r\n\r\n" + body);
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", URI.create(cafe.url()).getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            var answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.getInputStream().transferTo(answer);
            } catch (IOException cut) {
                // the agent does not read the rest of a refused body
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
