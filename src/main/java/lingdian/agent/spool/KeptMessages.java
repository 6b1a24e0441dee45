package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.event.MessageReceipt;
import lingdian.domain.event.WireText;
import lingdian.platform.text.Rfc3339;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offices' messages to the café, in memory and on disk: a message is called delivered only once it survives a restart,
 * since the service does not send it again. Belongs to one context; {@link #all} may be called from any thread.
 */
final class KeptMessages {
    private static final Logger LOG = LoggerFactory.getLogger(KeptMessages.class);
    /** As many as the service sends at once; the oldest go first. */
    private static final int KEPT_MAX = 100;

    private static final String ID = "id";
    private static final String READ = "read";

    private final SpoolDirectory directory;
    private final WorkerExecutor worker;
    private volatile List<JsonObject> messages;

    KeptMessages(SpoolDirectory directory, WorkerExecutor worker, JsonArray kept) {
        this.directory = directory;
        this.worker = worker;
        this.messages = kept.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** Copies, oldest first. */
    List<JsonObject> all() {
        return messages.stream().map(JsonObject::copy).toList();
    }

    /** Keeps a message; completes with what is to be answered, once it is on disk, and with nothing for one without an id. */
    Future<Optional<MessageReceipt>> take(JsonObject notice) {
        Optional<UUID> id = id(notice);
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        Optional<JsonObject> known = known(id.get());
        if (known.isPresent()) {
            return Future.succeededFuture(known.map(KeptMessages::receipt));
        }
        var next = new ArrayList<>(messages);
        next.add(new JsonObject()
                .put(ID, id.get().toString())
                .put("from", notice.getString("from"))
                .put("text", notice.getString("text"))
                .put("until", notice.getString("until"))
                .put(READ, false));
        List<JsonObject> last = next.subList(Math.max(0, next.size() - KEPT_MAX), next.size());
        return keep(List.copyOf(last)).map(kept -> known(id.get()).map(KeptMessages::receipt));
    }

    /** A person has read it; empty where it is not kept. */
    Future<Optional<MessageReceipt>> read(UUID id) {
        Optional<JsonObject> known = known(id);
        if (known.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        List<JsonObject> next = messages.stream()
                .map(one -> one == known.get() ? one.copy().put(READ, true) : one)
                .toList();
        return keep(next).map(kept -> known(id).map(KeptMessages::receipt));
    }

    /** What was read and still means something: said again with each connection, since a receipt is not acknowledged. */
    List<MessageReceipt> readBefore(Instant now) {
        return messages.stream()
                .filter(one -> one.getBoolean(READ, false) && lasts(one, now))
                .map(KeptMessages::receipt)
                .toList();
    }

    private static boolean lasts(JsonObject message, Instant now) {
        return Rfc3339.parse(message.getString("until", "")).map(now::isBefore).orElse(false);
    }

    private Future<Void> keep(List<JsonObject> next) {
        messages = next;
        return worker.<Void>executeBlocking(() -> {
                    directory.keepMessages(new JsonArray(next));
                    return null;
                })
                .onFailure(failure -> LOG.warn(
                        "a message cannot be written to disk ({})",
                        failure.getClass().getSimpleName()));
    }

    private Optional<JsonObject> known(UUID id) {
        return messages.stream()
                .filter(one -> id.toString().equals(one.getString(ID)))
                .findFirst();
    }

    private static Optional<UUID> id(JsonObject notice) {
        return notice.getValue(ID) instanceof String text ? WireText.uuid(text) : Optional.empty();
    }

    private static MessageReceipt receipt(JsonObject message) {
        return new MessageReceipt(
                UUID.fromString(message.getString(ID)),
                message.getBoolean(READ, false) ? MessageReceipt.State.READ : MessageReceipt.State.DELIVERED);
    }
}
