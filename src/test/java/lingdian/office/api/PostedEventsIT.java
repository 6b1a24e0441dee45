package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answers to events that a café posts are as the OpenAPI document describes them, each of its problems too. */
class PostedEventsIT {
    private static final DocumentedAnswers ANSWERS = new DocumentedAnswers();
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID NEXT = UUID.fromString("7a3c1f52-0002-4000-8000-000000000002");

    private static RunningService service;
    private static Http cafe;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        cafe = Http.to(service).as(service.cafe(CAFE, List.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void everyAnswerIsDocumented() throws Exception {
        documented(200, cafe.events(STREAM, opened(1) + "\n{\"seq\":2,\"type\":\"odd\"}"));
        documented(409, cafe.events(STREAM, opened(9)));
        documented(400, cafe.events(STREAM, "nonsense"));
        documented(401, cafe.as("unknown").events(STREAM, opened(3)));
        documented(
                415,
                cafe.with("Lingdian-Stream", STREAM.toString())
                        .send("POST", "/agent/v1/events", "text/plain", opened(3)));
        documented(200, cafe.events(NEXT, opened(1)));
        documented(410, cafe.events(STREAM, opened(3)));
    }

    private static void documented(int status, Http.Answer answer) {
        DocumentedOperation operation = DocumentedOperation.all().stream()
                .filter(one -> one.id().equals("sendEvents"))
                .findFirst()
                .orElseThrow();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(ANSWERS.differences(operation, status, type, answer.body()))
                .as(answer.body())
                .isEmpty();
    }

    private static String opened(long seq) {
        return "{\"seq\":" + seq + ",\"type\":\"opened\",\"at\":\"2026-03-02T13:00:00Z\"}";
    }
}
