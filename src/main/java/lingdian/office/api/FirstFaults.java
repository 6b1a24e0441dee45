package lingdian.office.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.Objects;
import lingdian.access.account.Refused;

/**
 * Refuses a body of very many values, of very long names or deep nesting before any of it is decoded, and cuts a wrong one down to the beginnings of its lists
 * that hold the first faults before it is validated: a value of eight bytes takes some 200 once it is decoded, and the
 * validator makes some 5 kB of each fault.
 */
final class FirstFaults {
    /** The most values of a body: names, texts, numbers, lists and objects. No operation needs so many. */
    static final int VALUES_MAX = 20_000;
    /**
     * The most values of a body with files, of which the document knows some 50. Such a body is long by its files alone,
     * and takes about as much once it is decoded, as {@link UploadLimit} reckons.
     */
    static final int VALUES_WITH_FILES_MAX = 1_000;

    /** So deep may values lie in each other: far less than a reader or writer of JSON takes, since a list shows what is kept deeper than it came. */
    static final int DEPTH_MAX = 32;
    /** The most characters of a field's name. It stands in the path of each fault within, and in each message that says where. */
    static final int NAME_MAX = 200;

    /** A body of so few values is validated as it is, and may have as many faults. */
    private static final int VALUES_FEW = 100;
    /** The first length of lists that is tried. */
    private static final int ITEMS_FEW = 8;
    /** A list may have so many faults: finding the first of them exactly takes as long as validating all of it many times. */
    private static final int FAULTS_FEW = 64;
    /** More than any object of the document has fields; a map, whose names the sender chose, may have more. */
    private static final int FIELDS_MAX = 100;

    /** A validator of these tells whether a body is right, and not what is wrong with it. */
    static final JsonSchemaOptions FIRST_FAULT_ONLY =
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Flag);

    private final Vertx vertx;
    private final SchemaRepository schemas;

    FirstFaults(Vertx vertx, SchemaRepository schemas) {
        this.vertx = vertx;
        this.schemas = schemas;
    }

    /**
     * The body itself if it is right or has few values; else the part of it that is wrong.
     *
     * @return fails with a {@link lingdian.platform.http.Problem.Thrown} if it has more values than anybody needs, or is no
     *     JSON, unless it is very short
     */
    Future<Buffer> of(Buffer body, JsonSchema schema, int valuesMax) {
        if (body.length() <= VALUES_FEW) {
            return Future.succeededFuture(body);
        }
        return vertx.executeBlocking(() -> cut(body, schema, valuesMax), false).map(Objects::requireNonNull);
    }

    private Buffer cut(Buffer body, JsonSchema schema, int valuesMax) {
        int values = values(body, valuesMax);
        if (values > valuesMax) {
            throw Refused.body("", "expected at most " + valuesMax + " values");
        }
        if (values <= VALUES_FEW) {
            return body;
        }
        Object all = Json.decodeValue(body);
        Validator validator = schemas.validator(schema, FIRST_FAULT_ONLY);
        return isRight(validator, all) ? body : Json.encodeToBuffer(firstFaults(validator, all));
    }

    /**
     * How many values, or one more than the most; refuses names and nesting beyond their limits. Read by the decoder's own parser: what another one found to be no JSON
     * might be decoded all the same.
     */
    private static int values(Buffer body, int most) {
        try (JsonParser json = JacksonCodec.createParser(body)) {
            int values = 0;
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null && values <= most; token = json.nextToken()) {
                values += token.isStructEnd() ? 0 : 1;
                if (token.isStructStart() && ++depth > DEPTH_MAX) {
                    throw Refused.body("", "expected at most " + DEPTH_MAX + " lists and objects in each other");
                }
                if (token.isStructEnd()) {
                    depth--;
                }
                if (token == JsonToken.FIELD_NAME && json.getTextLength() > NAME_MAX) {
                    throw Refused.body("", "expected names of fields of at most " + NAME_MAX + " characters");
                }
            }
            return values;
        } catch (IOException malformed) {
            throw Refused.body("", "expected JSON");
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
        while (right > 0 && right + FAULTS_FEW < wrong) {
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
