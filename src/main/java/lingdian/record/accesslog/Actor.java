package lingdian.record.accesslog;

import java.util.Locale;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id of an account its id, of an agent its café's place code; null for others
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

    /** What they are to the service. */
    public enum Kind {
        ACCOUNT,
        AGENT,
        /** The service by itself: sweeps, retention, what it sees of its key ring. */
        SERVICE,
        /** Whoever has no valid token. */
        NOBODY;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Actor account(UUID id) {
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
