package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.InspectionId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Erases inspections whose time is over: the database decides which. */
final class InspectionErasureStore {
    private static final String DUE = "SELECT id, version, content FROM inspections_to_erase($1, $2)";
    private static final String ERASE = """
            SELECT erase_inspection(id, $1, remainder) AS photographs FROM unnest($2::uuid[], $3::bytea[]) AS one (id, remainder)
            """;

    /** The newest version of an inspection that is to be erased. */
    record Due(InspectionId id, int version, @Nullable Buffer content) {
        @Override
        public String toString() {
            return "Due[" + id + "]"; // what was found does not belong in a log
        }
    }

    /** An inspection, and what stays of its sealed text; null: nothing. */
    record Remainder(InspectionId id, byte @Nullable [] sealed) {}

    /** How many were erased, with how many photographs. */
    record Erased(int inspections, int photographs) {}

    /** Until the transaction ends, no other node is told of them. */
    Future<List<Due>> due(SqlConnection connection, int months, int most) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(months, most))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Due(
                                new InspectionId(row.getUUID("id")),
                                row.getInteger("version"),
                                row.getBuffer("content")))
                        .toList());
    }

    /** Leaves out those that somebody has written on meanwhile. */
    Future<Erased> erase(SqlConnection connection, int months, List<Remainder> inspections) {
        return connection
                .preparedQuery(ERASE)
                .execute(Tuple.of(
                        months,
                        Columns.of(inspections, UUID[]::new, one -> one.id().value()),
                        Columns.bytes(inspections, Remainder::sealed)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> row.getInteger("photographs"))
                        .filter(Objects::nonNull)
                        .toList())
                .map(erased -> new Erased(
                        erased.size(),
                        erased.stream().mapToInt(Integer::intValue).sum()));
    }
}
