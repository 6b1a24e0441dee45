package lingdian.office.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import lingdian.platform.text.Rfc3339;

/** The documents that describe the API, as they are served and used for validation. */
public final class Documents {
    private static final String FOLDER = "lingdian/api/";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private Documents() {}

    /** The one path of agents that the office serves: who enrols has no key yet. */
    private static final String ENROL = "/agent/v1/enrol";

    /** A document as JSON, a new object each time. */
    static JsonObject json(String name) {
        try {
            return new JsonObject(YAML.readValue(read(name).getBytes(), MAP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The OpenAPI document reduced to the API's requests. Responses are left out of this copy, because the library
     * refuses a document with media types that it does not know, and only validates requests. Date-times are spelt out, because the
     * library takes other ones than the service. Who decodes base64 sees what is wrong with it; the library's pattern for it takes a
     * fifth of a second for a file of 4 MiB.
     */
    public static JsonObject requests() {
        JsonObject document = json("openapi.yaml");
        JsonObject paths = document.getJsonObject("paths");
        Set.copyOf(paths.fieldNames()).stream()
                .filter(path -> !path.startsWith("/api/") && !path.equals(ENROL))
                .forEach(paths::remove);
        for (Object path : paths.getMap().values()) {
            ((Map<?, ?>) path).values().forEach(Documents::leaveResponsesOut);
        }
        adapt(document.getMap());
        return document;
    }

    private static void adapt(Object part) {
        if (part instanceof Map<?, ?> members) {
            @SuppressWarnings("unchecked") // of a document that was read as JSON
            var schema = (Map<String, Object>) members;
            if (schema.remove("format", "date-time")) {
                schema.put("pattern", Rfc3339.PATTERN);
            }
            schema.remove("contentEncoding", "base64");
            schema.values().forEach(Documents::adapt);
        } else if (part instanceof Iterable<?> elements) {
            elements.forEach(Documents::adapt);
        }
    }

    private static void leaveResponsesOut(Object operation) {
        if (operation instanceof Map<?, ?> members
                && members.get("requestBody") instanceof Map<?, ?> body
                && body.get("content") instanceof Map<?, ?> content
                && !content.containsKey("application/json")) {
            members.remove("requestBody"); // its endpoint reads it itself
        }
        if (operation instanceof Map<?, ?> members && members.get("responses") instanceof Map<?, ?> responses) {
            responses.values().forEach(response -> ((Map<?, ?>) response).remove("content"));
            responses.keySet().removeIf("default"::equals);
        }
    }

    static Buffer read(String name) {
        try (InputStream in = Documents.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
