package lingdian.office.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** What codes are called in Chinese, in the words of the console, which has them for people who read a page. */
public final class CodeNames {
    private static final Map<String, String> NAMES = read();

    private CodeNames() {}

    /** The name of a code; of one that is unknown the code itself. */
    public static String of(String group, String code) {
        return NAMES.getOrDefault(group + "." + code, code);
    }

    static Map<String, String> all() {
        return NAMES;
    }

    private static Map<String, String> read() {
        try (InputStream in = Objects.requireNonNull(CodeNames.class.getResourceAsStream("names.properties"))) {
            var names = new Properties();
            names.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return names.stringPropertyNames().stream()
                    .collect(Collectors.toUnmodifiableMap(name -> name, names::getProperty));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
