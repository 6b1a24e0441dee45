package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.office.document.CaseDescription.Party;
import lingdian.platform.database.RowStream;

/** What documents say of the café and the violations of a case that the reader's scope showed. */
public final class CasePartyStore {
    private static final String PARTY = """
            SELECT place_code, name, licence_number, address, telephone, principal FROM cafe WHERE place_code = $1
            """;
    private static final String SNAPSHOTS = "SELECT id, snapshot FROM violation WHERE id = ANY ($1)";

    /** Empty where there is no such café. */
    Future<Optional<Party>> party(SqlClient client, PlaceCode cafe) {
        return client.preparedQuery(PARTY)
                .execute(Tuple.of(cafe.value()))
                .map(rows -> RowStream.of(rows).map(CasePartyStore::party).findFirst());
    }

    /** The violations as JSON; one that is no longer kept is missing. */
    Future<Map<ViolationId, JsonObject>> snapshots(SqlClient client, Collection<ViolationId> violations) {
        return client.preparedQuery(SNAPSHOTS)
                .execute(Tuple.of(
                        (Object) violations.stream().map(ViolationId::value).toArray(UUID[]::new)))
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.toMap(
                                row -> new ViolationId(row.getUUID("id")),
                                row -> new JsonObject(row.getString("snapshot")))));
    }

    private static Party party(Row row) {
        return new Party(
                new PlaceCode(row.getString("place_code")),
                row.getString("name"),
                row.getString("licence_number"),
                row.getString("address"),
                row.getString("telephone"),
                row.getString("principal"));
    }
}
