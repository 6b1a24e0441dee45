package lingdian.office.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lingdian.testing.Await.PATIENCE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that are sent by halves are held in memory, so an account may send a few of them at a time. */
class BodyPlacesIT {
    private static final String BODY = "{\"reason\":\"" + "x".repeat(1_000);

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void anAccountHoldsAFewBodiesAndOthersGoOn() throws Exception {
        String officer = officer();
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < BodyPlaces.OF_ACCOUNT_MAX; i++) {
                held.add(halfSent(officer));
            }
            Await.until("all places are taken", () -> status(officer) == 429);
            assertThat(status(officer())).as("a colleague's").isEqualTo(400);
        } finally {
            for (Socket one : held) {
                one.close();
            }
        }
        Await.until("the places are free again", () -> status(officer) == 400);
    }

    private static String officer() throws Exception {
        return service.regulatorToken("culture", "360481");
    }

    private static Socket halfSent(String token) throws IOException {
        return sent(token, BODY.length() + 1, BODY);
    }

    /** Of a whole body, which says nothing that the operation wants. */
    private static int status(String token) throws IOException {
        try (Socket client = sent(token, 2, "{}")) {
            client.setSoTimeout(PATIENCE_MILLIS);
            return Integer.parseInt(new String(client.getInputStream().readNBytes(12), UTF_8).substring(9));
        }
    }

    private static Socket sent(String token, int length, String body) throws IOException {
        URI at = service.url();
        var client = new Socket(at.getHost(), at.getPort());
        client.getOutputStream()
                .write(("POST /api/v1/legal-holds HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + token
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
        return client;
    }
}
