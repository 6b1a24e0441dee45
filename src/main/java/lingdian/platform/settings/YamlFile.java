package lingdian.platform.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML into records.
 *
 * <p>An unknown key is an error, because a misspelt threshold must not silently keep its default. Keys are the names of
 * the record's components; one that is {@code @Nullable} or has a {@link Default} may be absent.
 */
public final class YamlFile {
    static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private YamlFile() {}

    /**
     * Reads a file.
     *
     * @throws InvalidConfiguration listing all mistakes, each beginning with the file's name and the path of the key
     */
    public static <T> T read(Path file, Class<T> recordType) {
        try (InputStream content = Files.newInputStream(file)) {
            return read(file.toString(), content, recordType);
        } catch (NoSuchFileException absent) {
            throw new InvalidConfiguration(List.of(file + ": there is no such file"));
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(file + ": cannot be read"));
        }
    }

    /**
     * Reads unnamed content.
     *
     * @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key
     */
    public static <T> T read(InputStream content, Class<T> recordType) {
        return read("", content, recordType);
    }

    /**
     * Reads a parsed tree.
     *
     * @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key
     */
    public static <T> T read(JsonNode tree, Class<T> recordType) {
        RecordBinder binder = new RecordBinder();
        return bound("", binder, binder.bind(tree, recordType));
    }

    /**
     * Reads {@code content}, which messages call {@code name}.
     *
     * @throws InvalidConfiguration listing all mistakes, each beginning with that name and the path of the key
     * @throws UncheckedIOException if reading fails
     */
    public static <T> T read(String name, InputStream content, Class<T> recordType) {
        RecordBinder binder = new RecordBinder();
        @Nullable T bound = null;
        try {
            bound = binder.bind(tree(content), recordType);
        } catch (JsonProcessingException malformed) {
            binder.mistake(place(malformed.getLocation()), "invalid YAML or a duplicate key");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bound(name, binder, bound);
    }

    private static <T> T bound(String name, RecordBinder binder, @Nullable T bound) {
        if (bound == null) {
            String prefix = name.isEmpty() ? "" : name + ": ";
            throw new InvalidConfiguration(
                    binder.mistakes().stream().map(m -> prefix + m).toList());
        }
        return bound;
    }

    /** The tree of a file. A file with only comments counts as an empty mapping, so that every key has its default. */
    private static JsonNode tree(InputStream content) throws IOException {
        JsonNode tree = MAPPER.readTree(content);
        return tree == null || tree.isMissingNode() || tree.isNull() ? MAPPER.createObjectNode() : tree;
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
