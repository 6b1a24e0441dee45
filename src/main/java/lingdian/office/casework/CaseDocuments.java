package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.Map;
import lingdian.law.course.CaseId;

/** The documents of cases, as readers see them. */
public interface CaseDocuments {
    /** No case has a document. */
    CaseDocuments NONE = (client, cases) -> Future.succeededFuture(Map.of());

    /** Those of each case, in the order in which they were made; a case without any may be missing. */
    Future<Map<CaseId, JsonArray>> of(SqlClient client, Collection<CaseId> cases);
}
