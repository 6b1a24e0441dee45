package lingdian.office.document;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;

/** What readers of this room's stores find, for the test of all readers' scopes. */
public final class DocumentReads {
    private DocumentReads() {}

    public static Future<?> of(SqlClient client, UUID caseId) {
        return new DocumentStore().of(client, List.of(caseId)).map(Map::values);
    }

    public static Future<?> listed(SqlClient client, UUID caseId) {
        return new DocumentStore().listed(client, caseId, null, 10);
    }

    public static Future<?> document(SqlClient client, UUID id) {
        return new DocumentStore().find(client, id, id);
    }

    public static Future<?> content(SqlClient client, UUID id) {
        return new DocumentStore().content(client, id);
    }

    public static Future<?> page(SqlClient client, UUID id) {
        return new DocumentStore().page(client, id);
    }

    public static Future<?> office(SqlClient client, RegionCode region) {
        return new OfficeStore().find(client, region, Authority.PUBLIC_SECURITY);
    }
}
