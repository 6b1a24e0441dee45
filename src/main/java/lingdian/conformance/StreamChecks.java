package lingdian.conformance;

import static lingdian.conformance.Check.chained;
import static lingdian.conformance.Check.equal;
import static lingdian.conformance.Check.require;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/** What a service must do with a stream: welcome, acknowledge, judge, repeat, hand over and supersede. */
final class StreamChecks {
    private StreamChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("stream/welcome", StreamChecks::welcome),
                new Check("stream/ack-has-the-chain", StreamChecks::acknowledges),
                new Check("stream/goes-on-after-ackedSeq", StreamChecks::goesOn),
                new Check("stream/forms-of-a-message", StreamChecks::forms),
                new Check("stream/unknown-fields-and-whole-numbers", StreamChecks::tolerates),
                new Check("stream/repeat-is-answered-alike", StreamChecks::repeats),
                new Check("stream/receipt-of-an-unknown-message", StreamChecks::receipt),
                new Check("stream/asking-verdict-allows", StreamChecks::allows),
                new Check("stream/denied-login-opens-nothing", StreamChecks::denied),
                new Check("stream/admitted-login-opens-whatever-the-verdict", StreamChecks::admitted),
                new Check("stream/newer-connection-wins-4408", StreamChecks::newerWins),
                new Check("stream/hello-of-an-older-connection-4408", StreamChecks::olderHello),
                new Check("stream/hello-supersedes-nothing", StreamChecks::helloAlone),
                new Check("stream/superseded-4410", StreamChecks::superseded));
    }

    private static void welcome(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        try (Talk talk = service.connect()) {
            talk.hello(stream, 0);
            JsonObject welcome = talk.welcome();
            equal(stream.toString(), welcome.getString("stream"), "the stream");
            equal(0L, welcome.getLong("ackedSeq"), "ackedSeq of a new stream");
            require(welcome.getString("placeCode").matches("\\d{6}10\\d{6}"), "expected the café's place code");
            require(welcome.getLong("heartbeatSeconds") >= 1, "expected heartbeatSeconds of at least 1");
            require(welcome.getLong("window") >= 1, "expected a window of at least 1");
            require(welcome.getValue("hours") instanceof JsonArray, "expected the hours, an array");
            require(welcome.getValue("serverTime") instanceof String, "expected the serverTime");
        }
    }

    private static void acknowledges(ServiceUnderTest service) {
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(new SampleEvents(service).opened(1));
            JsonObject ack = talk.ack(1);
            equal(1L, ack.getLong("seq"), "an ack of");
            chained(ack);
        }
    }

    private static void goesOn(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(stream)) {
            talk.send(List.of(events.opened(1), events.heartbeat(2)));
            talk.ack(2);
        }
        try (Talk talk = service.connect()) {
            talk.hello(stream, 2);
            equal(2L, talk.welcome().getLong("ackedSeq"), "ackedSeq after a reconnection");
            talk.send(events.heartbeat(3));
            talk.ack(3);
        }
    }

    private static void forms(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        String now = Rfc3339.format(service.clock().instant(), ChinaTime.ZONE);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.opened(1));
            talk.send(List.of(events.heartbeat(2), events.heartbeat(3)));
            talk.send(new JsonObject().put("type", "batch").put("events", new JsonArray().add(events.heartbeat(4))));
            talk.send(new JsonObject()
                    .put("type", "batch")
                    .put("sent", now)
                    .put("events", new JsonArray().add(events.heartbeat(5))));
            talk.ack(5);
            equal(List.of(), talk.answers(), "no rejects but");
        }
    }

    private static void tolerates(ServiceUnderTest service) {
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            String event = new SampleEvents(service).opened(1).put("more", "x").encode();
            talk.send(event.replace("\"seq\":1,", "\"seq\":1.0,"));
            talk.ack(1);
            equal(List.of(), talk.answers(), "no rejects but");
        }
    }

    private static void repeats(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        List<JsonObject> sent = List.of(events.login(1, "repeat", 30, false), events.event(2, "no-such-type"));
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(sent);
            JsonObject verdict = talk.verdict(1);
            JsonObject reject = talk.reject(2);
            talk.ack(2);
            talk.forget();
            talk.send(sent);
            equal(verdict, talk.verdict(1), "the first verdict again,");
            equal(reject, talk.reject(2), "the first reject again,");
            talk.ack(2);
            talk.send(events.logout(3, "repeat"));
            talk.ack(3);
        }
    }

    private static void receipt(ServiceUnderTest service) {
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(new JsonObject()
                    .put("type", "receipt")
                    .put("id", UUID.randomUUID().toString())
                    .put("state", "read"));
            talk.send(new SampleEvents(service).opened(1));
            talk.ack(1);
        }
    }

    private static void allows(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.login(1, "adult", 30, false));
            JsonObject verdict = talk.verdict(1);
            equal(events.session("adult"), verdict.getString("session"), "the session");
            equal(true, verdict.getBoolean("allow"), "allow");
            equal(new JsonArray(), verdict.getJsonArray("reasons"), "reasons");
            talk.send(events.logout(2, "adult"));
            talk.ack(2);
            equal(1, talk.answers().size(), "answers:");
        }
    }

    private static void denied(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.login(1, "minor", 15, false));
            JsonObject verdict = talk.verdict(1);
            equal(false, verdict.getBoolean("allow"), "allow");
            equal(new JsonArray().add("under-age"), verdict.getJsonArray("reasons"), "reasons");
            talk.send(events.logout(2, "minor"));
            equal("unknown-session", talk.reject(2).getString("code"), "the code");
        }
    }

    private static void admitted(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.login(1, "seated", 15, true));
            equal(false, talk.verdict(1).getBoolean("allow"), "allow");
            talk.send(events.logout(2, "seated"));
            talk.send(events.login(3, "seated", 30, true));
            equal("duplicate-session", talk.reject(3).getString("code"), "the code");
            talk.ack(3);
            equal(2, talk.answers().size(), "answers:");
        }
    }

    private static void newerWins(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        try (Talk older = service.greeted(stream);
                Talk newer = service.greeted(stream)) {
            older.closed(4408);
            newer.send(new SampleEvents(service).opened(1));
            newer.ack(1);
        }
    }

    private static void olderHello(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        try (Talk older = service.connect();
                Talk newer = service.greeted(stream)) {
            older.hello(stream, 0);
            older.closed(4408);
            newer.send(new SampleEvents(service).opened(1));
            newer.ack(1);
        }
    }

    private static void helloAlone(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(stream)) {
            talk.send(events.opened(1));
            talk.ack(1);
        }
        try (Talk other = service.greeted(UUID.randomUUID())) {
            other.send(events.event(1, "no-such-type").put("at", "never"));
            other.reject(1);
        }
        try (Talk talk = service.connect()) {
            talk.hello(stream, 1);
            equal(1L, talk.welcome().getLong("ackedSeq"), "ackedSeq");
            talk.send(events.heartbeat(2));
            talk.ack(2);
        }
    }

    private static void superseded(ServiceUnderTest service) {
        UUID stream = UUID.randomUUID();
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(stream)) {
            talk.send(events.opened(1));
            talk.ack(1);
        }
        try (Talk newer = service.greeted(UUID.randomUUID())) {
            newer.send(events.opened(1));
            newer.ack(1);
        }
        try (Talk talk = service.connect()) {
            talk.hello(stream, 1);
            talk.closed(4410);
        }
    }
}
