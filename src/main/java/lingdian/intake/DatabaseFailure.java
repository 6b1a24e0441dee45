package lingdian.intake;

import io.vertx.pgclient.PgException;
import java.util.Set;

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
        // No answer at all: a closed or refused connection, a full pool, a time-out.
        return cause instanceof java.io.IOException
                || cause instanceof io.vertx.core.VertxException
                || cause instanceof java.util.concurrent.TimeoutException;
    }

    /** What may be logged: never the statement's values. */
    static String say(Throwable cause) {
        return cause instanceof PgException refused
                ? "SQLSTATE " + refused.getSqlState()
                : cause.getClass().getSimpleName();
    }
}
