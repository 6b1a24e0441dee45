package lingdian.regulator;

import io.vertx.core.Future;
import java.util.UUID;
import lingdian.identity.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * Where the uses of the registry are written down (SPEC.md, section 8).
 *
 * <p>Asked before anything is answered or changed: where it fails, the use fails and nothing is shown.
 */
@FunctionalInterface
public interface RegistryLog {
    Future<Void> write(Use use);

    /** What was done. */
    enum Action {
        REGISTER,
        IMPORT,
        LOOK_UP,
        REVOKE
    }

    /**
     * One use.
     *
     * @param person null for an import
     * @param reason as the account gave it, perhaps with names in it; null where none is asked for
     */
    record Use(
            UUID account,
            Action action,
            @Nullable PersonToken person,
            @Nullable String reason) {
        @Override
        public String toString() {
            return "Use[" + action + "]"; // a reason is free text
        }
    }
}
