package lingdian.feed.escalation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;

/** Writes who is told into the access log, within the transaction that tells. */
@FunctionalInterface
public interface EscalationLog {
    /**
     * @param duty of who is told, whose name is sealed
     * @param step 1 for the first who is told
     */
    Future<Void> told(SqlConnection connection, Told told);

    /** One telling. */
    record Told(Authority authority, PlaceCode placeCode, RegionCode region, UUID duty, int step, int violations) {}
}
