package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.Map;
import lingdian.law.course.CaseId;

/** The documents of cases, in the order in which they were made; a case without any may be missing. */
public interface CaseDocuments {
    /** No case has a document. */
    CaseDocuments NONE = new CaseDocuments() {
        @Override
        public Future<Map<CaseId, JsonArray>> made(SqlClient client, Collection<CaseId> cases) {
            return Future.succeededFuture(Map.of());
        }

        @Override
        public Future<Map<CaseId, JsonArray>> served(SqlClient client, Collection<CaseId> cases) {
            return Future.succeededFuture(Map.of());
        }
    };

    /** All of them, as an office sees them. */
    Future<Map<CaseId, JsonArray>> made(SqlClient client, Collection<CaseId> cases);

    /**
     * Those that were served on the café, as its operator sees them.
     *
     * @param client of the service, for cases that the operator's scope showed
     */
    Future<Map<CaseId, JsonArray>> served(SqlClient client, Collection<CaseId> cases);
}
