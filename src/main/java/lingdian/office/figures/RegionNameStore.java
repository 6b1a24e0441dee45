package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.domain.RegionCode;

/** The names of regions for dashboards, and which regions need one. */
final class RegionNameStore {
    private static final String NEEDED = """
        SELECT region FROM cafe UNION SELECT region FROM campaign
        """;

    private static final String PUT = """
        INSERT INTO region_name AS kept (region, name)
        SELECT * FROM unnest($1::text[], $2::text[])
        ON CONFLICT (region) DO UPDATE SET name = excluded.name WHERE kept.name <> excluded.name
        """;

    /** The regions of cafés and campaigns. */
    Future<List<RegionCode>> needed(SqlClient client) {
        return client.preparedQuery(NEEDED).execute().map(rows -> {
            var regions = new ArrayList<RegionCode>();
            rows.forEach(row -> regions.add(new RegionCode(row.getString(0))));
            return regions;
        });
    }

    Future<Void> put(SqlClient client, Map<RegionCode, String> names) {
        return client.preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                names.keySet().stream().map(RegionCode::value).toArray(String[]::new))
                        .addArrayOfString(names.values().toArray(String[]::new)))
                .mapEmpty();
    }
}
