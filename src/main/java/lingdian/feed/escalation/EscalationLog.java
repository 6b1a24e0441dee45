package lingdian.feed.escalation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;

/** Records in the access log which person a message goes to, in the transaction that writes the message. */
@FunctionalInterface
public interface EscalationLog {
    /**
     * @param duty of the person, whose name is sealed
     * @param step 1 for the first person
     */
    Future<Void> told(SqlConnection connection, Told told);

    /** One telling. */
    record Told(Authority authority, PlaceCode placeCode, RegionCode region, UUID duty, int step, int violations) {}
}
