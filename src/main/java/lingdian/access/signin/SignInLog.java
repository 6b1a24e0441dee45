package lingdian.access.signin;

import io.vertx.core.Future;
import java.time.InstantSource;
import lingdian.domain.AccountId;
import lingdian.platform.http.ClientAddress;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Outcome;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Logs sign-ins (handbook, access.md).
 *
 * <p>Called before the sign-in is answered: if logging fails, the sign-in fails.
 */
@FunctionalInterface
public interface SignInLog {
    Future<Void> write(Entry entry);

    /**
     * The access log, in which a flood of refusals is not written whole.
     *
     * @param limitReached called for each refusal that is not written
     */
    static SignInLog in(AccessLogStore log, InstantSource clock, Runnable limitReached) {
        return new LimitedSignInLog(log, clock, limitReached);
    }

    /** The event. */
    enum What {
        /** By the password, with a code where the account has a second factor. */
        SIGNED_IN(Action.SIGN_IN, Outcome.DONE, "password"),
        SIGNED_IN_BY_PROVIDER(Action.SIGN_IN, Outcome.DONE, "provider"),
        SIGNED_IN_BY_PASSKEY(Action.SIGN_IN, Outcome.DONE, "passkey"),
        /** The password was right, and the second step was shown. */
        PASSWORD_SHOWN(Action.SIGN_IN, Outcome.ATTEMPTED, "second-step"),
        /** The counter of a passkey went back: it was copied. */
        PASSKEY_COPIED(Action.SIGN_IN, Outcome.REFUSED, "passkey-copied"),
        /** The name, password or code was wrong, or the provider's answer was refused. */
        SIGN_IN_REFUSED(Action.SIGN_IN, Outcome.REFUSED),
        /** The attempt was not tried, after too many failures. */
        LOCKED_OUT(Action.LOCK_OUT, Outcome.REFUSED),
        SIGNED_OUT(Action.SIGN_OUT, Outcome.DONE),
        /** The person ended sessions of their own. */
        SESSIONS_ENDED(Action.END_SESSIONS, Outcome.DONE),
        /** The identity provider no longer describes an account of the person. */
        SESSIONS_WITHDRAWN(Action.END_SESSIONS, Outcome.DONE, "provider"),
        PASSWORD_SET(Action.SET_PASSWORD, Outcome.DONE),
        SECOND_FACTOR_SET(Action.SET_SECOND_FACTOR, Outcome.DONE),
        PASSKEY_ADDED(Action.SET_SECOND_FACTOR, Outcome.DONE, "passkey-added"),
        PASSKEY_REMOVED(Action.SET_SECOND_FACTOR, Outcome.DONE, "passkey-removed"),
        /** A form came without the token that only our own pages know. */
        FORGED_REQUEST(Action.CALL, Outcome.REFUSED, "forged-request");

        private final Action action;
        private final Outcome outcome;
        private final @Nullable String cause;

        What(Action action, Outcome outcome) {
            this(action, outcome, null);
        }

        What(Action action, Outcome outcome, @Nullable String cause) {
            this.action = action;
            this.outcome = outcome;
            this.cause = cause;
        }
    }

    /**
     * One entry.
     *
     * @param account null if there is none or it is unknown
     * @param address that the request came from
     * @param signInName that was typed, for the limit only: it is never written; empty if none was
     */
    record Entry(What what, @Nullable AccountId account, ClientAddress address, String signInName) {
        Entry(What what, @Nullable AccountId account, ClientAddress address) {
            this(what, account, address, "");
        }

        boolean isRefusal() {
            return what.outcome == Outcome.REFUSED;
        }

        /** A refused attempt is logged without an actor, whichever account it named. */
        AccessEntry written() {
            Actor actor = account == null || isRefusal() ? Actor.nobody() : Actor.account(account);
            AccessEntry entry = AccessEntry.of(actor, what.action, what.outcome);
            AccessEntry from = address.isUnknown() ? entry : entry.with("address", address.text());
            AccessEntry about = account == null ? from : from.on(Subject.of(account));
            return what.cause == null ? about : about.with("cause", what.cause);
        }

        @Override
        public String toString() {
            return "Entry[" + what + "]"; // a name may have been typed by mistake for a password
        }
    }
}
