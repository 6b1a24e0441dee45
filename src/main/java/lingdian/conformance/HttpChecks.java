package lingdian.conformance;

import static lingdian.conformance.Check.chained;
import static lingdian.conformance.Check.equal;
import static lingdian.conformance.Check.require;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.agent.link.AgentEndpoint;

/** What a service must do with events, receipts and codes over HTTP. */
final class HttpChecks {
    private static final String LINES = "application/x-ndjson";

    private HttpChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("http/events-200", HttpChecks::events),
                new Check("http/same-stream-over-both-ways", HttpChecks::bothWays),
                new Check("http/gap-409", HttpChecks::gap),
                new Check("http/bad-line-400", HttpChecks::badLine),
                new Check("http/superseded-410", HttpChecks::superseded),
                new Check("http/too-many-events-413", HttpChecks::tooMany),
                new Check("http/key-wrong-401", HttpChecks::wrongKey),
                new Check("http/receipt-of-an-unknown-message", HttpChecks::receipt),
                new Check("http/enrolment-code-unknown-404", HttpChecks::enrolment));
    }

    private static void events(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        HttpResponse<String> answer = post(
                service,
                UUID.randomUUID(),
                Stream.of(
                        events.login(1, "posted-minor", 15, false),
                        events.event(2, "no-such-type"),
                        events.login(3, "posted", 30, false),
                        events.logout(4, "posted")));
        equal(200, answer.statusCode(), "HTTP");
        JsonObject body = object(answer);
        equal(4L, body.getLong("ackedSeq"), "ackedSeq");
        chained(body);
        equal(List.of(1L, 3L), numbers(body.getJsonArray("verdicts")), "verdicts of");
        equal(List.of(2L), numbers(body.getJsonArray("rejects")), "rejects of");
    }

    private static List<Long> numbers(JsonArray answers) {
        return answers.stream()
                .map(answer -> ((JsonObject) answer).getLong("seq"))
                .toList();
    }

    private static void bothWays(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(stream)) {
            talk.send(events.opened(1));
            talk.ack(1);
            HttpResponse<String> answer = post(service, stream, Stream.of(events.heartbeat(2)));
            equal(200, answer.statusCode(), "HTTP");
            talk.send(events.heartbeat(3));
            talk.ack(3);
        }
    }

    private static void gap(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        HttpResponse<String> answer = post(service, UUID.randomUUID(), Stream.of(events.opened(1), events.opened(3)));
        equal(409, answer.statusCode(), "HTTP");
        equal(1L, object(answer).getLong("expectedSeq"), "expectedSeq");
    }

    private static void badLine(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        HttpResponse<String> answer = post(service, stream, events.opened(1).encode() + "\nnonsense\n", service.key());
        equal(400, answer.statusCode(), "HTTP");
        equal(200, post(service, stream, Stream.of(events.opened(1))).statusCode(), "HTTP after it");
    }

    private static void superseded(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        equal(200, post(service, stream, Stream.of(events.opened(1))).statusCode(), "HTTP");
        equal(200, post(service, UUID.randomUUID(), Stream.of(events.opened(1))).statusCode(), "HTTP");
        equal(410, post(service, stream, Stream.of(events.heartbeat(2))).statusCode(), "HTTP of the older stream");
    }

    private static void tooMany(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        HttpResponse<String> answer = post(
                service, UUID.randomUUID(), IntStream.rangeClosed(1, 10_001).mapToObj(events::heartbeat));
        equal(413, answer.statusCode(), "HTTP");
    }

    private static void wrongKey(ServiceUnderTest service) {
        String line = new SampleEvents(service).opened(1).encode();
        equal(401, post(service, UUID.randomUUID(), line, "no-such-key").statusCode(), "HTTP");
    }

    private static void receipt(ServiceUnderTest service) {
        String body = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("state", "delivered")
                .encode();
        HttpResponse<String> answer = send(request(service, "/agent/v1/receipts")
                .header("Authorization", "Bearer " + service.key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        require(answer.statusCode() / 100 == 2, "expected HTTP 2xx, got " + answer.statusCode());
    }

    private static void enrolment(ServiceUnderTest service) {
        String body = new JsonObject()
                .put("code", "AAAA-AAAA-AAAA")
                .put("agent", "lingdian-conformance/1")
                .encode();
        HttpResponse<String> answer = send(request(service, "/agent/v1/enrol")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        equal(404, answer.statusCode(), "HTTP");
    }

    private static HttpResponse<String> post(ServiceUnderTest service, UUID stream, Stream<JsonObject> events) {
        return post(service, stream, events.map(JsonObject::encode).collect(Collectors.joining("\n")), service.key());
    }

    private static HttpResponse<String> post(ServiceUnderTest service, UUID stream, String lines, String key) {
        return send(request(service, "/agent/v1/events")
                .header("Authorization", "Bearer " + key)
                .header("Lingdian-Stream", stream.toString())
                .header("Content-Type", LINES)
                .POST(BodyPublishers.ofString(lines))
                .build());
    }

    private static HttpRequest.Builder request(ServiceUnderTest service, String path) {
        URI target = service.server().resolve(AgentEndpoint.path(service.server(), path));
        return HttpRequest.newBuilder(target).timeout(service.patience());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new NotConformingException(
                    "no HTTP answer (" + failed.getClass().getSimpleName() + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotConformingException("the run was interrupted");
        }
    }

    private static JsonObject object(HttpResponse<String> answer) {
        try {
            return new JsonObject(answer.body());
        } catch (DecodeException noObject) {
            throw new NotConformingException("the answer is not a JSON object");
        }
    }
}
