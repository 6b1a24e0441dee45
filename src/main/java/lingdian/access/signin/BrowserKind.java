package lingdian.access.signin;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A browser as its owner would call it, such as Firefox on Windows: enough to know one's own sessions again, and too
 * little to tell two people's browsers apart. It is what the browser says of itself.
 */
record BrowserKind(Family family, Platform platform) {
    private static final BrowserKind UNKNOWN = new BrowserKind(Family.OTHER, Platform.OTHER);

    /** In the order of looking: most browsers name others too, and nearly all name Safari. */
    enum Family {
        WECHAT("MicroMessenger", "WeChat"),
        EDGE("Edg", "Edge"),
        OPERA("OPR/", "Opera"),
        QQ("QQBrowser", "QQ Browser"),
        FIREFOX("Firefox/", "Firefox"),
        FIREFOX_IOS("FxiOS/", "Firefox"),
        CHROME("Chrome/", "Chrome"),
        CHROME_IOS("CriOS/", "Chrome"),
        SAFARI("Safari/", "Safari"),
        OTHER("", "");

        private final String mark;
        private final String label;

        Family(String mark, String label) {
            this.mark = mark;
            this.label = label;
        }
    }

    /** In the order of looking: Android names Linux, and an iPhone names Mac OS X. */
    enum Platform {
        HARMONY("OpenHarmony", "HarmonyOS"),
        ANDROID("Android", "Android"),
        IPHONE("iPhone", "iPhone"),
        IPAD("iPad", "iPad"),
        WINDOWS("Windows", "Windows"),
        MAC("Mac OS X", "macOS"),
        LINUX("Linux", "Linux"),
        OTHER("", "");

        private final String mark;
        private final String label;

        Platform(String mark, String label) {
            this.mark = mark;
            this.label = label;
        }
    }

    static BrowserKind of(HttpServerRequest request) {
        String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "");
        return of(agent);
    }

    static BrowserKind of(String userAgent) {
        return new BrowserKind(
                Arrays.stream(Family.values())
                        .filter(family -> userAgent.contains(family.mark))
                        .findFirst()
                        .orElseThrow(),
                Arrays.stream(Platform.values())
                        .filter(platform -> userAgent.contains(platform.mark))
                        .findFirst()
                        .orElseThrow());
    }

    /** The word of the database, such as {@code firefox windows}. */
    String word() {
        return word(family) + " " + word(platform);
    }

    private static String word(Enum<?> value) {
        return value.name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The browser of a {@link #word}. One that an earlier or later version wrote may be unknown. */
    static BrowserKind ofWord(String word) {
        return Arrays.stream(Family.values())
                .flatMap(family -> Arrays.stream(Platform.values()).map(platform -> new BrowserKind(family, platform)))
                .filter(browser -> browser.word().equals(word))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The names of the family and of the platform, if they are known. They are the same in both languages. */
    Optional<String> label() {
        String label = (family.label + " · " + platform.label).strip();
        return this.equals(UNKNOWN) ? Optional.empty() : Optional.of(label.replaceAll("^· | ·$", ""));
    }
}
