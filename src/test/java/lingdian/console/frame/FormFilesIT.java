package lingdian.console.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.access.signin.Session;
import lingdian.domain.AccountId;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Forms with files that are meant to use up memory, or to keep others from handing in theirs. No answer waits for the
 * form: what is refused is refused before it is read.
 */
class FormFilesIT {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String CAFE = "36048110000001";
    private static final String PATH = "/violations/" + UUID.randomUUID() + "/objections";
    private static final int EIGHTY_MEGABYTES = 80_000_000;
    private static final int MORE_THAN_FORMS_AT_ONCE = 8;
    private static final int BODY_SECONDS = 10; // longer than a whole small form takes on a busy machine

    private static RunningService service;
    private static Browser first;
    private static Browser second;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("connections: {bodySeconds: " + BODY_SECONDS + "}\n")
                .start();
        service.cafe(CAFE, List.of());
        first = operator("the.first");
        second = operator("the.second");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void aFormWithoutASessionIsRefusedUnread() throws Exception {
        try (Socket socket = begin(null, "Content-Length: " + EIGHTY_MEGABYTES)) {
            assertThat(status(socket)).isEqualTo(303);
            socket.getOutputStream().write(field(40_000)); // is discarded
        }
    }

    @Test
    void aFormOfAnotherSiteIsRefusedUnread() throws Exception {
        try (Socket socket = begin(first, PATH, "https://evil.example", "Content-Length: " + EIGHTY_MEGABYTES)) {
            assertThat(status(socket)).isEqualTo(403);
        }
    }

    @Test
    void aFormWithTheTokenOfAnotherPathIsRefusedUnread() throws Exception {
        String other = "/violations/" + UUID.randomUUID() + "/objections";
        try (Socket socket = begin(first, PATH + query(first, other), null, "Content-Length: " + EIGHTY_MEGABYTES)) {
            assertThat(status(socket)).isEqualTo(403);
        }
    }

    @Test
    void aFormThatSaysItIsTooLargeIsRefusedUnread() throws Exception {
        try (Socket socket = begin(first, "Content-Length: " + EIGHTY_MEGABYTES)) {
            assertThat(status(socket)).isEqualTo(413);
        }
    }

    /** Plain fields, each within its own limit, without a length that could be checked before. */
    @Test
    void fieldsThatAreTooLargeTogetherAreRefusedBeforeTheyAreAllRead() throws Exception {
        try (Socket socket = begin(first, "Transfer-Encoding: chunked")) {
            for (int i = 0; i < 12; i++) { // 480 kB of 80 MB
                chunk(socket, field(40_000));
            }
            assertThat(status(socket)).isEqualTo(413);
        }
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItIsAllRead() throws Exception {
        try (Socket socket = begin(first, "Transfer-Encoding: chunked")) {
            chunk(
                    socket,
                    "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n"
                            .getBytes(US_ASCII));
            for (int i = 0; i < 10; i++) { // 10 MiB without an end
                chunk(socket, "x".repeat(1 << 20).getBytes(US_ASCII));
            }
            assertThat(status(socket)).isEqualTo(413);
        }
    }

    @Test
    void halfSentFormsOfOneAccountDoNotBlockAnother() throws Exception {
        var held = new ArrayList<Socket>();
        try {
            long before = refusedForms();
            for (int i = 0; i < MORE_THAN_FORMS_AT_ONCE; i++) {
                Socket one = begin(first, "Content-Length: 1000");
                one.getOutputStream().flush();
                held.add(one);
            }
            Await.until("the account's own limit is reached", () -> refusedForms() >= before + 6);
            assertThat(handIn(second)).as("an unknown violation").isEqualTo(404);
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
        Await.until("forms that broke off are not counted", () -> handIn(first) == 404);
    }

    @Test
    void aFormThatDoesNotArriveInTimeIsEnded() throws Exception {
        try (Socket socket = begin(second, "Content-Length: 1000")) {
            assertThat(status(socket)).isEqualTo(408);
            socket.getInputStream().readAllBytes(); // until the service closes it
        }
        assertThat(handIn(second)).as("its place is free").isEqualTo(404);
    }

    /** Forms of strangers are not counted at all. */
    @Test
    void halfSentFormsWithoutASessionBlockNobody() throws Exception {
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < MORE_THAN_FORMS_AT_ONCE; i++) {
                held.add(begin(null, "Content-Length: 1000"));
            }
            for (Socket one : held) {
                assertThat(status(one)).isEqualTo(303);
            }
            assertThat(handIn(second)).isEqualTo(404);
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
    }

    private static Browser operator(String name) {
        JsonObject made = account(name);
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        assertThat(browser.signIn(name, PASSWORD, "").status()).isEqualTo(303);
        return browser;
    }

    private static JsonObject account(String name) {
        try {
            return Http.to(service)
                    .as(RunningService.ADMIN_TOKEN)
                    .post(
                            "/api/v1/accounts",
                            new JsonObject()
                                    .put("name", name)
                                    .put("role", "operator")
                                    .put("placeCode", CAFE)
                                    .put("signInName", name))
                    .json();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A whole small form. */
    private static int handIn(Browser who) throws IOException {
        byte[] end = "--x--\r\n".getBytes(US_ASCII);
        byte[] field = field(100);
        try (Socket socket = begin(who, "Content-Length: " + (field.length + end.length))) {
            socket.getOutputStream().write(end, 0, end.length);
            return status(socket);
        }
    }

    /** Sends the head of a form and its first field, of 100 characters. */
    private static Socket begin(Browser who, String length) throws IOException {
        return begin(who, PATH + (who == null ? "" : query(who, PATH)), null, length);
    }

    private static Socket begin(Browser who, String path, String origin, String length) throws IOException {
        var socket = new Socket(service.url().getHost(), service.url().getPort());
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + service.url().getAuthority() + "\r\nOrigin: "
                + (origin == null ? service.url().toString() : origin) + "\r\n"
                + (who == null ? "" : "Cookie: lingdian-session=" + session(who) + "\r\n")
                + "Content-Type: multipart/form-data; boundary=x\r\n" + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        if (length.startsWith("Content-Length")) {
            socket.getOutputStream().write(field(100));
        } else {
            chunk(socket, field(100));
        }
        return socket;
    }

    private static String query(Browser who, String path) {
        return "?csrf=" + new Session(session(who), new AccountId(UUID.randomUUID()), false).csrfToken(path);
    }

    private static String session(Browser who) {
        return who.cookies().get("lingdian-session");
    }

    private static byte[] field(int characters) {
        return ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + "y".repeat(characters) + "\r\n")
                .getBytes(US_ASCII);
    }

    private static void chunk(Socket socket, byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
        } catch (SocketException closed) {
            // The answer is there already.
        }
    }

    private static int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] line = in.readNBytes("HTTP/1.1 200".length());
        return line.length < 12 ? 0 : Integer.parseInt(new String(line, 9, 3, US_ASCII));
    }

    private static long refusedForms() throws Exception {
        Matcher line = Pattern.compile("lingdian_limits_reached_total\\{limit=\"files\"} (\\d+)")
                .matcher(Http.to(service).get("/metrics").body());
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
