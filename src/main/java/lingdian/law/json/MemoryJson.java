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
import java.util.function.Function;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Quantities;
import lingdian.platform.text.Rfc3339;

/** {@link CafeState.Memory} as JSON text, with times as their ISO spelling. */
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

    public static String write(CafeState.Memory memory) {
        try {
            return JSON.writeValueAsString(memory);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static CafeState.Memory read(String text) {
        try {
            return JSON.readValue(text, CafeState.Memory.class);
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
