package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.EventLines;
import lingdian.domain.event.JsonWriting;
import lingdian.domain.event.ReceivedEvent;
import lingdian.domain.event.WireText;
import lingdian.intake.batch.Intake;
import lingdian.intake.batch.StreamSupersededException;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.platform.http.Problem;
import lingdian.platform.http.SlicedAnswer;
import lingdian.platform.text.Rfc3339;
import lingdian.platform.work.SizedWork;
import lingdian.record.message.OfficeMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /agent/v1/events}: a piece of a stream over HTTP, answered after the commit (handbook,
 * protocol.md#over-http).
 */
final class AgentHttp {
    private static final Logger LOG = LoggerFactory.getLogger(AgentHttp.class);
    static final int BYTES_MAX = 8 * 1024 * 1024;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final RequestsUnderWay underWay;
    private final LargeBodies large;
    private volatile boolean leaving;

    /**
     * Who sends a request.
     *
     * @param knownNanos when the key was looked up
     */
    private record Sender(AgentIdentity identity, long knownNanos) {
        PlaceCode placeCode() {
            return identity.placeCode();
        }
    }

    /** @param sent the agent's clock when it sent the request, if it said so */
    private record Head(UUID stream, @Nullable Instant sent, Arrival arrival) {}

    /**
     * The arrival of a request's first byte.
     *
     * @param over to be run when what it brought was offered
     */
    private record Arrival(Instant at, Runnable over) {}

    AgentHttp(Vertx vertx, Endpoint endpoint, RequestsUnderWay underWay, LargeBodies large) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.underWay = underWay;
        this.large = large;
    }

    /** From now on answers 503. */
    void leave() {
        leaving = true;
    }

    void handle(RoutingContext routing) {
        Instant now = endpoint.received().now();
        var arrival = new Arrival(now, endpoint.intake().arriving(now));
        HttpServerRequest request = routing.request().pause();
        underWay.count(identified(request)
                .compose(sender -> underWay.inTurn(
                        sender.placeCode(),
                        () -> answered(sender, request, arrival)
                                .onComplete(done -> arrival.over().run())
                                .compose(json -> answer(routing, json))))
                .onComplete(done -> arrival.over().run())
                .onFailure(failure -> FailedRequests.answer(routing, failure, endpoint.meters())));
    }

    private Future<Sender> identified(HttpServerRequest request) {
        if (leaving) {
            return refused(503, "the server is going away");
        }
        return !endpoint.intake().judges()
                ? refused(503, Endpoint.CLOCK_WRONG)
                : BearerKey.identify(request, endpoint.keys()).map(identity -> new Sender(identity, System.nanoTime()));
    }

    /** The messages that wait are looked up meanwhile, so that they do not hold up the answer. */
    private Future<String> answered(Sender sender, HttpServerRequest request, Arrival arrival) {
        PlaceCode placeCode = sender.placeCode();
        Future<List<OfficeMessage>> waiting = endpoint.messages().waiting(placeCode);
        return takeInTime(sender, request, arrival)
                .compose(committed -> late(placeCode, request, committed))
                .compose(receipt -> waiting.map(notices -> json(receipt, notices, endpoint.zone(placeCode))));
    }

    /** The request counts as under way meanwhile, so that the number of waiting requests is bounded. */
    private Future<Intake.Receipt> late(PlaceCode placeCode, HttpServerRequest request, Intake.Receipt receipt) {
        return endpoint.lateness().inTurn(placeCode, receipt.due(), () -> isAwaited(request), receipt);
    }

    /** What is taken after a pause was received then, so that the search for silent cafés is not held up. */
    private Future<Intake.Receipt> takeInTime(Sender sender, HttpServerRequest request, Arrival arrival) {
        if (endpoint.lateness().mayTake(sender.placeCode())) {
            return take(sender, request, arrival);
        }
        arrival.over().run();
        return endpoint.lateness()
                .untilTaking(sender.placeCode(), () -> isAwaited(request))
                .compose(free ->
                        isAwaited(request) ? takeNow(sender, request) : refused(503, "not taken, send it again"));
    }

    private Future<Intake.Receipt> takeNow(Sender sender, HttpServerRequest request) {
        Instant now = endpoint.received().now();
        var arrival = new Arrival(now, endpoint.intake().arriving(now));
        return take(sender, request, arrival).onComplete(done -> arrival.over().run());
    }

    private boolean isAwaited(HttpServerRequest request) {
        return !leaving && !request.response().closed();
    }

    private Future<Intake.Receipt> take(Sender sender, HttpServerRequest request, Arrival arrival) {
        Head head;
        try {
            head = head(request, arrival);
        } catch (Problem.Thrown bad) {
            return Future.failedFuture(bad);
        }
        var reading = new RequestBody(vertx, request, BYTES_MAX);
        BodyMemory.Share share = large.share(sender.placeCode(), reading::end);
        int bodyMillis = endpoint.limits().patience().bodyMillis();
        return Future.<Void>succeededFuture() // what reading throws is a failure, too
                .compose(go -> reading.read(bodyMillis, share::growTo))
                .compose(body -> {
                    share.arrived();
                    return take(sender, request, head, body);
                })
                .onComplete(done -> share.giveBack());
    }

    private Future<Intake.Receipt> take(Sender sender, HttpServerRequest request, Head head, Buffer body) {
        return large.use(
                sender.placeCode(),
                body.length(),
                () -> events(body)
                        .onFailure(bad -> notTaken(
                                sender.placeCode(),
                                body.length(),
                                head.arrival().at())),
                events -> BearerKey.stillValid(request, sender.identity().keyId(), sender.knownNanos(), endpoint.keys())
                        .compose(valid -> offer(sender.identity(), head, events))
                        .compose(AgentHttp::committed));
    }

    private void notTaken(PlaceCode placeCode, long bytes, Instant at) {
        endpoint.intake().notTaken(placeCode, bytes, at);
        endpoint.lateness().refused(placeCode, bytes);
    }

    private static Head head(HttpServerRequest request, Arrival arrival) {
        String type = request.getHeader("content-type");
        if (!isNdjson(type) || request.headers().contains("content-encoding")) {
            throw Problem.of(415, "expected Content-Type: application/x-ndjson, in UTF-8, not compressed")
                    .thrown();
        }
        String stream = request.getHeader("lingdian-stream");
        UUID id = stream == null ? null : WireText.uuid(stream.strip()).orElse(null);
        if (id == null) {
            throw Problem.of(400, "expected Lingdian-Stream: a UUID").thrown();
        }
        return new Head(id, sent(request.getHeader("lingdian-sent")), arrival);
    }

    private static @Nullable Instant sent(@Nullable String header) {
        if (header == null) {
            return null;
        }
        return Rfc3339.parse(header.strip())
                .orElseThrow(() -> Problem.of(400, "expected Lingdian-Sent: an RFC 3339 date-time with an offset")
                        .thrown());
    }

    private static boolean isNdjson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
        return parts[0].strip().equals("application/x-ndjson") && (parts.length == 1 || isUtf8(parts[1]));
    }

    /** Only the charset parameter matters. */
    private static boolean isUtf8(String parameters) {
        String compact = parameters.replace("\"", "").replace(" ", "");
        return !compact.contains("charset=") || compact.contains("charset=utf-8");
    }

    private Future<List<ReceivedEvent>> events(Buffer body) {
        return Future.<Void>succeededFuture() // what decoding throws is a failure, too
                .compose(go -> SizedWork.run(vertx, body.length(), () -> EventLines.read(body.getBytes())));
    }

    private Future<Intake.Offer> offer(AgentIdentity identity, Head head, List<ReceivedEvent> events) {
        endpoint.meters().offered(events.size());
        Instant received =
                endpoint.received().inOrder(identity.placeCode(), head.arrival().at());
        return endpoint.intake()
                .offer(
                        identity.placeCode(),
                        new Intake.Message(
                                head.stream(),
                                ConnectionNumber.NONE,
                                identity.enrolledAt(),
                                events,
                                head.sent(),
                                received))
                .onComplete(offered -> head.arrival().over().run())
                .recover(AgentHttp::notStored);
    }

    private static Future<Intake.Receipt> committed(Intake.Offer offer) {
        return switch (offer) {
            case Intake.Offer.Accepted accepted -> accepted.committed().recover(AgentHttp::notStored);
            case Intake.Offer.Gap gap ->
                Future.failedFuture(Problem.of(409, "expected seq " + gap.expectedSeq())
                        .with("expectedSeq", gap.expectedSeq())
                        .thrown());
            case Intake.Offer.Superseded superseded -> superseded();
        };
    }

    private static String json(Intake.Receipt receipt, List<OfficeMessage> notices, ZoneId zone) {
        var json = new JsonWriting()
                .begin('{')
                .field("ackedSeq", receipt.ackedSeq())
                .field("chain", receipt.chain());
        // A body may repeat earlier numbers in any order.
        List<Intake.Answer> bySeq = receipt.answers().stream()
                .sorted(Comparator.comparingLong(Intake.Answer::seq))
                .toList();
        answers(json.name("verdicts"), bySeq, true);
        answers(json.name("rejects"), bySeq, false);
        json.name("notices").begin('[');
        notices.forEach(message -> ServerMessages.message(json, message, zone));
        json.end(']');
        return json.end('}').toString();
    }

    private static void answers(JsonWriting json, List<Intake.Answer> answers, boolean verdicts) {
        json.begin('[');
        for (Intake.Answer answer : answers) {
            if (answer.verdict() == verdicts) {
                json.verbatim(answer.json());
            }
        }
        json.end(']');
    }

    /** The request is under way until its answer has been read, so that a café that reads none does not fill the memory. */
    private static Future<Void> answer(RoutingContext routing, String json) {
        if (routing.response().closed()) {
            return Future.succeededFuture();
        }
        routing.response().putHeader("content-type", "application/json");
        return SlicedAnswer.end(routing, Buffer.buffer(json));
    }

    private static <T> Future<T> superseded() {
        return refused(410, "a newer stream superseded this one");
    }

    private static <T> Future<T> notStored(Throwable cause) {
        if (cause instanceof StreamSupersededException) {
            return superseded();
        }
        LOG.warn("Events that came over HTTP were not stored: {}", cause.toString());
        return refused(503, "not stored, send it again");
    }

    private static <T> Future<T> refused(int status, String detail) {
        return Future.failedFuture(Problem.of(status, detail).thrown());
    }
}
