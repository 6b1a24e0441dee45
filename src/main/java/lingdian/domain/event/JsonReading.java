package lingdian.domain.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads one JSON text (strictly RFC 8259) into {@link Json}, with a limit on everything.
 *
 * <p>Field names are neither interned nor kept in a symbol table, because a sender could fill it with names of its
 * choice.
 */
final class JsonReading {
    /** Deeper nesting is refused. The contract's own messages are four deep. */
    static final int NESTING_MAX = 64;

    /** A longer number is refused. */
    static final int NUMERAL_CHARACTERS_MAX = 1_000;

    private static final int TOKENS_MAX = 1_000_000;
    private static final int CHARACTERS_MAX = 8 * 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxNumberLength(NUMERAL_CHARACTERS_MAX)
                    .maxNameLength(CHARACTERS_MAX)
                    .maxStringLength(CHARACTERS_MAX)
                    .maxTokenCount(TOKENS_MAX)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser parser;

    private JsonReading(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws NotJson if {@code text} is not exactly one JSON value, or exceeds a limit */
    static Json read(String text) throws NotJson {
        char[] characters = text.toCharArray(); // an array, because Jackson keeps exact offsets in it without a copy
        try (JsonParser parser = FACTORY.createParser(characters)) {
            return new JsonReading(parser).whole();
        } catch (JsonProcessingException malformed) {
            throw new NotJson(
                    malformed.getLocation() == null
                            ? -1
                            : malformed.getLocation().getCharOffset());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Json whole() throws IOException, NotJson {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new NotJson(0);
        }
        Json value = value(first);
        if (parser.nextToken() != null) {
            throw new NotJson(parser.currentTokenLocation().getCharOffset());
        }
        return value;
    }

    private Json value(JsonToken token) throws IOException, NotJson {
        return switch (token) {
            case START_OBJECT -> fields();
            case START_ARRAY -> array();
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_NUMBER_INT -> new Json.Numeral(parser.getText(), true);
            case VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText(), false);
            case VALUE_TRUE -> Json.Literal.TRUE;
            case VALUE_FALSE -> Json.Literal.FALSE;
            case VALUE_NULL -> Json.Literal.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new NotJson(parser.currentTokenLocation().getCharOffset());
        };
    }

    private Json fields() throws IOException, NotJson {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        var members = new TreeMap<String, Json>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            members.put(name, value(parser.nextToken()));
        }
        return new Json.Fields(members, from, (int) parser.currentLocation().getCharOffset());
    }

    private Json array() throws IOException, NotJson {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            return new Json.Array(List.of());
        }
        var elements = new ArrayList<Json>();
        while (token != JsonToken.END_ARRAY) {
            elements.add(value(token));
            token = parser.nextToken();
        }
        return new Json.Array(elements);
    }

    /** The text is not JSON. Names the position, never the text there. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson(long offset) {
            super(offset < 0 ? "not JSON" : "not JSON at character " + (offset + 1), null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
