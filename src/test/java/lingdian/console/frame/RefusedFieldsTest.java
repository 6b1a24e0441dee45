package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.access.signin.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A form that was not accepted says of each field how to mend it: no field of the API is without a text. */
class RefusedFieldsTest {
    private static final Path DOCUMENT = Path.of("src/main/resources/lingdian/api/openapi.yaml");
    private static final JsonNode API = read();
    private static final Set<String> TEXTS = Words.in(Language.ZH).keys();

    @ParameterizedTest
    @CsvSource({
        "wrong.campaign, createCampaign changeCampaign joinCampaign addCampaignEntry",
        "wrong.duty, putRoster",
        "wrong.hours.field, putCafeHours createOrder createSuspension createClosure",
        "wrong.maintenance, announceMaintenance",
        "wrong.messages, sendMessage",
        "wrong.notifications, putNotifications addNotificationTarget",
        "wrong.objection, objectToViolation",
        "wrong.record, writeSiteRecord signSiteRecord",
        "wrong.safety, putSafety",
        "refused, createInspection changeInspection draw",
    })
    void eachFieldHasAText(String group, String operations) {
        var lacking = new ArrayList<String>();
        for (String operation : operations.split(" ")) {
            properties(body(operation))
                    .filter(field -> !isSaid(group, field))
                    .map(field -> operation + " " + field)
                    .forEach(lacking::add);
        }

        assertThat(lacking).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"campaign", "hours.field", "maintenance", "messages", "notifications", "objection", "safety"})
    void aConflictIsExplained(String group) {
        assertThat(TEXTS).contains("wrong." + group + ".conflict");
    }

    /** The days of the week and the duties of a roster are fields of their own; so may the parts of another one be. */
    private static boolean isSaid(String group, String field) {
        return TEXTS.contains(group + "." + field)
                || TEXTS.stream().anyMatch(key -> key.startsWith(group + "." + field + "."))
                || field.equals("duties");
    }

    private static Stream<String> properties(JsonNode schema) {
        var names = new ArrayList<String>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        List<String> parts = new ArrayList<>();
        schema.path("allOf").forEach(part -> properties(resolved(part)).forEach(parts::add));
        JsonNode duties = schema.at("/properties/duties/items");
        return Stream.of(
                        names,
                        parts,
                        duties.isMissingNode()
                                ? List.<String>of()
                                : properties(duties).toList())
                .flatMap(List::stream);
    }

    private static JsonNode body(String operation) {
        for (JsonNode path : API.path("paths")) {
            for (JsonNode one : path) {
                if (one.path("operationId").asText().equals(operation)) {
                    return resolved(resolved(one.path("requestBody")).at("/content/application~1json/schema"));
                }
            }
        }
        throw new AssertionError("no operation " + operation);
    }

    private static JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode()
                ? schema
                : resolved(API.at(reference.asText().substring(1)));
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(DOCUMENT.toFile());
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
