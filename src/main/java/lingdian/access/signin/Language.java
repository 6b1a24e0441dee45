package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.PageTexts;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * The languages of the pages, Chinese first: their words are in {@code words_zh.properties} and
 * {@code words_en.properties}.
 */
public enum Language {
    ZH("zh-CN"),
    EN("en");

    private static final String COOKIE = "lingdian-language";

    private final String tag;
    private final PageTexts texts;

    Language(String tag) {
        this.tag = tag;
        this.texts = PageTexts.read(Language.class, code());
    }

    /**
     * The language of a request: {@code ?lang=}, which is remembered; else the remembered one; else the browser's
     * preference; else Chinese.
     */
    public static Language of(RoutingContext routing) {
        Optional<Language> asked = byCode(routing.request().getParam("lang"));
        asked.ifPresent(language -> remember(routing, language));
        Cookie cookie = routing.request().getCookie(COOKIE);
        return asked.or(() -> byCode(cookie == null ? null : cookie.getValue()))
                .orElseGet(() ->
                        PageTexts.prefersEnglish(routing.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE)) ? EN : ZH);
    }

    private static Optional<Language> byCode(@Nullable String code) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(code))
                .findFirst();
    }

    private static void remember(RoutingContext routing, Language language) {
        routing.response()
                .addCookie(Cookie.cookie(COOKIE, language.code())
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX)
                        .setPath("/")
                        .setMaxAge(Duration.ofDays(365).toSeconds()));
    }

    /** The value of {@code ?lang=}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of the page's attribute {@code lang}. */
    public String tag() {
        return tag;
    }

    public Language other() {
        return this == ZH ? EN : ZH;
    }

    /** @throws IllegalArgumentException if there is no such text */
    String word(String key) {
        return texts.text(key);
    }

    /** How a page made at {@code now} writes times. */
    PageTimes times(Instant now) {
        return new PageTimes(now, ChinaTime.ZONE, texts);
    }

    Set<String> keys() {
        return texts.keys();
    }
}
