package lingdian.signin;

import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sign-ins are written down (SPEC.md, section 8).
 *
 * <p>Asked before the answer: where it fails, so does the sign-in.
 */
@FunctionalInterface
public interface SignInLog {
    Future<Void> write(Entry entry);

    /** What happened. */
    enum What {
        SIGNED_IN,
        /** The name, password or code was wrong, or the provider's word was not taken. */
        SIGN_IN_REFUSED,
        /** It was not even tried, after too many failures. */
        LOCKED_OUT,
        SIGNED_OUT,
        PASSWORD_SET,
        SECOND_FACTOR_SET,
        /** A form without the token that only our own pages know. */
        FORGED_REQUEST
    }

    /**
     * One entry.
     *
     * @param account whose; null where it is nobody's or not known
     */
    record Entry(What what, @Nullable UUID account) {}
}
