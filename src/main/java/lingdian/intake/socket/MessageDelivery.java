package lingdian.intake.socket;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt;
import lingdian.platform.work.Places;
import lingdian.platform.work.Together;
import lingdian.record.message.CafeReceipt;
import lingdian.record.message.OfficeMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings authorities' messages to the cafés that are connected here, and their receipts back.
 *
 * <p>In rounds, one at a time: a province that connects at once is looked up together, and receipts are written
 * together. What a round could not do, the next one does. Thread-safe but for {@link #round}.
 */
final class MessageDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(MessageDelivery.class);
    private static final int CAFES_AT_ONCE = 500;
    /** Of all cafés, between two rounds: beyond, a message is sent again, and answered again. */
    private static final int RECEIPTS_MAX = 10_000;

    /** Of one café. At most 100 messages are sent to it at once, and a few while it answers them. */
    static final int RECEIPTS_OF_A_CAFE_MAX = 200;

    private static final long NEVER_LOOKED = -1;

    private final OfficeMessages messages;
    private final AgentConnections connections;
    private final Set<PlaceCode> welcomed = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<CafeReceipt, MessageReceipt.State> receipts = new ConcurrentHashMap<>();
    private final Places<PlaceCode> places = new Places<>(RECEIPTS_MAX, RECEIPTS_OF_A_CAFE_MAX);
    private final Together<PlaceCode, List<OfficeMessage>> ofPosting;
    private long version = NEVER_LOOKED;

    MessageDelivery(OfficeMessages messages, AgentConnections connections) {
        this.messages = messages;
        this.connections = connections;
        this.ofPosting = new Together<>(
                CAFES_AT_ONCE,
                posting -> messages.waiting(posting)
                        .map(waiting -> waiting.stream().collect(Collectors.groupingBy(OfficeMessage::placeCode))));
    }

    /** A connection of the café was welcomed: it is sent what waits. */
    void welcomed(PlaceCode placeCode) {
        welcomed.add(placeCode);
    }

    /** Takes a receipt; it is written with the next round. */
    void receive(PlaceCode placeCode, MessageReceipt receipt) {
        receipts.compute(
                new CafeReceipt(placeCode, receipt.id()),
                (one, before) -> before == null ? first(placeCode, receipt.state()) : further(before, receipt.state()));
    }

    private MessageReceipt.@Nullable State first(PlaceCode placeCode, MessageReceipt.State state) {
        return places.enter(placeCode) == Places.Answer.TAKEN ? state : null;
    }

    /** Takes the receipts of a request; completes when they are written. */
    Future<Void> receive(PlaceCode placeCode, List<MessageReceipt> those) {
        var told = new HashMap<CafeReceipt, MessageReceipt.State>();
        for (MessageReceipt receipt : those) {
            told.merge(new CafeReceipt(placeCode, receipt.id()), receipt.state(), MessageDelivery::further);
        }
        return messages.receive(told);
    }

    private static MessageReceipt.State further(MessageReceipt.State one, MessageReceipt.State other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** What waits for a café that posts. Never fails: without an answer, none of it is sent this time. */
    Future<List<OfficeMessage>> waiting(PlaceCode placeCode) {
        return ofPosting.ask(placeCode).map(found -> found.orElse(List.of())).otherwise(List.of());
    }

    Future<Void> round() {
        return handOver().compose(handed -> look()).otherwise(failure -> {
            LOG.warn("Messages to cafés wait for the database: {}", failure.toString());
            return null;
        });
    }

    private Future<Void> handOver() {
        Map<CafeReceipt, MessageReceipt.State> some = Map.copyOf(receipts);
        return some.isEmpty()
                ? Future.succeededFuture()
                : messages.receive(some).onSuccess(written -> some.forEach(this::written));
    }

    /** It may have been told something further meanwhile, which is written with the next round. */
    private void written(CafeReceipt receipt, MessageReceipt.State state) {
        if (receipts.remove(receipt, state)) {
            places.leave(receipt.placeCode());
        }
    }

    /** All cafés of this node where there are new messages, else those that were welcomed since. */
    private Future<Void> look() {
        var fresh = new ArrayList<>(welcomed);
        fresh.forEach(welcomed::remove);
        return messages.version()
                .compose(now ->
                        bring(now == version ? fresh : connections.cafes()).onSuccess(brought -> version = now))
                .onFailure(failure -> welcomed.addAll(fresh));
    }

    private Future<Void> bring(Collection<PlaceCode> cafes) {
        var all = new ArrayList<>(cafes);
        Future<Void> brought = Future.succeededFuture();
        for (int from = 0; from < all.size(); from += CAFES_AT_ONCE) {
            List<PlaceCode> some = all.subList(from, Math.min(from + CAFES_AT_ONCE, all.size()));
            brought = brought.compose(before -> messages.waiting(some)).map(this::deliver);
        }
        return brought;
    }

    private Void deliver(List<OfficeMessage> waiting) {
        waiting.forEach(message -> connections.tell(message.placeCode(), message));
        return null;
    }
}
