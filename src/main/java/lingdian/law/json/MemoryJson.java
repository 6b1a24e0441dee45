package lingdian.law.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Quantities;
import lingdian.platform.text.Rfc3339;

/** {@link CafeState.Memory} and its findings as JSON texts, with times as their ISO spelling. */
public final class MemoryJson {
    static final ObjectMapper JSON = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_EMPTY)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new Text<>(Instant.class, Rfc3339::iso))
                    .addSerializer(LocalDate.class, new Text<>(LocalDate.class, LocalDate::toString))
                    .addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse))
                    .addDeserializer(LocalDate.class, new Parsed<>(LocalDate.class, LocalDate::parse)))
            .addModule(EventRefsJson.module())
            .addMixIn(Quantities.class, Counted.class)
            .build();

    private MemoryJson() {}

    /** Which quantities are stored shows in their fields. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({
        @JsonSubTypes.Type(Quantities.Sessions.class),
        @JsonSubTypes.Type(Quantities.Terminals.class),
        @JsonSubTypes.Type(Quantities.Peers.class)
    })
    private interface Counted {}

    /** Without its findings, if it has none. */
    public static String write(CafeState.Memory memory) {
        return text(memory);
    }

    public static String write(CafeState.Findings findings) {
        return text(findings);
    }

    /** Those of a session. */
    public static String write(List<Finding> ofSession) {
        return text(ofSession);
    }

    public static String write(Finding card) {
        return text(card);
    }

    /** Without findings, which are stored beside it. */
    public static CafeState.Memory read(String text) {
        return parsed(text, CafeState.Memory.class);
    }

    public static CafeState.Findings readFindings(String text) {
        return parsed(text, CafeState.Findings.class);
    }

    private static String text(Object stored) {
        try {
            return JSON.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T parsed(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored café state is not readable: " + e.getOriginalMessage());
        }
    }

    private static final class Text<T> extends StdSerializer<T> {
        private final transient Function<T, String> text;

        Text(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(text.apply(value));
        }
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static final class Parsed<T> extends StdDeserializer<T> {
        private final transient Parser<T> parser;

        Parsed(Class<T> type, Parser<T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parser.parse(json.getText());
        }
    }
}
