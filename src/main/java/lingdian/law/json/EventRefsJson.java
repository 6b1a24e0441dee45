package lingdian.law.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.EventRef;

/**
 * Lists of events as JSON, with the numbers of one stream together: a café's state is written with every batch, and
 * most of it would repeat one place and stream.
 */
final class EventRefsJson {
    private static final String PLACE_CODE = "placeCode";
    private static final String REGION = "region";
    private static final String STREAM = "stream";
    private static final String SEQS = "seqs";

    private EventRefsJson() {}

    /** Has all lists of events written and read like this. */
    static SimpleModule module() {
        return new SimpleModule("evidence")
                .setSerializerModifier(new BeanSerializerModifier() {
                    @Override
                    public JsonSerializer<?> modifyCollectionSerializer(
                            SerializationConfig config,
                            CollectionType type,
                            BeanDescription description,
                            JsonSerializer<?> usual) {
                        return isEvidence(type) ? new Writer(type) : usual;
                    }
                })
                .setDeserializerModifier(new BeanDeserializerModifier() {
                    @Override
                    public JsonDeserializer<?> modifyCollectionDeserializer(
                            DeserializationConfig config,
                            CollectionType type,
                            BeanDescription description,
                            JsonDeserializer<?> usual) {
                        return isEvidence(type) ? new Reader(type) : usual;
                    }
                });
    }

    private static boolean isEvidence(CollectionType type) {
        return List.class.isAssignableFrom(type.getRawClass())
                && type.getContentType().getRawClass() == EventRef.class;
    }

    private static boolean isTogether(EventRef one, EventRef other) {
        return one.stream().equals(other.stream())
                && one.placeCode().equals(other.placeCode())
                && one.region().equals(other.region());
    }

    private static final class Writer extends StdSerializer<List<EventRef>> {
        Writer(CollectionType type) {
            super(type);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, List<EventRef> refs) {
            return refs.isEmpty();
        }

        @Override
        public void serialize(List<EventRef> refs, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartArray();
            for (int i = 0; i < refs.size(); ) {
                EventRef first = refs.get(i);
                json.writeStartObject();
                json.writeStringField(PLACE_CODE, first.placeCode().value());
                json.writeStringField(REGION, first.region().value());
                json.writeStringField(STREAM, first.stream().toString());
                json.writeArrayFieldStart(SEQS);
                for (; i < refs.size() && isTogether(first, refs.get(i)); i++) {
                    json.writeNumber(refs.get(i).seq());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        @Override
        public void serializeWithType(
                List<EventRef> refs, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(refs, json, provider);
        }
    }

    private static final class Reader extends StdDeserializer<List<EventRef>> {
        Reader(CollectionType type) {
            super(type);
        }

        @Override
        public List<EventRef> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var refs = new ArrayList<EventRef>();
            JsonNode runs = json.readValueAsTree();
            for (JsonNode run : runs) {
                var stream = UUID.fromString(run.path(STREAM).asText());
                var placeCode = new PlaceCode(run.path(PLACE_CODE).asText());
                var region = new RegionCode(run.path(REGION).asText());
                for (JsonNode seq : run.path(SEQS)) {
                    refs.add(new EventRef(placeCode, region, stream, seq.asLong()));
                }
            }
            return List.copyOf(refs);
        }
    }
}
