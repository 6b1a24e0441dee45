package lingdian.office.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Refused;

/**
 * Cuts a wrong body down to the beginnings of its lists that hold the first faults, before it is validated: the validator
 * makes some 5 kB of each fault, and a body of 250 kB has room for 100,000.
 */
final class FirstFaults {
    /** The most values of a body: names, texts, numbers, lists and objects. No operation needs so many. */
    static final int VALUES_MAX = 20_000;

    /** A body of so few values is validated as it is, and may have as many faults. */
    private static final int VALUES_FEW = 100;
    /** The first length of lists that is tried. */
    private static final int ITEMS_FEW = 8;
    /** More than any object of the document has fields; a map, whose names the sender chose, may have more. */
    private static final int FIELDS_MAX = 100;

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonSchemaOptions FIRST_FAULT_ONLY =
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Flag);

    private final Vertx vertx;
    private final SchemaRepository schemas;

    FirstFaults(Vertx vertx, SchemaRepository schemas) {
        this.vertx = vertx;
        this.schemas = schemas;
    }

    /**
     * The body itself if it is right, has few values, or is no JSON at all; else the part of it that is wrong.
     *
     * @return fails with a {@link lingdian.platform.http.Problem.Thrown} if it has more values than anybody needs
     */
    Future<Buffer> of(Buffer body, JsonSchema schema) {
        if (body.length() <= VALUES_FEW) {
            return Future.succeededFuture(body);
        }
        return vertx.executeBlocking(() -> cut(body, schema), false).map(Objects::requireNonNull);
    }

    private Buffer cut(Buffer body, JsonSchema schema) {
        Optional<Integer> values = values(body);
        if (values.isEmpty() || values.get() <= VALUES_FEW) {
            return body;
        }
        if (values.get() > VALUES_MAX) {
            throw Refused.body("", "expected at most " + VALUES_MAX + " values");
        }
        Object all = Json.decodeValue(body);
        Validator validator = schemas.validator(schema, FIRST_FAULT_ONLY);
        return isRight(validator, all) ? body : Json.encodeToBuffer(firstFaults(validator, all));
    }

    /** How many values, or one more than the most; none if it is no JSON. */
    private static Optional<Integer> values(Buffer body) {
        try (JsonParser json = JSON.createParser(body.getBytes())) {
            int values = 0;
            for (JsonToken token = json.nextToken(); token != null && values <= VALUES_MAX; token = json.nextToken()) {
                values += token.isStructEnd() ? 0 : 1;
            }
            return Optional.of(values);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isRight(Validator validator, Object body) {
        return Boolean.TRUE.equals(validator.validate(body).getValid());
    }

    private static Object firstFaults(Validator validator, Object all) {
        int right = 0;
        int wrong = ITEMS_FEW;
        while (wrong < VALUES_MAX && isRight(validator, cut(all, wrong))) {
            right = wrong;
            wrong *= 2;
        }
        while (right > 0 && right + 1 < wrong) {
            int middle = (right + wrong) / 2;
            if (isRight(validator, cut(all, middle))) {
                right = middle;
            } else {
                wrong = middle;
            }
        }
        return cut(all, wrong);
    }

    /** With the first items of each list. */
    private static Object cut(Object value, int items) {
        if (value instanceof JsonArray list) {
            var first = new JsonArray();
            list.stream().limit(items).forEach(item -> first.add(cut(item, items)));
            return first;
        }
        if (value instanceof JsonObject object) {
            var first = new JsonObject();
            object.stream()
                    .limit(Math.max(items, FIELDS_MAX))
                    .forEach(field -> first.put(field.getKey(), cut(field.getValue(), items)));
            return first;
        }
        return value;
    }
}
