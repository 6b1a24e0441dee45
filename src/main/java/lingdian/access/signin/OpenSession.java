package lingdian.access.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that has not ended, as its owner sees it.
 *
 * @param name its {@link Session#name}
 * @param seenAt of the person's last request, to the minute
 * @param browser on which it was begun; null if that is unknown
 */
record OpenSession(
        String name,
        Instant beganAt,
        Instant seenAt,
        @Nullable BrowserKind browser) {}
