package lingdian.intake;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a failure of the database that passes from a mistake of ours that does not. */
final class DatabaseFailure {
    /**
     * Classes of SQLSTATE that say "not now": connection, transaction state, rollback (deadlock), resources, operator
     * intervention (shutdown), system.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    private DatabaseFailure() {}

    static boolean passes(Throwable cause) {
        if (cause instanceof PgException refused) {
            String state = refused.getSqlState();
            return state != null && state.length() >= 2 && PASSING.contains(state.substring(0, 2));
        }
        // No answer at all: a closed or refused connection, a full pool, a time-out. The client's complaints about our
        // own
        // parameters are plain VertxExceptions, and would be the same a second time.
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof VertxException && cause.getClass() != VertxException.class
                || cause instanceof TransactionRollbackException;
    }

    /** The cause with its stack, but without a message of the database, which may quote values. */
    static Throwable loggable(Throwable cause) {
        if (!(cause instanceof PgException || cause instanceof VertxException)) {
            return cause;
        }
        var mute = new IllegalStateException(say(cause));
        mute.setStackTrace(cause.getStackTrace());
        return mute;
    }

    /** What may be logged: never the statement's values. */
    static String say(Throwable cause) {
        return cause instanceof PgException refused
                ? "SQLSTATE " + refused.getSqlState() + ", constraint " + refused.getConstraint()
                : cause.getClass().getSimpleName();
    }
}
