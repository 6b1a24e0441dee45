package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.MessageReceipt;
import lingdian.domain.event.WireText;
import lingdian.intake.socket.AgentKeys.AgentIdentity;
import lingdian.platform.http.Problem;
import lingdian.platform.work.SizedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /agent/v1/receipts}: what a café that posts says of messages (handbook, protocol.md#over-http). */
final class ReceiptsHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptsHttp.class);
    private static final int BYTES_MAX = 128 * 1024;
    /** A receipt is short, and takes as long as an event of so many times its bytes. */
    private static final long WEIGHT = 4;

    private static final String LINES = "application/x-ndjson";
    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final LargeBodies large;
    private final RequestsUnderWay underWay;

    ReceiptsHttp(Vertx vertx, Endpoint endpoint, LargeBodies large, RequestsUnderWay underWay) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.large = large;
        this.underWay = underWay;
    }

    /** Answers when the receipts are written. */
    void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request().pause();
        underWay.count(BearerKey.identify(request, endpoint.keys())
                .compose(identity -> {
                    long known = System.nanoTime();
                    return underWay.inTurn(identity.placeCode(), () -> receive(identity, known, request));
                })
                .onSuccess(written -> routing.response().setStatusCode(204).end())
                .onFailure(failure -> FailedRequests.answer(routing, failure, endpoint.meters())));
    }

    private Future<Void> receive(AgentIdentity identity, long knownNanos, HttpServerRequest request) {
        PlaceCode placeCode = identity.placeCode();
        String type = mediaType(request);
        if (!type.equals(LINES) && !type.equals(JSON)) {
            return refused(415, "expected Content-Type: application/json or application/x-ndjson");
        }
        return endpoint.lateness()
                .untilTaking(placeCode, () -> !request.response().closed())
                .compose(free -> RequestBody.read(
                        vertx, request, BYTES_MAX, endpoint.limits().patience().bodyMillis()))
                .onSuccess(body -> endpoint.intake()
                        .notTaken(placeCode, body.length(), endpoint.received().now()))
                .compose(body -> BearerKey.stillValid(request, identity.keyId(), knownNanos, endpoint.keys())
                        .compose(valid -> receipts(placeCode, body, type.equals(LINES))))
                .compose(receipts ->
                        endpoint.messages().receive(placeCode, receipts).recover(ReceiptsHttp::notStored));
    }

    private static String mediaType(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type == null
                ? ""
                : type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    }

    private Future<List<MessageReceipt>> receipts(PlaceCode placeCode, Buffer body, boolean lines) {
        long size = WEIGHT * body.length();
        return large.decode(placeCode, size, () -> SizedWork.run(vertx, size, () -> decode(body, lines)))
                .compose(decoded -> switch (decoded) {
                    case Decoded.Receipts posted -> Future.succeededFuture(posted.receipts());
                    case Decoded.Refused refused -> {
                        endpoint.lateness().refused(placeCode, size);
                        yield refused(400, refused.reason());
                    }
                });
    }

    private static Decoded.Posted decode(Buffer body, boolean lines) {
        String text = WireText.utf8(body.getBytes());
        return text == null ? new Decoded.Refused("expected UTF-8") : AgentCodec.decodeReceipts(text, lines);
    }

    private static <T> Future<T> notStored(Throwable cause) {
        LOG.warn("Receipts of messages were not stored: {}", cause.toString());
        return refused(503, "not stored, send it again");
    }

    private static <T> Future<T> refused(int status, String detail) {
        return Future.failedFuture(Problem.of(status, detail).thrown());
    }
}
