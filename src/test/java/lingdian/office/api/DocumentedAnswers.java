package lingdian.office.api;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares answers with what the OpenAPI document says of them: status, media type and, of JSON, the content. */
final class DocumentedAnswers {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final Map<JsonObject, Validator> validators = new HashMap<>();

    /** What is otherwise than the document says; empty: nothing. */
    List<String> differences(DocumentedOperation operation, int status, String contentType, String text) {
        JsonObject response = response(operation, status);
        if (response == null) {
            return List.of("the status is not documented");
        }
        JsonObject content = response.getJsonObject("content", new JsonObject());
        String type = contentType.split(";", 2)[0].strip();
        if (content.isEmpty()) {
            return text.isEmpty() ? List.of() : List.of("no content is documented");
        }
        if (!content.containsKey(type)) {
            return List.of("the media type \"" + type + "\" is not documented");
        }
        return type.equals(JSON) || type.equals(PROBLEM)
                ? invalid(content.getJsonObject(type).getJsonObject("schema"), Json.decodeValue(text))
                : List.of();
    }

    /** The default one stands for problems alone. Null: there is none. */
    private static @Nullable JsonObject response(DocumentedOperation operation, int status) {
        JsonObject own = operation.responses().getJsonObject(String.valueOf(status));
        JsonObject any = status < 400 ? null : operation.responses().getJsonObject("default");
        JsonObject response = own == null ? any : own;
        return response == null ? null : DocumentedOperation.resolved(response);
    }

    private List<String> invalid(JsonObject schema, Object value) {
        OutputUnit result =
                validators.computeIfAbsent(schema, DocumentedAnswers::validator).validate(value);
        return Boolean.TRUE.equals(result.getValid())
                ? List.of()
                : Objects.requireNonNullElse(result.getErrors(), List.<OutputUnit>of()).stream()
                        .map(unit -> unit.getInstanceLocation() + " " + unit.getError())
                        .toList();
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(
                JsonSchema.of((JsonObject) inlined(schema)),
                new JsonSchemaOptions()
                        .setBaseUri("https://lingdian.example")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** What references stand for, in their places. */
    private static Object inlined(Object part) {
        if (part instanceof JsonObject object && object.getString("$ref") != null) {
            return inlined(DocumentedOperation.resolved(object));
        }
        if (part instanceof JsonObject object) {
            var copy = new JsonObject();
            object.fieldNames().forEach(name -> copy.put(name, inlined(object.getValue(name))));
            return copy;
        }
        if (part instanceof JsonArray array) {
            var copy = new JsonArray(); // the validator writes into it
            array.forEach(one -> copy.add(inlined(one)));
            return copy;
        }
        return part;
    }
}
