package lingdian.console.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link of a page leads to the page itself, however its address was spelled: never to another host. */
class OwnPathIT {
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /** A balancer refuses an answer of long headers, and may take the node for broken. */
    @ParameterizedTest
    @CsvSource({"490, /sign-in?next=%2Fcafes%2Fx%3F", "3900, /sign-in"})
    void theSignInIsToldOnlyOfAPageThatItReturnsTo(int slashes, String begin) throws Exception {
        String page = "/cafes/x?" + "/".repeat(slashes);
        String location = Http.to(service).get(page).header("Location");
        assertThat(location).startsWith(begin).hasSizeLessThan(1_600);
        assertThat(location.contains("next=")).isEqualTo(page.length() <= 500);

        Http part = Http.to(service).with("HX-Request", "true").with("Referer", service.url() + page);
        assertThat(part.get("/cafes").header("HX-Redirect")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/x",
                "///evil.example/x",
                "//evil.example/x?a=b",
                "/%2Fevil.example/x",
                "/.//evil.example/x",
                "/a/..//evil.example/x",
                "/\\evil.example/x",
                "/%5Cevil.example/x",
            })
    void noLinkOfAPageLeadsToAnotherHost(String path) throws Exception {
        try (var socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContainPattern("(?i)(href|src|action)=\"[/\\\\]{2}")
                    .doesNotContainPattern("(?i)location: */[/\\\\]");
        }
    }
}
