package lingdian.intake.socket;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt;
import lingdian.record.message.CafeReceipt;
import lingdian.record.message.OfficeMessage;

/** The messages of authorities to cafés. Implemented by their store, so that the endpoints hold no SQL. */
public interface OfficeMessages {
    /** There are none. */
    OfficeMessages NONE = new OfficeMessages() {
        @Override
        public Future<Long> version() {
            return Future.succeededFuture(0L);
        }

        @Override
        public Future<List<OfficeMessage>> waiting(Collection<PlaceCode> placeCodes) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Void> receive(Map<CafeReceipt, MessageReceipt.State> receipts) {
            return Future.succeededFuture();
        }
    };

    /** Another number than before where messages were written since. */
    Future<Long> version();

    /** Those of these cafés that are not answered yet and still mean something. */
    Future<List<OfficeMessage>> waiting(Collection<PlaceCode> placeCodes);

    /** Takes receipts; those of unknown messages are ignored. */
    Future<Void> receive(Map<CafeReceipt, MessageReceipt.State> receipts);
}
