package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.feed.log.FeedBacklog;
import lingdian.law.course.CaseId;
import lingdian.office.casework.GroupingPlan.Destination;
import lingdian.office.casework.PlacedFinding.Key;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;

/** Reads the feed for the follower that groups violations into cases, and writes what it finds; one node at a time. */
final class CaseGroupingStore {
    private static final String CLAIM = """
            SELECT position, (SELECT head.position FROM head) AS newest FROM case_head FOR UPDATE SKIP LOCKED
            """;

    private static final String TOUCHED = """
            SELECT violation_id, min(position) AS position FROM feed WHERE position > $1 AND position <= $2 GROUP BY violation_id
            """;

    /** As they are now, whatever the feed said of them on the way. */
    private static final String UNPLACED = """
            WITH touched AS (%s)
            SELECT v.id, authority.name AS authority, v.place_code, cafe.time_zone, v.case_step,
                   %s
            FROM touched
            JOIN violation AS v ON v.id = touched.violation_id AND v.standing IN ('fact', 'suspicion')
            JOIN cafe ON cafe.place_code = v.place_code
            CROSS JOIN LATERAL unnest(v.authorities) AS authority (name)
            WHERE NOT EXISTS (
              SELECT FROM case_violation AS placed WHERE placed.violation_id = v.id AND placed.authority = authority.name)
            ORDER BY touched.position, authority.name
            """.formatted(TOUCHED, CaseFindings.OF_VIOLATION);

    /**
     * Of several cases that fit, the oldest. Another county's never does: its officers may not see the violation. No step changes, and no
     * café moves, while the lock on {@code head} is held.
     */
    private static final String DESTINATIONS = """
            SELECT wanted.place_code, wanted.authority, wanted.business_day, cafe.region, joinable.id
            FROM unnest($1::text[], $2::text[], $3::date[]) AS wanted (place_code, authority, business_day)
            JOIN cafe ON cafe.place_code = wanted.place_code
            LEFT JOIN LATERAL (
              SELECT f.id FROM case_file AS f
              WHERE (f.place_code, f.authority, f.business_day, f.region)
                  = (wanted.place_code, wanted.authority, wanted.business_day, cafe.region)
                AND f.step IN ('lead', 'assigned')
              ORDER BY f.opened_at, f.id LIMIT 1) AS joinable ON true
            """;

    /** Violations whose copies are no longer what the violations are, with the cases of the copies. */
    private static final String OUTDATED = """
            WITH touched AS (%s)
            SELECT copy.case_id, copy.violation_id
            FROM touched JOIN violation AS v ON v.id = touched.violation_id JOIN case_violation AS copy ON copy.violation_id = v.id
            WHERE (copy.standing, copy.state, copy.case_step, copy.started_at, copy.ended_at, copy.peak, copy.terminals)
              IS DISTINCT FROM (v.standing, v.state, v.case_step, v.started_at, v.ended_at, v.peak, %s)
            """.formatted(TOUCHED, CaseFindings.TERMINALS);

    private static final String MOVE = "UPDATE case_head SET position = $1";

    /** The part of the feed that this node reads now. */
    record Stretch(long after, long upTo) {
        private Tuple values() {
            return Tuple.of(after, upTo);
        }
    }

    /** Cases that have old copies, and the violations that these are of. */
    record Outdated(Set<CaseId> cases, Set<ViolationId> violations) {
        /** With the cases that violations join, and these. */
        Outdated with(GroupingPlan plan) {
            return new Outdated(
                    Stream.concat(cases.stream(), plan.joined().stream().map(GroupingPlan.Group::id))
                            .collect(Collectors.toSet()),
                    Stream.concat(violations.stream(), plan.joining().stream()).collect(Collectors.toSet()));
        }
    }

    /** Claims the next part of the feed; empty if there is nothing new, or another node is reading. */
    Future<Optional<Stretch>> claim(SqlConnection connection, int atOnce, FeedBacklog backlog) {
        return connection
                .query(CLAIM)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .peek(row -> backlog.looked(row.getLong("position"), row.getLong("newest")))
                        .map(row -> new Stretch(
                                row.getLong("position"),
                                Math.min(row.getLong("newest"), row.getLong("position") + atOnce)))
                        .filter(stretch -> stretch.after() < stretch.upTo())
                        .findFirst());
    }

    /** In the order of the feed. */
    Future<List<PlacedFinding>> unplaced(SqlConnection connection, Stretch stretch) {
        return connection
                .preparedQuery(UNPLACED)
                .execute(stretch.values())
                .map(rows -> RowStream.of(rows).map(CaseGroupingStore::placed).toList());
    }

    /** Under the lock on {@code head}. */
    Future<Map<Key, Destination>> destinations(SqlConnection connection, Collection<Key> keys) {
        return connection
                .preparedQuery(DESTINATIONS)
                .execute(Tuple.of(
                        Columns.of(keys, String[]::new, key -> key.placeCode().value()),
                        Columns.of(keys, String[]::new, key -> key.authority().wire()),
                        Columns.of(keys, LocalDate[]::new, Key::businessDay)))
                .map(rows -> {
                    var destinations = new HashMap<Key, Destination>();
                    rows.forEach(row -> destinations.put(
                            new Key(
                                    new PlaceCode(row.getString("place_code")),
                                    Authority.of(row.getString("authority")),
                                    row.getLocalDate("business_day")),
                            destination(row)));
                    return destinations;
                });
    }

    Future<Outdated> outdated(SqlConnection connection, Stretch stretch) {
        return connection
                .preparedQuery(OUTDATED)
                .execute(stretch.values())
                .map(rows -> new Outdated(
                        RowStream.of(rows)
                                .map(row -> new CaseId(row.getUUID("case_id")))
                                .collect(Collectors.toSet()),
                        RowStream.of(rows)
                                .map(row -> new ViolationId(row.getUUID("violation_id")))
                                .collect(Collectors.toSet())));
    }

    Future<Void> move(SqlConnection connection, Stretch stretch) {
        return connection.preparedQuery(MOVE).execute(Tuple.of(stretch.upTo())).mapEmpty();
    }

    private static Destination destination(Row row) {
        UUID joinable = row.getUUID("id");
        return new Destination(new RegionCode(row.getString("region")), joinable == null ? null : new CaseId(joinable));
    }

    private static PlacedFinding placed(Row row) {
        return new PlacedFinding(
                new ViolationId(row.getUUID("id")),
                Authority.of(row.getString("authority")),
                new PlacedFinding.Cafe(
                        new PlaceCode(row.getString("place_code")), CaseFindings.zone(row.getString("time_zone"))),
                CaseFindings.of(row),
                row.getString("case_step"));
    }
}
