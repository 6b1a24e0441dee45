package lingdian.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that ask for long answers and read none of them leave a node with a small heap to the others. */
class SlowReadersIT {
    private static final List<String> MACHINE =
            List.of("-Xmx200m", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError");
    private static final String CAFE = "36048110000001";
    private static final int PHOTO_BYTES = 4_000_000;
    private static final int READERS = 100;
    private static final int OF_FILES = 20; // each reading is followed by a rest of the account
    private static final int MORE_THAN_THE_SYSTEM_BUFFERS = 8;
    private static final int EVENTS = 5_000;

    private static RunningService observer;
    private static ServiceProcess node;
    private static String officer;
    private static String photo;

    private final List<Socket> open = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        observer = RunningService.start();
        node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing());
        officer = observer.regulatorToken("culture", "360481");
        Http http = Http.to(node.url()).as(officer);
        String inspection = http.post(
                        "/api/v1/inspections",
                        new JsonObject().put("kind", "night-round").put("unit", "u"))
                .json()
                .getString("id");
        byte[] content = new byte[PHOTO_BYTES];
        content[0] = (byte) 0xFF;
        content[1] = (byte) 0xD8;
        content[2] = (byte) 0xFF;
        JsonObject one = new JsonObject()
                .put("name", "a.jpg")
                .put("type", "image/jpeg")
                .put("content", Base64.getEncoder().encodeToString(content));
        JsonObject found = http.post(
                        "/api/v1/inspections/" + inspection + "/photos",
                        new JsonObject().put("photos", new JsonArray().add(one)))
                .json();
        photo = "/api/v1/inspections/" + inspection + "/photos/"
                + found.getJsonArray("photos").getJsonObject(0).getString("id");
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        observer.close();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket one : open) {
            one.close();
        }
    }

    @Test
    void anOfficerWhoReadsNoFileToItsEnd() throws Exception {
        for (int i = 0; i < OF_FILES; i++) {
            ask(("GET " + photo + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + officer + "\r\n\r\n")
                    .repeat(MORE_THAN_THE_SYSTEM_BUFFERS));
        }
        Await.until(
                "the account's share is used up",
                () -> Http.to(node.url()).as(officer).get(photo).status() == 429);
        othersAreServed();
        close();
        Await.until(
                "the share is free again",
                () -> Http.to(node.url()).as(officer).get(photo).status() == 200);
    }

    @Test
    void aStrangerWhoReadsNoDocument() throws Exception {
        for (int i = 0; i < 8 * READERS; i++) {
            ask("GET /api/openapi.yaml HTTP/1.1\r\nHost: here\r\n\r\n");
        }
        othersAreServed();
    }

    @Test
    void aCafeThatReadsNoAnswer() throws Exception {
        String key = observer.cafe(CAFE, List.of());
        String stream = UUID.randomUUID().toString();
        // Whatever is repeated is answered as the first time: with a rejection each.
        String events = IntStream.rangeClosed(1, EVENTS)
                .mapToObj(seq -> "{\"seq\":" + seq + ",\"type\":\"no-such-type\",\"at\":\"2026-07-01T10:00:00Z\"}")
                .collect(Collectors.joining("\n"));
        assertThat(Http.to(node.url())
                        .as(key)
                        .events(UUID.fromString(stream), events)
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < READERS; i++) {
            ask("POST /agent/v1/events HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + key
                    + "\r\nLingdian-Stream: " + stream + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                    + events.length() + "\r\n\r\n" + events);
        }
        othersAreServed();
    }

    private static void othersAreServed() throws Exception {
        String other = observer.regulatorToken("culture", "360000");
        assertThat(node.process().isAlive()).as(node.log()).isTrue();
        for (int i = 0; i < 20; i++) {
            Await.until( // on a busy machine one may wait for too long, and is told so
                    "another officer is served",
                    () -> Http.to(node.url()).as(other).get("/api/v1/cafes").status() == 200);
        }
        assertThat(node.log()).doesNotContain("OutOfDirectMemoryError");
    }

    /** Sends a request over a connection that takes next to nothing of the answer. */
    private void ask(String request) throws IOException {
        URI url = node.url();
        var socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.getOutputStream().write(request.getBytes(US_ASCII));
    }
}
