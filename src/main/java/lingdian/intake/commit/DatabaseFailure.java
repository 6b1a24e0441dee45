package lingdian.intake.commit;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a temporary failure of the database from a permanent error of ours.
 *
 * <p>Work that failed temporarily is retried forever, so a failure that one of our statements could cause every time
 * must not count as temporary. Work that failed permanently is given up, and the agents have to reconnect.
 */
public final class DatabaseFailure {
    /** Classes of SQLSTATE that say "not now": connection, rollback (deadlock), resources, operator, system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

    /**
     * Single ones of other classes: a standby that was not promoted yet, a session that slept or lasted too long, an
     * object or lock in use. Not the rest of class 25: "in a failed transaction" is only what a mistake leaves behind.
     */
    private static final Set<String> PASSING = Set.of("25006", "25P03", "25P04", "55006", "55P03");

    /** Exceptions within these classes that our own statements cause: a wrong message, a violated integrity. */
    private static final Set<String> OURS = Set.of("08P01", "40002");

    private DatabaseFailure() {}

    /** Classifies a failure where nothing is known of the connection. */
    public static boolean passes(Throwable cause) {
        return cause instanceof TransactionFailure failure ? failure.passes() : passes(cause, false);
    }

    /** @param connectionLost whether the connection of what failed was closed under it */
    static boolean passes(Throwable cause, boolean connectionLost) {
        return switch (cause) {
            case PgException refused -> passes(refused.getSqlState());
            case IOException broken -> true;
            case TimeoutException late -> true;
            case ClosedConnectionException closed -> true;
            // The client says in plain words only that a connection was closed before a statement could be sent, and in
            // the same way that parameters of ours do not fit. A connection that broke of our own message has that as
            // cause. That it was closed may be learnt of the statement before it is told of the connection.
            case VertxException said ->
                (connectionLost || saysClosed(said.getMessage())) && isOfConnection(said.getCause());
            default -> false;
        };
    }

    private static boolean saysClosed(@Nullable String message) {
        return message != null
                && (message.startsWith("Connection is not active now") || message.startsWith("Connection was closed"));
    }

    private static boolean isOfConnection(@Nullable Throwable cause) {
        return cause == null || cause instanceof IOException;
    }

    private static boolean passes(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (PASSING.contains(state)
                        || PASSING_CLASSES.contains(state.substring(0, 2)) && !OURS.contains(state));
    }

    /** The cause with its stack, but without a message of the database, which may quote values. */
    public static Throwable loggable(Throwable cause) {
        Throwable root = root(cause);
        if (!(root instanceof PgException || root instanceof VertxException)) {
            return root;
        }
        var mute = new IllegalStateException(say(root));
        mute.setStackTrace(root.getStackTrace());
        return mute;
    }

    /** What may be logged: never the statement's values. */
    public static String say(Throwable cause) {
        return switch (root(cause)) {
            case PgException refused -> "SQLSTATE " + refused.getSqlState() + ", constraint " + refused.getConstraint();
            case Throwable other -> other.getClass().getSimpleName();
        };
    }

    private static Throwable root(Throwable cause) {
        return cause instanceof TransactionFailure failure ? failure.cause() : cause;
    }
}
