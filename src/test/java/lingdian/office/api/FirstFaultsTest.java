package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstFaultsTest {
    private static final JsonSchema SCHEMA = JsonSchema.of(new JsonObject("""
            {"type": "object", "required": ["last"], "additionalProperties": false, "properties": {
              "list": {"type": "array", "maxItems": 5000, "items": {"type": "string"}},
              "map": {"type": "object", "maxProperties": 1000, "additionalProperties": {"type": "string"}},
              "lists": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
              "last": {"type": "integer"}}}"""));
    private static final JsonSchemaOptions ALL_FAULTS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://lingdian.example")
            .setOutputFormat(OutputFormat.Basic);
    private static final Vertx VERTX = Vertx.vertx();

    private final SchemaRepository schemas = SchemaRepository.create(ALL_FAULTS);
    private final FirstFaults firstFaults = new FirstFaults(VERTX, schemas);

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"last\": 1}", "{\"last\": \"wrong\"}", "/* as the decoder takes it */[0]", "", "[0]"})
    void smallBodiesStay(String text) throws Exception {
        assertThat(of(Buffer.buffer(text))).isEqualTo(Buffer.buffer(text));
        Buffer large = Buffer.buffer(" ".repeat(1_000) + text);
        assertThat(of(large)).isEqualTo(large);
    }

    @Test
    void aLargeRightBodyStays() throws Exception {
        Buffer body = body("list", list(5_000, "x")).toBuffer();

        assertThat(of(body)).isEqualTo(body);
    }

    /** Each alone would have the validator make an error of 5 kB of each value. */
    @Test
    void ofMuchThatIsWrongAFewAreLeft() throws Exception {
        assertThat(faultsOf(body("list", list(15_000, 0)))).hasSizeLessThan(20);
        assertThat(faultsOf(body("map", map(9_000, 0)))).hasSizeLessThan(300);
        assertThat(faultsOf(map(9_000, "x"))).hasSizeLessThan(300);
        assertThat(faultsOf(body("lists", list(100, list(100, 0))))).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 99, 100, 3_000, 4_999})
    void whatIsWrongFarInsideIsFoundWhereItIs(int index) throws Exception {
        JsonArray list = list(5_000, "x");
        list.set(index, 0);

        assertThat(faultsOf(body("list", list)))
                .filteredOn(fault -> fault.getKeywordLocation().endsWith("/type"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.getInstanceLocation()).isEqualTo("#/list/" + index));
    }

    /** The validator would make an error of each. */
    @Test
    void ofManyFaultsFarInsideFewAreLeft() throws Exception {
        JsonArray list = list(5_000, "x");
        IntStream.range(2_100, 5_000).forEach(i -> list.set(i, 0));

        assertThat(faultsOf(body("list", list)))
                .filteredOn(fault -> fault.getKeywordLocation().endsWith("/type"))
                .hasSizeBetween(1, 64);
    }

    @Test
    void aListThatIsTooLongIsSaidToBe() throws Exception {
        assertThat(faultsOf(body("list", list(5_001, "x"))))
                .anyMatch(fault -> fault.getKeywordLocation().endsWith("/maxItems"));
    }

    @Test
    void moreValuesThanAnybodyNeedsAreRefusedUnread() {
        assertThatThrownBy(() ->
                        of(body("list", list(FirstFaults.VALUES_MAX, "x")).toBuffer()))
                .isInstanceOf(Problem.Thrown.class)
                .hasMessageContaining("20000 values");
        assertThatThrownBy(() -> of(Buffer.buffer("[" + "{},".repeat(FirstFaults.VALUES_MAX))))
                .as("before it turns out to be no JSON")
                .isInstanceOf(Problem.Thrown.class);
    }

    /** Names stand in the path of each fault, and what is kept and shown again lies deeper in lists than it came. */
    @Test
    void namesAndNestingAreBounded() throws Exception {
        String name = "n".repeat(FirstFaults.NAME_MAX);
        String deep = "[".repeat(FirstFaults.DEPTH_MAX) + "1" + "]".repeat(FirstFaults.DEPTH_MAX) + " ".repeat(100);
        of(Buffer.buffer("{\"" + name + "\":1}"));
        of(Buffer.buffer(deep));

        assertThatThrownBy(() -> of(Buffer.buffer("{\"" + name + "n\":1}"))).hasMessageContaining("200 characters");
        assertThatThrownBy(() -> of(Buffer.buffer("[" + deep + "]"))).hasMessageContaining("32 lists and objects");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/* a comment */", "// a comment\n"})
    void soAreThoseBeyondWhatAnOperationTakes(String comment) {
        Buffer body = Buffer.buffer(comment + body("list", list(1_000, "x")));

        assertThatThrownBy(() -> of(body, 1_000)).hasMessageContaining("1000 values");
    }

    @Test
    void whatIsNoJsonIsNotDecodedToSaySo() {
        assertThatThrownBy(() -> of(Buffer.buffer("[" + "{},".repeat(1_000))))
                .isInstanceOf(Problem.Thrown.class)
                .hasMessageContaining("expected JSON");
    }

    private Buffer of(Buffer body) throws Exception {
        return of(body, FirstFaults.VALUES_MAX);
    }

    private Buffer of(Buffer body, int valuesMax) throws Exception {
        return firstFaults.of(body, SCHEMA, valuesMax).await(PATIENCE_SECONDS, SECONDS);
    }

    /** What the validator finds in what is left of a body. */
    private List<OutputUnit> faultsOf(JsonObject body) throws Exception {
        return schemas.validator(SCHEMA)
                .validate(of(body.toBuffer()).toJsonObject())
                .getErrors();
    }

    private static JsonObject body(String field, Object value) {
        return new JsonObject().put(field, value).put("last", 1);
    }

    private static JsonArray list(int items, Object item) {
        var list = new JsonArray();
        IntStream.range(0, items).forEach(i -> list.add(item));
        return list;
    }

    private static JsonObject map(int fields, Object value) {
        var map = new JsonObject();
        IntStream.range(0, fields).forEach(i -> map.put("k" + i, value));
        return map;
    }
}
