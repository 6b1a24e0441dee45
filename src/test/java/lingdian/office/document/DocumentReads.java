package lingdian.office.document;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;

/** What readers of this room's stores find, for the test of all readers' scopes. */
public final class DocumentReads {
    private DocumentReads() {}

    public static Future<?> office(SqlClient client, RegionCode region) {
        return new OfficeStore().find(client, region, Authority.PUBLIC_SECURITY);
    }
}
