package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;

/** The working days by the official calendar as it stands now. */
@FunctionalInterface
public interface WorkingDays {
    Future<Boolean> isWorkday(SqlClient client, LocalDate day);
}
