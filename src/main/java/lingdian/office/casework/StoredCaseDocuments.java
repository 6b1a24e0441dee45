package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.law.course.CaseId;
import lingdian.office.document.DocumentService;
import lingdian.office.document.MadeDocument;

/** The documents that were made of cases. */
final class StoredCaseDocuments implements CaseDocuments {
    private final DocumentService documents;

    StoredCaseDocuments(DocumentService documents) {
        this.documents = documents;
    }

    @Override
    public Future<Map<CaseId, JsonArray>> made(SqlClient client, Collection<CaseId> cases) {
        return documents.of(client, ids(cases)).map(StoredCaseDocuments::json);
    }

    @Override
    public Future<Map<CaseId, JsonArray>> served(SqlClient client, Collection<CaseId> cases) {
        return documents.served(client, ids(cases)).map(StoredCaseDocuments::json);
    }

    private static List<UUID> ids(Collection<CaseId> cases) {
        return cases.stream().map(CaseId::value).toList();
    }

    private static Map<CaseId, JsonArray> json(Map<UUID, List<MadeDocument>> documents) {
        var json = new HashMap<CaseId, JsonArray>();
        documents.forEach((id, made) -> json.put(
                new CaseId(id),
                new JsonArray(made.stream().map(MadeDocument::json).toList())));
        return json;
    }
}
