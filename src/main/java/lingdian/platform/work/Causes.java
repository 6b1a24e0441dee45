package lingdian.platform.work;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What may be told of a failure's cause, and whether it is that the database is away. */
public final class Causes {
    /** The client's only texts for a failure without a class of its own: a connection closed before it was used. */
    private static final List<String> NO_CONNECTION =
            List.of("Connection is not active now", "Connection was closed", "Pending requests failed to be sent");

    private Causes() {}

    /** The part of a failure that may be logged: never the statement's values. */
    public static String say(Throwable failure) {
        return failure instanceof PgException refused
                ? "SQLSTATE " + refused.getSqlState()
                : failure.getClass().getSimpleName();
    }

    /**
     * Whether the database did not answer, or not now, so that trying again may help. Not every {@link PgException}: a
     * statement that PostgreSQL refuses is our bug. Classes 08, 40, 53 and 57 are its state, and 25006 is that of a host
     * which no longer accepts writes. A database whose clock differs does not answer either, for now.
     */
    public static boolean isAway(Throwable failure) {
        if (failure instanceof PgException refused) {
            return refused.getSqlState().matches("(08|40|53|57).*|25006");
        }
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof NotNowException
                || failure instanceof ClosedConnectionException
                || isPoolUsedUp(failure)
                || failure instanceof VertxException && saysNoConnection(String.valueOf(failure.getMessage()));
    }

    private static boolean saysNoConnection(String message) {
        return NO_CONNECTION.stream().anyMatch(message::startsWith);
    }

    /** Whether a pool had no free connection: too many requests waited for one, or this one for too long. */
    public static boolean isPoolUsedUp(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException
                || failure instanceof VertxException
                        && String.valueOf(failure.getMessage()).startsWith("Timeout");
    }
}
