package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import lingdian.domain.ChinaTime;
import org.jspecify.annotations.Nullable;

/**
 * Whether pages are dark. Unless somebody has chosen, they are from 22:00 to 06:00, when officers read them outdoors, and
 * otherwise as the device is set.
 */
public enum Theme {
    LIGHT,
    DARK,
    /** As the device is set. */
    DEVICE;

    private static final String COOKIE = "lingdian-theme";
    private static final LocalTime NIGHT_BEGINS = LocalTime.of(22, 0);
    private static final LocalTime NIGHT_ENDS = LocalTime.of(6, 0);

    /** {@code ?theme=}, which is remembered; else the remembered one; else that of the hour. */
    public static Theme of(RoutingContext routing, Instant now) {
        Optional<Theme> asked = named(routing.request().getParam("theme"));
        asked.ifPresent(theme -> remember(routing, theme));
        Cookie cookie = routing.request().getCookie(COOKIE);
        return asked.or(() -> named(cookie == null ? null : cookie.getValue())).orElseGet(() -> at(now));
    }

    public static Theme at(Instant now) {
        LocalTime time = LocalTime.ofInstant(now, ChinaTime.ZONE);
        return time.isBefore(NIGHT_ENDS) || !time.isBefore(NIGHT_BEGINS) ? DARK : DEVICE;
    }

    private static Optional<Theme> named(@Nullable String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    private static void remember(RoutingContext routing, Theme theme) {
        routing.response()
                .addCookie(Cookie.cookie(COOKIE, theme.word())
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX)
                        .setPath("/")
                        .setMaxAge(Duration.ofDays(365).toSeconds()));
    }

    /** The value of {@code ?theme=}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of the page's attribute {@code data-theme}; null for none. */
    public @Nullable String attribute() {
        return this == DEVICE ? null : word();
    }

    /** The one that a page offers. */
    public Theme other() {
        return this == DARK ? LIGHT : DARK;
    }
}
