package lingdian.office.violation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.office.permission.Approvers;

/**
 * Adds the history of its case to a violation: the whole history for the authorities, only the steps for the café.
 *
 * <p>A café may know the state of its case. The officers' names and notes are not meant for the café that they write
 * about.
 */
final class CaseView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CaseStore cases;
    private final ObjectionStore objections;

    private final Approvers approvers;

    /** @param approvers who know which account is new */
    CaseView(CaseStore cases, ObjectionStore objections, Approvers approvers) {
        this.cases = cases;
        this.objections = objections;
        this.approvers = approvers;
    }

    Future<ObjectNode> add(SqlClient client, ObjectNode violation, ViolationId id, Account reader) {
        var placeCode = new PlaceCode(violation.path("placeCode").asText());
        boolean whole = reader.role() == Role.REGULATOR;
        return Future.all(cases.entries(client, id, placeCode), objections(client, id, whole))
                .map(read -> {
                    addEntries(violation, read.resultAt(0), whole);
                    List<JsonObject> said = read.resultAt(1);
                    violation.set("objections", array(said.stream()));
                    return violation;
                });
    }

    private Future<List<JsonObject>> objections(SqlClient client, ViolationId id, boolean whole) {
        return objections
                .of(client, id)
                .compose(said -> whole
                        ? objections
                                .names(said)
                                .map(names -> said.stream()
                                        .map(one ->
                                                one.whole(names.getOrDefault(one.account(), ""), approvers::hoursIfNew))
                                        .toList())
                        : Future.succeededFuture(
                                said.stream().map(Objection::outline).toList()));
    }

    private static void addEntries(ObjectNode violation, List<CaseEntry> entries, boolean whole) {
        Function<CaseEntry, JsonObject> shown = whole ? CaseEntry::whole : CaseEntry::outline;
        violation.set("steps", array(entries.stream().filter(CaseEntry::isStep).map(shown)));
        if (whole) {
            violation.set(
                    "comments",
                    array(entries.stream().filter(entry -> !entry.isStep()).map(shown)));
        }
    }

    private static JsonNode array(Stream<JsonObject> shown) {
        var array = new JsonArray();
        shown.forEach(array::add);
        try {
            return JSON.readTree(array.encode());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored JSON cannot be read");
        }
    }
}
