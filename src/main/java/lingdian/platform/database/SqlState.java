package lingdian.platform.database;

import io.vertx.pgclient.PgException;

/** Why PostgreSQL refused a statement, where a store answers that (PostgreSQL's manual, appendix A). */
public enum SqlState {
    FOREIGN_KEY_VIOLATION("23503"),
    UNIQUE_VIOLATION("23505");

    private final String code;

    SqlState(String code) {
        this.code = code;
    }

    /** Whether this is why a statement failed. */
    public boolean isCauseOf(Throwable failure) {
        return failure instanceof PgException refused && code.equals(refused.getSqlState());
    }
}
