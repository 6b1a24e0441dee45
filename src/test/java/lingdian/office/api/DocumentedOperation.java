package lingdian.office.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One operation as the OpenAPI document describes it, for tests that must cover all operations. */
record DocumentedOperation(
        String id,
        String method,
        String path,
        List<String> who,
        List<JsonObject> parameters,
        JsonObject content,
        JsonObject responses) {

    private static final JsonObject DOCUMENT = Documents.json("openapi.yaml");

    /** All that the document has. */
    static List<DocumentedOperation> all() {
        var all = new ArrayList<DocumentedOperation>();
        for (var path : DOCUMENT.getJsonObject("paths")) {
            JsonObject members = (JsonObject) path.getValue();
            for (String method : members.fieldNames()) {
                if (members.getValue(method) instanceof JsonObject one) {
                    all.add(of(path.getKey(), members, method, one));
                }
            }
        }
        return all;
    }

    private static DocumentedOperation of(String path, JsonObject shared, String method, JsonObject operation) {
        return new DocumentedOperation(
                operation.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.getJsonArray("x-lingdian-who", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList(),
                Stream.of(shared, operation)
                        .flatMap(any -> any.getJsonArray("parameters", new JsonArray()).stream())
                        .map(parameter -> resolved((JsonObject) parameter))
                        .toList(),
                operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content", new JsonObject()),
                operation.getJsonObject("responses"));
    }

    boolean takesBody() {
        return !content.isEmpty();
    }

    /** Of the body, where it is JSON. */
    JsonObject bodySchema() {
        return resolved(
                content.getJsonObject("application/json", new JsonObject()).getJsonObject("schema", new JsonObject()));
    }

    /** What a reference stands for. */
    static JsonObject resolved(JsonObject schema) {
        String reference = schema.getString("$ref");
        if (reference == null) {
            return schema;
        }
        JsonObject found = DOCUMENT;
        for (String step : reference.substring(2).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return resolved(found);
    }

    @Override
    public String toString() {
        return id;
    }
}
