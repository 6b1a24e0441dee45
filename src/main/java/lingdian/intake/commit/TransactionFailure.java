package lingdian.intake.commit;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Why a transaction did not succeed, and what is known of it. */
public abstract sealed class TransactionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TransactionFailure(Throwable cause) {
        super(DatabaseFailure.say(cause), cause, false, false);
    }

    /** Whether the same work may well succeed later. */
    abstract boolean passes();

    /**
     * No transaction could be begun, which says nothing about the work: a database that cannot be reached, a full pool.
     */
    static final class NotBegun extends TransactionFailure {
        private static final long serialVersionUID = 1L;

        NotBegun(Throwable cause) {
            super(cause);
        }

        @Override
        boolean passes() {
            return true;
        }
    }

    /** Nothing of it is committed. */
    static final class Undone extends TransactionFailure {
        private static final long serialVersionUID = 1L;

        private final transient BooleanSupplier connectionLost;

        /** @param connectionLost whether the connection was closed under the work */
        Undone(Throwable cause, BooleanSupplier connectionLost) {
            super(cause);
            this.connectionLost = connectionLost;
        }

        @Override
        boolean passes() {
            return DatabaseFailure.passes(cause(), connectionLost.getAsBoolean());
        }
    }

    /** The COMMIT was sent and no answer came: all of it is committed, or nothing. */
    public static final class InDoubt extends TransactionFailure {
        private static final long serialVersionUID = 1L;

        private final transient Object result;

        InDoubt(Throwable cause, Object result) {
            super(cause);
            this.result = result;
        }

        /** The result of the work, if it is committed. */
        public Object result() {
            return result;
        }

        @Override
        boolean passes() {
            return true;
        }
    }

    /** What failed. */
    Throwable cause() {
        return Objects.requireNonNull(getCause());
    }
}
