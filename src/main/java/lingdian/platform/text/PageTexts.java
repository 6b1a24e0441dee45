package lingdian.platform.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of pages in one language, from {@code words_….properties} beside a class. */
public final class PageTexts {
    private final String language;
    private final Properties texts = new Properties();

    private PageTexts(String language) {
        this.language = language;
    }

    /** @param language as in the file's name, such as {@code zh} */
    public static PageTexts read(Class<?> beside, String language) {
        var read = new PageTexts(language);
        try {
            read.texts.load(new StringReader(Template.text(beside, "words_" + language + ".properties")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return read;
    }

    /** Whether a browser's {@code Accept-Language} names English first: the language that its user prefers. */
    public static boolean prefersEnglish(@Nullable String acceptLanguage) {
        return acceptLanguage != null
                && acceptLanguage.strip().toLowerCase(Locale.ROOT).startsWith("en");
    }

    /** @throws IllegalArgumentException if there is no such text */
    public String text(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key + " in " + language);
        }
        return text;
    }

    /**
     * A text with values in its places: <code>{0}</code>, <code>{1}</code>. An apostrophe is an apostrophe, as in a text
     * without values: who writes texts need not know how they are put together.
     *
     * @throws IllegalArgumentException if there is no such text
     */
    public String text(String key, Locale locale, Object... values) {
        return new MessageFormat(text(key).replace("'", "''"), locale).format(values);
    }

    public String textOr(String key, String otherwise) {
        return texts.getProperty(key, otherwise);
    }

    public Set<String> keys() {
        return texts.stringPropertyNames();
    }
}
