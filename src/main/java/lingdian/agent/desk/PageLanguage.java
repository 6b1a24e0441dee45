package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import lingdian.platform.Template;
import org.jspecify.annotations.Nullable;

/** The languages of the page. Chinese comes first: it is for safety officers of cafés in China. */
enum PageLanguage {
    ZH("zh-CN"),
    EN("en");

    private final String tag;
    private final Properties words;

    PageLanguage(String tag) {
        this.tag = tag;
        this.words = read("words_" + name().toLowerCase(Locale.ROOT) + ".properties");
    }

    /** By {@code ?lang=}, otherwise by the browser's preference, otherwise Chinese. */
    static PageLanguage of(@Nullable String asked, @Nullable String acceptLanguage) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(asked))
                .findFirst()
                .orElseGet(() -> preferred(acceptLanguage == null ? "" : acceptLanguage));
    }

    /** A browser names the language that its user prefers first. */
    private static PageLanguage preferred(String acceptLanguage) {
        return acceptLanguage.strip().toLowerCase(Locale.ROOT).startsWith("en") ? EN : ZH;
    }

    /** The value of {@code ?lang=}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of the page's attribute {@code lang}. */
    String tag() {
        return tag;
    }

    PageLanguage other() {
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

    /** The text with <code>{name}</code> replaced by the values. */
    String sentence(String key, JsonObject values) {
        String text = word(key);
        for (Map.Entry<String, Object> value : values) {
            text = text.replace("{" + value.getKey() + "}", String.valueOf(value.getValue()));
        }
        return text;
    }

    /** The text for a key, or {@code otherwise} for a word of a later version of the service. */
    String wordOr(String key, String otherwise) {
        return words.getProperty(key, otherwise);
    }

    Set<String> keys() {
        return words.stringPropertyNames();
    }

    private static Properties read(String resource) {
        var words = new Properties();
        try {
            words.load(new StringReader(Template.text(PageLanguage.class, resource)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return words;
    }
}
