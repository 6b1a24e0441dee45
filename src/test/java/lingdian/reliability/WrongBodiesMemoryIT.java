package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are wrong in as many places, or have as many values, as they have room for do not end a node with a small heap. */
class WrongBodiesMemoryIT {
    private static final List<String> MACHINE = List.of("-Xmx200m", "-XX:+ExitOnOutOfMemoryError");
    private static final String CAFE = "36048110000001";

    private static RunningService observer;
    private static ServiceProcess node;

    @BeforeAll
    static void start() throws Exception {
        observer = RunningService.start();
        observer.cafe(CAFE, List.of());
        node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        observer.close();
    }

    static Stream<Arguments> bodies() {
        String objections = "/api/v1/violations/" + new UUID(0, 0) + "/objections";
        return Stream.of(
                Arguments.of("regulator", "/api/v1/cases/actions", "officers", list("0", 120_000)),
                Arguments.of("regulator", "/api/v1/cases/actions", "officers", list("0", 19_000)),
                Arguments.of("regulator", "/api/v1/cases/actions", "outcomes", map(20_000)),
                Arguments.of("regulator", "/api/v1/cases/actions", "outcomes", map(9_000)),
                Arguments.of("operator", "/api/v1/export-links", "filter", map(9_000)),
                Arguments.of("operator", objections, "files", list("{}", 3_000_000)));
    }

    /** Right but for their size: the document does not know the field, which is ignored. */
    static Stream<String> thoseLargeOnceDecodedAreRefusedBefore() {
        String rest = "{\"statement\":\"s\",\"files\":[],\"unknown\":" + list("{\"a\":1}", 1_300_000) + "}";
        return Stream.of(rest, "/* what the decoder takes beside JSON */" + rest, rest + "]");
    }

    @ParameterizedTest
    @MethodSource
    void thoseLargeOnceDecodedAreRefusedBefore(String body) throws Exception {
        Http.Answer answer = Http.to(node.url())
                .as(token("operator"))
                .send("POST", "/api/v1/violations/" + new UUID(0, 0) + "/objections", Http.JSON, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(node.process().isAlive()).isTrue();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("bodies")
    void areRefused(String role, String path, String field, String value) throws Exception {
        Http.Answer answer =
                Http.to(node.url()).as(token(role)).send("POST", path, Http.JSON, "{\"" + field + "\":" + value + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("expected");
        assertThat(node.process().isAlive()).isTrue();
    }

    private static String list(String item, int items) {
        return Stream.generate(() -> item).limit(items).collect(Collectors.joining(",", "[", "]"));
    }

    private static String map(int fields) {
        return IntStream.range(0, fields).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    private static String token(String role) throws Exception {
        return role.equals("regulator")
                ? observer.regulatorToken("culture", "360481")
                : observer.admin()
                        .createAccount(new JsonObject()
                                .put("name", "o")
                                .put("role", role)
                                .put("placeCode", CAFE))
                        .await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .token();
    }
}
