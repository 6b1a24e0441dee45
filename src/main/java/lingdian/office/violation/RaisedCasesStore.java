package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.law.casework.CaseAction;
import lingdian.law.course.CheckOutcome;
import lingdian.platform.database.RowStream;

/** Raises the versions of a violation's cases: an officer who saw one before another acted on its violation must look again. */
final class RaisedCasesStore {
    /** In the one order in which rows of cases are held; who only refers to a case is not waited for. */
    private static final String RAISE = """
            WITH held AS (
              SELECT id FROM case_file WHERE id IN (SELECT case_id FROM case_violation WHERE violation_id = $1)
              ORDER BY id FOR NO KEY UPDATE)
            UPDATE case_file SET version = version + 1 FROM held WHERE case_file.id = held.id RETURNING case_file.id
            """;

    /** What an authority found first stands in its case. */
    private static final String FOUND = """
            UPDATE case_violation SET outcome = $3 WHERE violation_id = $1 AND authority = $2 AND outcome IS NULL
            """;

    private RaisedCasesStore() {}

    /** Keeps in the case of an authority what it found by a step on the violation alone. The caller has raised the case. */
    static Future<Void> found(SqlConnection connection, ViolationId violation, Authority authority, CaseAction action) {
        return CheckOutcome.found(action)
                .<Future<Void>>map(outcome -> connection
                        .preparedQuery(FOUND)
                        .execute(Tuple.of(violation.value(), authority.wire(), outcome.wire()))
                        .mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /**
     * @param position the newest of the feed, whose lock the caller holds
     * @return whether there are any
     */
    static Future<Boolean> raise(SqlConnection connection, ViolationId violation, long position, Instant at) {
        return connection
                .preparedQuery(RAISE)
                .execute(Tuple.of(violation.value()))
                .compose(rows -> {
                    List<UUID> raised =
                            RowStream.of(rows).map(row -> row.getUUID(0)).toList();
                    return CaseFeedStore.tellCases(connection, raised, position, at)
                            .map(!raised.isEmpty());
                });
    }
}
