package lingdian.console.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
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
