package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lingdian.platform.text.PageTexts;
import org.jspecify.annotations.Nullable;

/** The languages of the page. Chinese comes first: it is for safety officers of cafés in China. */
enum PageLanguage {
    ZH("zh-CN"),
    EN("en");

    private final String tag;
    private final PageTexts texts;

    PageLanguage(String tag) {
        this.tag = tag;
        this.texts = PageTexts.read(PageLanguage.class, code());
    }

    /** By {@code ?lang=}, otherwise by the browser's preference, otherwise Chinese. */
    static PageLanguage of(@Nullable String asked, @Nullable String acceptLanguage) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(asked))
                .findFirst()
                .orElseGet(() -> PageTexts.prefersEnglish(acceptLanguage) ? EN : ZH);
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
        return texts.text(key);
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
        return texts.textOr(key, otherwise);
    }

    Set<String> keys() {
        return texts.keys();
    }
}
