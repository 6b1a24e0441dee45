package lingdian.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.Test;

/** Many officers and operators who hand in the largest files at the same time do not end a node with a small heap. */
class UploadMemoryIT {
    private static final List<String> MACHINE = List.of("-Xmx200m", "-XX:+ExitOnOutOfMemoryError");
    private static final int OFFICERS = 16;
    private static final int OPERATORS = 8;
    private static final int PHOTOS = 6;
    private static final int PHOTO_BYTES = 1_390_000;
    private static final int ROUNDS = 2;
    private static final int DECODING_ROUNDS = 12;
    private static final int EACH_AT_ONCE = 2;

    @Test
    void theLargestUploadsOfManyAtOnceLeaveTheNodeAlive() throws Exception {
        try (var observer = RunningService.start();
                var node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing())) {
            var officers = new ArrayList<String>();
            for (int i = 0; i < OFFICERS; i++) {
                officers.add(observer.regulatorToken("culture", Integer.toString(360_400 + i)));
            }
            List<String> operators = operators(observer);
            byte[] photos = files(new JsonObject(), "photos");
            byte[] objection = files(new JsonObject().put("statement", "s"), "files");
            for (int round = 0; round < ROUNDS; round++) {
                var uploads = new ArrayList<Upload>();
                for (String officer : officers) {
                    uploads.add(new Upload(
                            officer, "/api/v1/inspections/" + inspection(node, officer) + "/photos", photos));
                }
                for (String operator : operators) {
                    uploads.add(
                            new Upload(operator, "/api/v1/violations/" + UUID.randomUUID() + "/objections", objection));
                }
                Map<String, Long> answers = handIn(node.url(), uploads);
                assertThat(node.process().isAlive()).as(node.log()).isTrue();
                assertThat(answers).as("whoever is not taken is told so").containsKeys("201", "404");
                assertThat(answers.keySet()).isSubsetOf("201", "404", "429", "cut");
            }
            assertThat(Http.to(node.url()).get("/health/live").status()).isEqualTo(200);
        }
    }

    /** A long text with one character beyond Latin-1 takes two bytes for each of its letters, and eight while it is decoded. */
    @Test
    void neitherDoTextsThatAreLargeOnceDecodedEndIt() throws Exception {
        try (var observer = RunningService.start();
                var node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing())) {
            String officer = observer.regulatorToken("culture", "360481");
            String operator = operators(observer).getFirst();
            byte[] body = ("{\"unknown\":\"零" + "x".repeat(11_900_000) + "\"}").getBytes(UTF_8);
            String none = UUID.randomUUID().toString();
            var uploads = new ArrayList<Upload>();
            for (int i = 0; i < EACH_AT_ONCE; i++) {
                uploads.add(new Upload(officer, "/api/v1/inspections/" + none + "/photos", body));
                uploads.add(new Upload(operator, "/api/v1/violations/" + none + "/objections", body));
            }
            for (int round = 0; round < DECODING_ROUNDS; round++) {
                Map<String, Long> answers = handIn(node.url(), uploads);
                assertThat(answers).as(node.log()).containsKey("400");
                assertThat(answers.keySet()).as(node.log()).isSubsetOf("400", "429", "cut");
            }
        }
    }

    private record Upload(String token, String path, byte[] body) {}

    private static List<String> operators(RunningService observer) throws Exception {
        var operators = new ArrayList<String>();
        for (int i = 0; i < OPERATORS; i++) {
            String cafe = (360_400 + i) + "10000001";
            observer.cafe(cafe, List.of());
            operators.add(observer.admin()
                    .createAccount(new JsonObject()
                            .put("name", "o")
                            .put("role", "operator")
                            .put("placeCode", cafe))
                    .await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .token());
        }
        return operators;
    }

    private static String inspection(ServiceProcess node, String officer) throws Exception {
        return Http.to(node.url())
                .as(officer)
                .post(
                        "/api/v1/inspections",
                        new JsonObject().put("kind", "night-round").put("unit", "u"))
                .json()
                .getString("id");
    }

    /** Sends all but the end of each body, and the ends together once the others have come. */
    private static Map<String, Long> handIn(URI node, List<Upload> uploads) throws Exception {
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        var sent = new CountDownLatch(uploads.size());
        var senders = new ArrayList<Thread>();
        for (Upload upload : uploads) {
            senders.add(Thread.ofVirtual().start(() -> answers.add(send(node, upload, sent))));
        }
        for (Thread sender : senders) {
            assertThat(sender.join(Duration.ofSeconds(Await.PATIENCE_SECONDS))).isTrue();
        }
        return answers.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    }

    private static String send(URI node, Upload upload, CountDownLatch sent) {
        byte[] body = upload.body();
        try (var socket = new Socket(node.getHost(), node.getPort())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Await.PATIENCE_SECONDS));
            try {
                socket.getOutputStream()
                        .write(("POST " + upload.path() + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                                        + upload.token()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                                        + "\r\n\r\n")
                                .getBytes(US_ASCII));
                socket.getOutputStream().write(body, 0, body.length - 1);
            } finally {
                sent.countDown();
            }
            sent.await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
            socket.getOutputStream().write(body, body.length - 1, 1);
            return status(socket.getInputStream());
        } catch (IOException refusedUnread) {
            return "cut";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String status(InputStream answer) throws IOException {
        String line = new String(answer.readNBytes("HTTP/1.1 200".length()), US_ASCII);
        return line.isEmpty() ? "cut" : line.substring(line.indexOf(' ') + 1);
    }

    private static byte[] files(JsonObject body, String field) {
        byte[] photo = new byte[PHOTO_BYTES];
        photo[0] = (byte) 0xFF;
        photo[1] = (byte) 0xD8;
        photo[2] = (byte) 0xFF;
        String content = Base64.getEncoder().encodeToString(photo);
        var files = new JsonArray(IntStream.range(0, PHOTOS)
                .mapToObj(i -> new JsonObject()
                        .put("name", i + ".jpg")
                        .put("type", "image/jpeg")
                        .put("content", content))
                .toList());
        return body.put(field, files).encode().getBytes(US_ASCII);
    }
}
