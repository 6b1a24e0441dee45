package lingdian.office.casework;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.law.course.CaseFile;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one authority confirmed and punished of a café.
 *
 * <p>A violation or a case that began before the café changed its owner is another person's, whenever it was dealt with.
 */
final class SanctionHelpStore {
    private static final String OWNER_CHANGED = "SELECT max(at) AS at FROM owner_change WHERE place_code = $1";

    private static final String COUNTED = """
            WITH counted AS (
              SELECT id, began_at,
                sanctions @? '$[*] ? (@.kind != "none" && @.kind != "withdrawn")' AS punished,
                (SELECT max(at) FROM case_action WHERE case_id = case_file.id AND action = 'check') AS checked_at,
                (SELECT max(at) FROM case_action WHERE case_id = case_file.id AND action IN ('decide', 'spot')) AS decided_at
              FROM case_file
              WHERE place_code = $1 AND authority = $2 AND region LIKE $3 AND merged_into IS NULL),
            punished AS (SELECT id FROM counted WHERE punished AND decided_at >= $4 AND began_at >= $5)
            SELECT
              (SELECT count(*) FROM counted JOIN case_violation ON case_id = counted.id
               WHERE outcome = 'true' AND checked_at >= $4 AND started_at >= $5) AS confirmed,
              (SELECT count(*) FROM punished) AS punished,
              (SELECT count(*) FROM punished WHERE id <> $6) AS punished_before
            """;

    /**
     * @param confirmed violations that a check found true
     * @param punished cases whose decision or decision on the spot says more than that there is no sanction
     * @param punishedBefore those of them that are another case
     */
    record Counts(long confirmed, long punished, long punishedBefore) {
        private static Counts of(Row row) {
            return new Counts(row.getLong("confirmed"), row.getLong("punished"), row.getLong("punished_before"));
        }
    }

    /** Completes with null where it never did, as far as the service knows. */
    Future<@Nullable Instant> ownerChanged(SqlClient client, PlaceCode cafe) {
        return client.preparedQuery(OWNER_CHANGED)
                .execute(Tuple.of(cafe.value()))
                .map(rows -> Columns.instantOrNull(rows.iterator().next(), "at"));
    }

    /**
     * Only of cases that the scope sees.
     *
     * @param since what was confirmed or decided from then on
     * @param owner what began from then on
     */
    Future<Counts> counts(SqlClient client, Scope scope, CaseFile file, Instant since, Instant owner) {
        UUID own = file.id().value();
        return client.preparedQuery(COUNTED)
                .execute(Tuple.of(
                        file.placeCode().value(),
                        file.authority().wire(),
                        scope.region().prefix() + "%",
                        utc(since),
                        utc(owner),
                        own))
                .map(rows -> RowStream.of(rows).map(Counts::of).findFirst().orElseThrow());
    }
}
