package lingdian.office.violation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
import lingdian.platform.work.SizedWork;

/**
 * Adds the history of its case to a violation: the whole history for the authorities, only the steps for the café.
 *
 * <p>A café may know the state of its case. The officers' names and notes are not meant for the café that they write
 * about.
 */
final class CaseView {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** About as many characters as an entry has besides its note. */
    private static final int ENTRY_SIZE = 256;

    private final Vertx vertx;
    private final CaseEntryStore cases;
    private final ObjectionStore objections;

    private final Approvers approvers;

    /** @param approvers who know which account is new */
    CaseView(Vertx vertx, CaseEntryStore cases, ObjectionStore objections, Approvers approvers) {
        this.vertx = vertx;
        this.cases = cases;
        this.objections = objections;
        this.approvers = approvers;
    }

    Future<ObjectNode> add(SqlClient client, ObjectNode violation, ViolationId id, Account reader) {
        var placeCode = new PlaceCode(violation.path("placeCode").asText());
        boolean whole = reader.role() == Role.REGULATOR;
        Future<ObjectNode> shown = whole
                ? cases.entries(client, id, placeCode).compose(entries -> whole(violation, entries))
                : cases.steps(client, id).map(steps -> outline(violation, steps));
        return Future.all(shown, objections(client, id, whole)).map(read -> {
            JsonNode said = read.resultAt(1);
            violation.set("objections", said);
            return violation;
        });
    }

    private Future<JsonNode> objections(SqlClient client, ViolationId id, boolean whole) {
        return objections
                .of(client, id)
                .compose(said -> whole
                        ? objections
                                .names(said)
                                .compose(names -> objections(
                                        said,
                                        one -> one.whole(names.getOrDefault(one.account(), ""), approvers::hoursIfNew)))
                        : objections(said, Objection::outline));
    }

    /** Long ones are written on a worker thread. */
    private Future<JsonNode> objections(List<Objection> said, Function<Objection, JsonObject> shown) {
        long size = said.stream().mapToLong(Objection::size).sum();
        return SizedWork.run(vertx, size, () -> array(said.stream().map(shown)));
    }

    /** Many comments are written on a worker thread. */
    private Future<ObjectNode> whole(ObjectNode violation, List<CaseEntry> entries) {
        long size =
                entries.stream().mapToLong(entry -> ENTRY_SIZE + entry.size()).sum();
        return SizedWork.run(vertx, size, () -> {
            violation.set(
                    "steps", array(entries.stream().filter(CaseEntry::isStep).map(CaseEntry::json)));
            violation.set(
                    "comments",
                    array(entries.stream().filter(entry -> !entry.isStep()).map(CaseEntry::json)));
            return violation;
        });
    }

    private static ObjectNode outline(ObjectNode violation, List<EntryOutline> steps) {
        violation.set("steps", array(steps.stream().map(EntryOutline::json)));
        return violation;
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
