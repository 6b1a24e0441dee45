package lingdian.conformance;

import static lingdian.conformance.Check.equal;
import static lingdian.conformance.Check.require;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What a service must refuse: each closing code of the protocol, and each form of an invalid event. */
final class RefusalChecks {
    private static final int MESSAGE_BYTES_MAX = 1024 * 1024;
    private static final String SECRET_TEXT = "geheim-3604811990";

    private RefusalChecks() {}

    static List<Check> all() {
        var checks = new ArrayList<Check>();
        checks.add(new Check("refusal/key-missing-401", service -> status(service, "X-None: none")));
        checks.add(new Check("refusal/key-wrong-401", service -> status(service, "Authorization: Bearer no-such-key")));
        beforeHello(
                checks, "event-before-hello-4400", events -> events.opened(1).encode());
        beforeHello(
                checks,
                "array-before-hello-4400",
                events -> "[" + events.opened(1).encode() + "]");
        beforeHello(checks, "hello-malformed-4400", events -> "{\"type\":\"hello\"}");
        greeted(checks, "not-json-4400", 4400, events -> "nonsense");
        greeted(checks, "number-4400", 4400, events -> "7");
        greeted(checks, "no-seq-4400", 4400, events -> "{\"type\":\"opened\"}");
        greeted(checks, "seq-zero-4400", 4400, events -> events.opened(0).encode());
        greeted(checks, "seq-fraction-4400", 4400, events -> "{\"seq\":1.5,\"type\":\"opened\"}");
        greeted(
                checks,
                "seq-too-large-4400",
                4400,
                events -> events.opened(1L << 53).encode());
        greeted(checks, "batch-without-events-4400", 4400, events -> "{\"type\":\"batch\"}");
        greeted(checks, "too-many-events-4400", 4400, RefusalChecks::tooMany);
        greeted(
                checks,
                "form-before-gap-4400",
                4400,
                events -> "[" + events.opened(7).encode() + ",{}]");
        greeted(checks, "gap-4409", 4409, events -> events.opened(2).encode());
        greeted(
                checks,
                "gap-with-invalid-event-4409",
                4409,
                events -> "[" + events.opened(1).encode() + ",{\"seq\":3,\"type\":\"no-such-type\"}]");
        greeted(checks, "message-too-large-1009", 1009, events -> "\"" + "x".repeat(MESSAGE_BYTES_MAX) + "\"");
        closing(
                checks,
                "binary-4400",
                4400,
                talk -> talk.send(WireSocket.BINARY, "{}".getBytes(StandardCharsets.UTF_8)));
        closing(checks, "bad-utf8-1007", 1007, talk -> talk.send(WireSocket.TEXT, new byte[] {'"', (byte) 0xFF, '"'}));
        checks.add(new Check("refusal/second-hello-4400", RefusalChecks::secondHello));
        checks.add(new Check("refusal/gap-names-the-expected-number", RefusalChecks::gapIsNamed));
        checks.add(new Check("refusal/message-is-refused-whole", RefusalChecks::wholeOrNot));
        invalid(checks, "type-unknown", event -> event.put("type", "no-such-type"));
        invalid(checks, "time-without-offset", event -> event.put("at", "2026-01-01T00:00:00"));
        invalid(checks, "session-missing", event -> event.remove("session"));
        invalid(checks, "terminal-outside-pattern", event -> event.put("terminal", "A B"));
        invalid(checks, "document-missing", event -> event.remove("document"));
        invalid(checks, "name-too-long", event -> document(event).put("name", "x".repeat(201)));
        invalid(checks, "read-unknown", event -> document(event).put("read", "guess"));
        invalid(checks, "net-id-without-type", event -> document(event).put("read", "net-id"));
        invalid(checks, "admitted-not-boolean", event -> event.put("admitted", "yes"));
        checks.add(new Check("refusal/reject-repeats-no-value", RefusalChecks::rejectIsSilent));
        return checks;
    }

    private static void status(ServiceUnderTest service, String header) {
        try (Talk talk = Talk.open(service, header)) {
            equal(401, talk.status(), "HTTP");
        }
    }

    private static void beforeHello(List<Check> checks, String name, Function<SampleEvents, String> message) {
        checks.add(new Check("refusal/" + name, service -> {
            try (Talk talk = service.connect()) {
                talk.send(message.apply(new SampleEvents(service)));
                talk.closed(4400);
            }
        }));
    }

    private static void greeted(List<Check> checks, String name, int code, Function<SampleEvents, String> message) {
        checks.add(new Check("refusal/" + name, service -> {
            try (Talk talk = service.greeted(UUID.randomUUID())) {
                talk.send(message.apply(new SampleEvents(service)));
                talk.closed(code);
            }
        }));
    }

    private static void closing(List<Check> checks, String name, int code, Consumer<Talk> message) {
        checks.add(new Check("refusal/" + name, service -> {
            try (Talk talk = service.greeted(UUID.randomUUID())) {
                message.accept(talk);
                talk.closed(code);
            }
        }));
    }

    private static String tooMany(SampleEvents events) {
        return new JsonArray(
                        IntStream.rangeClosed(1, 1_001).mapToObj(events::opened).toList())
                .encode();
    }

    private static void secondHello(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        try (Talk talk = service.greeted(stream)) {
            talk.hello(stream, 0);
            talk.closed(4400);
        }
    }

    private static void gapIsNamed(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.opened(1));
            talk.ack(1);
            talk.send(events.opened(3));
            equal("expected 2", talk.closed(4409).reason(), "the reason");
        }
    }

    private static void wholeOrNot(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(stream)) {
            talk.send(List.of(events.opened(1), events.opened(3)));
            talk.closed(4409);
        }
        try (Talk talk = service.connect()) {
            talk.hello(stream, 0);
            equal(0L, talk.welcome().getLong("ackedSeq"), "ackedSeq");
        }
    }

    private static void invalid(List<Check> checks, String name, Consumer<JsonObject> spoil) {
        checks.add(new Check("refusal/invalid-event-" + name, service -> {
            JsonObject event = new SampleEvents(service).login(1, "never", 30, false);
            spoil.accept(event);
            try (Talk talk = service.greeted(UUID.randomUUID())) {
                talk.send(event);
                equal("invalid-event", talk.reject(1).getString("code"), "the code");
                talk.ack(1);
            }
        }));
    }

    private static JsonObject document(JsonObject event) {
        return event.getJsonObject("document");
    }

    private static void rejectIsSilent(ServiceUnderTest service) {
        JsonObject event = new SampleEvents(service).login(1, "never", 30, false);
        document(event).put("name", SECRET_TEXT.repeat(20)).put("number", SECRET_TEXT);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(event);
            require(!talk.reject(1).encode().contains(SECRET_TEXT), "the reject repeats what was sent");
        }
    }
}
