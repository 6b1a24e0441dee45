package lingdian.record.accesslog;

import java.util.Locale;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * The actor of an entry.
 *
 * @param id an account's id, or the place code of an agent's café; null for others
 */
public record Actor(Kind kind, @Nullable String id) {
    private static final Actor SERVICE = new Actor(Kind.SERVICE, null);
    private static final Actor NOBODY = new Actor(Kind.NOBODY, null);

    public Actor {
        boolean named = kind == Kind.ACCOUNT || kind == Kind.AGENT;
        if (named != (id != null)) {
            throw new IllegalArgumentException("an account and an agent have an id, others have none");
        }
    }

    /** The kinds of actors. */
    public enum Kind {
        ACCOUNT,
        AGENT,
        /** The service itself: sweeps, retention, changes of its key ring. */
        SERVICE,
        /** A caller without a valid token. */
        NOBODY;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Actor account(AccountId id) {
        return new Actor(Kind.ACCOUNT, id.toString());
    }

    public static Actor agent(PlaceCode placeCode) {
        return new Actor(Kind.AGENT, placeCode.value());
    }

    public static Actor service() {
        return SERVICE;
    }

    public static Actor nobody() {
        return NOBODY;
    }
}
