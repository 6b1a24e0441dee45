package lingdian.office.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.platform.database.RowStream;

/**
 * Which cafés have a part of a name.
 *
 * <p>Read as the service, since an auditor sees no cafés; so it only chooses among entries of the access log, which the
 * auditor sees anyway, and its place codes are told to nobody.
 */
final class CafeNameStore {
    private static final String NAMED = """
            SELECT place_code FROM cafe
            WHERE strpos(lower(concat_ws(E'\\n', name, place_code)), lower($1)) > 0 ORDER BY place_code LIMIT $2
            """;

    private final SqlClient service;

    CafeNameStore(SqlClient service) {
        this.service = service;
    }

    /** The place codes of cafés whose name or place code contains a text, in whatever case. */
    Future<List<String>> named(String part, int limit) {
        return service.preparedQuery(NAMED)
                .execute(Tuple.of(part, limit))
                .map(rows -> RowStream.of(rows)
                        .map(row -> row.getString("place_code"))
                        .toList());
    }
}
