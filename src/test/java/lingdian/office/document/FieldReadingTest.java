package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReadingTest {
    @Test
    void textsBoxesAndListsAreRead() {
        DocumentFields read = FieldReading.of(new JsonObject()
                .put("demand", "改正\n立即")
                .put("boxAtOnce", true)
                .put("boxByDate", false)
                .put("court", null)
                .put(
                        "items",
                        new JsonArray().add(new JsonObject().put("name", "主机").putNull("note"))));

        assertThat(read.texts())
                .containsExactlyInAnyOrderEntriesOf(Map.of("demand", "改正\n立即", "boxAtOnce", "☑", "boxByDate", "☐"));
        assertThat(read.lists()).isEqualTo(Map.of("items", List.of(Map.of("no", "1", "name", "主机"))));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        JsonObject wrong = new JsonObject()
                .put("demand", 7)
                .put("facts", "x".repeat(4_001))
                .put("boxAtOnce", "yes")
                .put("number", "文综罚字〔2026〕1号")
                .put("personDocumentNumber", "1")
                .put("items", new JsonArray().add("a").add(new JsonObject().put("colour", "red")));

        assertThat(places(wrong))
                .containsExactly(
                        "/fields/demand",
                        "/fields/facts",
                        "/fields/boxAtOnce",
                        "/fields/number",
                        "/fields/personDocumentNumber",
                        "/fields/items/0",
                        "/fields/items/1");
        assertThat(places(new JsonObject().put("items.name", "x"))).containsExactly("/fields");
        assertThat(places(new JsonObject().put("items", "x"))).containsExactly("/fields/items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "证件号码11010519491231002x，已核对", "111010519491231002X1"})
    void noTextHoldsAnIdentityNumber(String text) {
        assertThat(places(new JsonObject().put("facts", text))).containsExactly("/fields/facts");
        assertThat(places(new JsonObject().put("evidence", new JsonArray().add(new JsonObject().put("name", text)))))
                .containsExactly("/fields/evidence/0/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"110105194912310021", "11010519491331002X", "1101051949", "0792-4220000"})
    void otherNumbersAreTaken(String text) {
        assertThat(FieldReading.of(new JsonObject().put("facts", text)).texts()).containsEntry("facts", text);
    }

    @Test
    void theCodeOfAPartyMayLookLikeOne() {
        assertThat(FieldReading.of(new JsonObject().put("partyCode", "913604201201150002"))
                        .texts())
                .containsKey("partyCode");
        assertThat(places(new JsonObject().put("facts", "913604201201150002"))).containsExactly("/fields/facts");
    }

    /** Otherwise a number would be printed that each colleague reads without a reason. */
    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "9 11010519491231002X", "913604201201150002 11010519491231002X"})
    void noPersonsNumberIsTheCodeOfAParty(String text) {
        assertThat(places(new JsonObject().put("partyCode", text))).containsExactly("/fields/partyCode");
    }

    private static List<String> places(JsonObject fields) {
        try {
            FieldReading.of(fields);
        } catch (Problem.Thrown refused) {
            assertThat(refused.getMessage()).doesNotContain("1010519491231002");
            return Refused.pointers(refused.problem());
        }
        throw new AssertionError("nothing was refused");
    }
}
