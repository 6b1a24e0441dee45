package lingdian.regulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Adds the history of its case to a violation: all of it for the authorities, the steps alone for the café.
 *
 * <p>A café may know how far its case is. What officers write to each other, and who they are, is not for the one that they
 * write about.
 */
final class CaseView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CaseStore cases;

    CaseView(CaseStore cases) {
        this.cases = cases;
    }

    Future<ObjectNode> add(SqlClient client, ObjectNode violation, UUID id, Account reader) {
        return cases.entries(client, id, violation.path("placeCode").asText()).map(entries -> {
            boolean whole = reader.role() == Role.REGULATOR;
            Function<CaseEntry, JsonObject> shown = whole ? CaseEntry::whole : CaseEntry::outline;
            violation.set("steps", array(entries, CaseEntry::isStep, shown));
            if (whole) {
                violation.set("comments", array(entries, entry -> !entry.isStep(), shown));
            }
            return violation;
        });
    }

    private static JsonNode array(
            List<CaseEntry> entries, Predicate<CaseEntry> which, Function<CaseEntry, JsonObject> shown) {
        var array = new JsonArray();
        entries.stream().filter(which).map(shown).forEach(array::add);
        try {
            return JSON.readTree(array.encode());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was written as JSON cannot be read");
        }
    }
}
