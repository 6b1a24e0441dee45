package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import lingdian.domain.ChinaTime;
import lingdian.law.course.CaseId;
import lingdian.office.document.DocumentService;
import lingdian.office.document.MadeDocument;
import lingdian.office.document.ServedDocument;
import lingdian.platform.text.Rfc3339;

/** The documents that were made of cases. */
final class StoredCaseDocuments implements CaseDocuments {
    private final DocumentService documents;

    StoredCaseDocuments(DocumentService documents) {
        this.documents = documents;
    }

    @Override
    public Future<Map<CaseId, JsonArray>> made(SqlClient client, Collection<CaseId> cases) {
        return documents.of(client, ids(cases)).map(found -> json(found, MadeDocument::json));
    }

    @Override
    public Future<Map<CaseId, JsonArray>> served(SqlClient client, Collection<CaseId> cases) {
        return documents.served(client, ids(cases)).map(found -> json(found, StoredCaseDocuments::served));
    }

    private static List<UUID> ids(Collection<CaseId> cases) {
        return cases.stream().map(CaseId::value).toList();
    }

    private static JsonObject served(ServedDocument one) {
        return one.made().json().put("servedAt", Rfc3339.format(one.servedAt(), ChinaTime.ZONE));
    }

    private static <T> Map<CaseId, JsonArray> json(Map<UUID, List<T>> documents, Function<T, JsonObject> writing) {
        var json = new HashMap<CaseId, JsonArray>();
        documents.forEach((id, all) ->
                json.put(new CaseId(id), new JsonArray(all.stream().map(writing).toList())));
        return json;
    }
}
