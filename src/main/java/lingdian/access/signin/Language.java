package lingdian.access.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import lingdian.platform.Template;
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
    private final Properties words;

    Language(String tag) {
        this.tag = tag;
        this.words = read("words_" + name().toLowerCase(Locale.ROOT) + ".properties");
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
                .orElseGet(() -> preferred(routing.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
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

    private static Language preferred(@Nullable String acceptLanguage) {
        return acceptLanguage != null
                        && acceptLanguage.strip().toLowerCase(Locale.ROOT).startsWith("en")
                ? EN
                : ZH;
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
        String text = words.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key);
        }
        return text;
    }

    Set<String> keys() {
        return words.stringPropertyNames();
    }

    private static Properties read(String resource) {
        var words = new Properties();
        try {
            words.load(new StringReader(Template.text(Language.class, resource)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return words;
    }
}
