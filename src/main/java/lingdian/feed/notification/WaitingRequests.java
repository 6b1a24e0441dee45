package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Map;
import lingdian.domain.AccountId;
import lingdian.domain.region.Scope;

/** Counts the requests that wait for an account's decision. */
@FunctionalInterface
public interface WaitingRequests {
    /** By kind; a kind of which none waits is missing. */
    Future<Map<String, Long>> count(SqlClient client, Scope scope, AccountId account, Instant now);
}
