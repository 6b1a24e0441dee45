package lingdian.console.frame;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.signin.Language;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.Wording;
import lingdian.platform.text.PageTexts;
import lingdian.platform.text.PageTimes;

/**
 * The texts of the pages in one language, from {@code words_zh.properties} and {@code words_en.properties}.
 *
 * <p>All texts are in these two files, so that no page mixes languages. A missing text is an error, which the tests
 * find.
 */
public record Words(Language language, PageTexts texts) implements Wording {
    private static final int MINUTES_AN_HOUR = 60;
    private static final Words CHINESE = read(Language.ZH);
    private static final Words ENGLISH = read(Language.EN);

    public static Words chinese() {
        return CHINESE;
    }

    public static Words in(Language language) {
        return switch (language) {
            case ZH -> CHINESE;
            case EN -> ENGLISH;
        };
    }

    /** @throws IllegalArgumentException if there is no such text */
    String say(String key) {
        return texts.text(key);
    }

    /** A text with placeholders for values: <code>{0}</code>, <code>{1}</code>. */
    @Override
    public String say(String key, Object... values) {
        return texts.text(key, locale(), values);
    }

    /** A sum of minutes as people read it; none is a plain zero, as in any table of numbers. */
    public String length(long minutes) {
        if (minutes < MINUTES_AN_HOUR) {
            return say(minutes == 0 ? "count.exact" : "minutes", minutes);
        }
        return say("hours-minutes", minutes / MINUTES_AN_HOUR, minutes % MINUTES_AN_HOUR);
    }

    /** The text of a word of the API, such as the code of a rule; the word itself if there is no text for it yet. */
    @Override
    public String sayWord(String group, String word) {
        return sayWord(group, word, word);
    }

    String sayWord(String group, String word, String otherwise) {
        return texts.textOr(group + "." + word, otherwise);
    }

    /** The texts of all words of a group, by word. */
    public Map<String, String> group(String group) {
        String prefix = group + ".";
        return keys().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(key -> key.substring(prefix.length()), texts::text));
    }

    /** How a page made at {@code now} writes times. */
    public PageTimes times(Instant now) {
        return new PageTimes(now, ChinaTime.ZONE, texts);
    }

    public Locale locale() {
        return Locale.forLanguageTag(language.tag());
    }

    public Set<String> keys() {
        return texts.keys();
    }

    private static Words read(Language language) {
        return new Words(language, PageTexts.read(Words.class, language.code()));
    }
}
