package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.region.Scope;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.office.complaint.ComplaintStore;
import lingdian.platform.text.Rfc3339;

/** What belongs to cases besides violations and actions: their documents, and the complaints that they follow up. */
final class CaseAttachments {
    private final CaseDocuments documents;
    private final ComplaintStore complaints;
    private final SanctionHelp help;

    CaseAttachments(CaseDocuments documents, ComplaintStore complaints, SanctionHelp help) {
        this.documents = documents;
        this.complaints = complaints;
        this.help = help;
    }

    /** @param complaints their ids only: what was said in them is read by itself */
    record Attached(JsonArray documents, JsonArray complaints) {
        private static Attached of(JsonArray documents, List<UUID> complaints) {
            return new Attached(
                    documents,
                    new JsonArray(complaints.stream().map(UUID::toString).toList()));
        }

        @Override
        public String toString() {
            return "Attached"; // documents name people
        }
    }

    /** For each of the cases. */
    Future<Map<CaseId, Attached>> of(SqlClient client, Collection<CaseId> cases) {
        var made = documents.made(client, cases);
        var linked =
                complaints.ofCases(client, cases.stream().map(CaseId::value).toList());
        return Future.all(made, linked).map(all -> {
            var attached = new HashMap<CaseId, Attached>();
            cases.forEach(one -> attached.put(
                    one,
                    Attached.of(
                            made.result().getOrDefault(one, new JsonArray()),
                            linked.result().getOrDefault(one.value(), List.of()))));
            return attached;
        });
    }

    /** One case as it is shown by itself: with its history, and what helps to decide on it. */
    Future<JsonObject> whole(
            SqlClient client, Scope scope, StoredCase stored, CaseDeadlines.Present deadlines, Instant now) {
        CaseFile file = stored.file();
        ZoneId zone = stored.place().zone();
        return of(client, List.of(file.id()))
                .compose(attached -> help.of(client, scope, stored, now)
                        .map(helping -> CaseFileJson.whole(
                                        stored,
                                        deadlines.of(file, zone, now),
                                        Objects.requireNonNull(attached.get(file.id())),
                                        now)
                                .put("sanctionHelp", helping)))
                .compose(whole -> complaints
                        .left(client, file.id().value())
                        .map(left -> whole.put(
                                "formerComplaints",
                                new JsonArray(left.stream()
                                        .map(one -> json(one, zone))
                                        .toList()))));
    }

    private static JsonObject json(ComplaintStore.Departure left, ZoneId zone) {
        return new JsonObject()
                .put("id", left.complaint().toString())
                .put("at", Rfc3339.format(left.at(), zone))
                .put("by", left.by());
    }
}
