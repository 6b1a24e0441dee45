package lingdian.node;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt;
import lingdian.intake.socket.OfficeMessages;
import lingdian.record.message.CafeReceipt;
import lingdian.record.message.MessageStore;
import lingdian.record.message.OfficeMessage;

/** Shows the stored messages to the agents' endpoints. */
record StoredMessages(SqlClient client, MessageStore store, InstantSource clock) implements OfficeMessages {
    @Override
    public Future<Long> version() {
        return store.version(client);
    }

    @Override
    public Future<List<OfficeMessage>> waiting(Collection<PlaceCode> placeCodes) {
        return store.waiting(client, placeCodes, clock.instant());
    }

    @Override
    public Future<Void> receive(Map<CafeReceipt, MessageReceipt.State> receipts) {
        return store.receive(client, receipts, clock.instant());
    }
}
