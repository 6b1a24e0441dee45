package lingdian.access.signin;

import io.vertx.core.Future;
import lingdian.domain.AccountId;
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

    /** The access log. */
    static SignInLog in(AccessLogStore log) {
        return entry -> log.append(entry.written());
    }

    /** The event. */
    enum What {
        SIGNED_IN(Action.SIGN_IN, Outcome.DONE),
        /** The name, password or code was wrong, or the provider's answer was refused. */
        SIGN_IN_REFUSED(Action.SIGN_IN, Outcome.REFUSED),
        /** The attempt was not tried, after too many failures. */
        LOCKED_OUT(Action.LOCK_OUT, Outcome.REFUSED),
        SIGNED_OUT(Action.SIGN_OUT, Outcome.DONE),
        PASSWORD_SET(Action.SET_PASSWORD, Outcome.DONE),
        SECOND_FACTOR_SET(Action.SET_SECOND_FACTOR, Outcome.DONE),
        /** A form came without the token that only our own pages know. */
        FORGED_REQUEST(Action.CALL, Outcome.REFUSED);

        private final Action action;
        private final Outcome outcome;

        What(Action action, Outcome outcome) {
            this.action = action;
            this.outcome = outcome;
        }
    }

    /**
     * One entry.
     *
     * @param account null if there is none or it is unknown
     * @param address that the request came from
     */
    record Entry(What what, @Nullable AccountId account, String address) {
        /** A refused attempt is logged without an actor, whichever account it named. */
        private AccessEntry written() {
            Actor actor = account == null || what.outcome == Outcome.REFUSED ? Actor.nobody() : Actor.account(account);
            AccessEntry entry = AccessEntry.of(actor, what.action, what.outcome)
                    .with("address", address.replaceAll("[^\\w.:]", "-"));
            AccessEntry about = account == null ? entry : entry.on(Subject.of(account));
            return what == What.FORGED_REQUEST ? about.with("cause", "forged-request") : about;
        }
    }
}
