package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.law.course.CasePriority;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;

/**
 * What cases copy of their violations, and what worklists sort by.
 *
 * <p>Whoever changes a case holds its row first, and before that the lock on {@code head} if it needs that too: the one order
 * in which no two wait for each other.
 */
final class CaseCopyStore {
    private static final String LOCK = """
            SELECT id FROM case_file WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
            """;

    private static final String COPY = """
            UPDATE case_violation AS copy
            SET standing = v.standing, state = v.state, case_step = v.case_step, started_at = v.started_at, ended_at = v.ended_at,
              peak = v.peak, terminals = %1$s
            FROM violation AS v
            WHERE copy.case_id = ANY ($1) AND copy.violation_id = ANY ($2) AND v.id = copy.violation_id
              AND (copy.standing, copy.state, copy.case_step, copy.started_at, copy.ended_at, copy.peak, copy.terminals)
                IS DISTINCT FROM (v.standing, v.state, v.case_step, v.started_at, v.ended_at, v.peak, %1$s)
            """.formatted(CaseFindings.TERMINALS);

    /** All that a case is sorted by: one finding of each code, standing and state says as much as all of them. */
    private static final String FOUND = """
            SELECT case_id, code, standing, min(started_at) AS started_at, max(ended_at) AS ended_at, NULL::integer AS peak,
              NULL::integer AS terminals
            FROM case_violation WHERE case_id = ANY ($1) GROUP BY case_id, code, standing, ended_at IS NULL
            """;

    private static final String DERIVE = """
            UPDATE case_file AS f SET running = d.running, priority = d.priority, began_at = d.began_at
            FROM unnest($1::uuid[], $2::boolean[], $3::smallint[], $4::timestamptz[]) AS d (id, running, priority, began_at)
            WHERE f.id = d.id AND (f.running, f.priority, f.began_at) IS DISTINCT FROM (d.running, d.priority, d.began_at)
            """;

    private record Derived(CaseId id, boolean running, CasePriority priority, Instant beganAt) {
        static Derived of(CaseId id, List<CaseFinding> findings) {
            return new Derived(
                    id,
                    findings.stream().anyMatch(CaseFinding::isOpen),
                    CasePriority.of(findings),
                    findings.stream()
                            .map(CaseFinding::startedAt)
                            .min(Instant::compareTo)
                            .orElseThrow());
        }
    }

    /** Holds the rows of cases until the transaction ends. */
    static Future<Void> lock(SqlConnection connection, Collection<CaseId> cases) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(ids(cases))).mapEmpty();
    }

    /**
     * Copies what violations of locked cases are now, and sorts the cases by it. A case may have thousands, so only those that
     * changed are read.
     */
    static Future<Void> refresh(SqlConnection connection, Collection<CaseId> cases, Collection<ViolationId> changed) {
        return cases.isEmpty() || changed.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(COPY)
                        .execute(Tuple.of(ids(cases), Columns.of(changed, UUID[]::new, ViolationId::value)))
                        .compose(copied -> sort(connection, cases));
    }

    /** Sorts locked cases by the copies of their violations. */
    static Future<Void> sort(SqlConnection connection, Collection<CaseId> cases) {
        return connection
                .preparedQuery(FOUND)
                .execute(Tuple.of(ids(cases)))
                .compose(rows -> derive(connection, findings(rows)));
    }

    private static Future<Void> derive(SqlConnection connection, Map<CaseId, List<CaseFinding>> findings) {
        List<Derived> derived = findings.entrySet().stream()
                .map(one -> Derived.of(one.getKey(), one.getValue()))
                .toList();
        return connection
                .preparedQuery(DERIVE)
                .execute(Tuple.of(
                        Columns.of(derived, UUID[]::new, one -> one.id().value()),
                        Columns.of(derived, Boolean[]::new, Derived::running),
                        Columns.of(derived, Short[]::new, one ->
                                (short) one.priority().ordinal()),
                        Columns.times(derived, Derived::beganAt)))
                .mapEmpty();
    }

    private static Map<CaseId, List<CaseFinding>> findings(Iterable<Row> rows) {
        return RowStream.of(rows)
                .collect(Collectors.groupingBy(
                        row -> new CaseId(row.getUUID("case_id")),
                        LinkedHashMap::new,
                        Collectors.mapping(CaseFindings::of, Collectors.toList())));
    }

    static Object ids(Collection<CaseId> cases) {
        return Columns.of(cases, UUID[]::new, CaseId::value);
    }

    private CaseCopyStore() {}
}
