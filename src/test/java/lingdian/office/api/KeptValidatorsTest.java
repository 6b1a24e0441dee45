package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KeptValidatorsTest {
    private static final Vertx VERTX = Vertx.vertx();

    /** Right or wrong in many ways, as a parameter, a body or a field of one. */
    private static final List<Object> VALUES = List.of(
            true,
            7,
            -7.5,
            Long.MAX_VALUE,
            "",
            "x",
            "360481",
            "36048110000001",
            "2026-07-09",
            "2026-07-09T08:00:00Z",
            "01234567-89ab-cdef-0123-456789abcdef",
            "x\u0000y",
            "long".repeat(30_000),
            new JsonArray(),
            new JsonArray().add("x").add("x"),
            new JsonArray().add(new JsonObject().put("nobody", 1)).add(7),
            new JsonObject(),
            new JsonObject().put("nobody", new JsonObject()));

    @AfterAll
    static void close() {
        VERTX.close();
    }

    /** Each one copies a map of schemas: of thousands, if it is the one of the whole document. */
    @Test
    void aSchemaOfTheDocumentHasOneValidator() throws Exception {
        OpenAPIContract contract = ApiContract.read(VERTX).await(PATIENCE_SECONDS, SECONDS);
        SchemaRepository schemas = contract.getSchemaRepository();

        assertThat(parameters(contract))
                .hasSizeGreaterThan(300)
                .allSatisfy(schema -> assertThat(schemas.validator(schema)).isSameAs(schemas.validator(schema)));
        assertThat(bodies(contract)).hasSizeGreaterThan(50).allSatisfy(schema -> {
            assertThat(schemas.validator(schema)).isSameAs(schemas.validator(schema));
            assertThat(schemas.validator(schema, FirstFaults.FIRST_FAULT_ONLY))
                    .isSameAs(schemas.validator(schema, FirstFaults.FIRST_FAULT_ONLY));
        });
    }

    @Test
    void itSaysWhatTheDocumentsOwnSays() throws Exception {
        OpenAPIContract contract =
                OpenAPIContract.from(VERTX, Documents.requests()).await(PATIENCE_SECONDS, SECONDS);
        SchemaRepository own = contract.getSchemaRepository();
        SchemaRepository kept = KeptContract.of(contract).getSchemaRepository();

        parameters(contract).forEach(schema -> assertSame(kept.validator(schema), own.validator(schema), VALUES));
        for (JsonSchema schema : bodies(contract)) {
            List<Object> values = bodies(schema);
            assertSame(kept.validator(schema), own.validator(schema), values);
            assertSame(
                    kept.validator(schema, FirstFaults.FIRST_FAULT_ONLY),
                    own.validator(schema, FirstFaults.FIRST_FAULT_ONLY),
                    values);
        }
    }

    private static void assertSame(Validator kept, Validator own, List<Object> values) {
        for (Object value : values) {
            assertThat(kept.validate(value).toJson())
                    .isEqualTo(own.validate(value).toJson());
        }
    }

    private static List<JsonSchema> parameters(OpenAPIContract contract) {
        return contract.operations().stream()
                .flatMap(operation -> operation.getParameters().stream())
                .map(Parameter::getSchema)
                .toList();
    }

    private static List<JsonSchema> bodies(OpenAPIContract contract) {
        return contract.operations().stream()
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                .map(MediaType::getSchema)
                .toList();
    }

    /** The values, and objects that have one of them in each field. */
    private static List<Object> bodies(JsonSchema schema) {
        var bodies = new ArrayList<>(VALUES);
        JsonObject fields = schema.get("properties", new JsonObject());
        for (Object value : VALUES) {
            var body = new JsonObject();
            fields.fieldNames().forEach(field -> body.put(field, value));
            bodies.add(body);
        }
        return bodies;
    }
}
