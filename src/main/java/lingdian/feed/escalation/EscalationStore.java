package lingdian.feed.escalation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Keeps which facts are escalated, and to whom; within the transaction of the one node that does. */
final class EscalationStore {
    private static final String CLAIM = "SELECT FROM escalation_head FOR UPDATE SKIP LOCKED";

    /**
     * A case of the authority that somebody is assigned to ends it, and so does what the authority itself did: found it untrue, or closed
     * it. The other authority's officers end nothing, since they answer for their own duty alone.
     */
    private static final String UNATTENDED = """
            v.state = 'open' AND v.standing = 'fact' AND NOT v.late
              AND NOT EXISTS (
                SELECT FROM case_step AS taken
                WHERE taken.violation_id = v.id AND taken.action IN ('dismiss', 'mark-unverifiable', 'close')
                  AND taken.authority = %1$s)
              AND NOT EXISTS (
                SELECT FROM case_violation AS placed JOIN case_file ON case_file.id = placed.case_id
                WHERE placed.violation_id = v.id AND placed.authority = %1$s AND case_file.step <> 'lead')
            """;

    /** One that was seen at once counts from its detection, one that became a fact or was reopened from now. */
    private static final String BEGIN = """
            INSERT INTO escalation (violation_id, authority, since, place_code, next_at)
            SELECT v.id, authority.name, begun.at, v.place_code, begun.at + $2 * interval '1 second'
            FROM violation AS v
            CROSS JOIN LATERAL unnest(v.authorities) AS authority (name)
            CROSS JOIN LATERAL (SELECT CASE
              WHEN v.detected_at BETWEEN $1::timestamptz - interval '1 minute' AND $1 THEN v.detected_at ELSE $1 END AS at) AS begun
            WHERE %s
              AND NOT EXISTS (SELECT FROM escalation AS known
                WHERE known.violation_id = v.id AND known.authority = authority.name AND known.ended_at IS NULL)
            ON CONFLICT DO NOTHING
            """.formatted(UNATTENDED.formatted("authority.name"));

    private static final String END = """
            UPDATE escalation SET ended_at = $1 WHERE ended_at IS NULL AND NOT EXISTS (
              SELECT FROM violation AS v WHERE v.id = escalation.violation_id AND escalation.authority = ANY (v.authorities) AND %s)
            """.formatted(UNATTENDED.formatted("escalation.authority"));

    /** All of a café's facts are told together as soon as the first is due. */
    private static final String DUE = """
            SELECT running.authority, running.place_code, cafe.region, array_agg(running.violation_id ORDER BY running.since,
              running.violation_id) AS violations,
              (SELECT coalesce(array_agg(DISTINCT duty), '{}') FROM escalation AS e CROSS JOIN unnest(e.told) AS duty
               WHERE e.place_code = running.place_code AND e.authority = running.authority AND e.ended_at IS NULL
                 AND e.next_at IS NOT NULL) AS told
            FROM escalation AS running JOIN cafe ON cafe.place_code = running.place_code
            WHERE running.ended_at IS NULL AND running.next_at IS NOT NULL AND EXISTS (
              SELECT FROM escalation AS due WHERE due.place_code = running.place_code AND due.authority = running.authority
                AND due.ended_at IS NULL AND due.next_at <= $1)
            GROUP BY running.authority, running.place_code, cafe.region
            ORDER BY min(running.next_at), running.place_code
            LIMIT $2
            """;

    /**
     * Whether a duty's contacts may be used: the present roster has them, and who entered that is still of its office. Else
     * somebody who left would go on learning of the office's facts.
     */
    static final String PRESENT = """
            duty.replaced_at IS NULL AND EXISTS (
              SELECT FROM roster JOIN account ON account.id = roster.account
              WHERE roster.region = duty.region AND roster.authority = duty.authority AND account.ended_at IS NULL
                AND account.role = 'regulator' AND account.region = duty.region AND account.authority = duty.authority)
            """;

    /** The county's own first, then those of its city and province. */
    private static final String NEXT = """
            SELECT id FROM roster_duty AS duty
            WHERE region = ANY ($1) AND authority = $2 AND from_at <= $3 AND to_at > $3 AND id <> ALL ($4) AND %s
            ORDER BY region COLLATE "C" DESC, number
            LIMIT 1
            """.formatted(PRESENT);

    private static final String TOLD = """
            UPDATE escalation SET told = $4, next_at = $5
            WHERE place_code = $1 AND authority = $2 AND violation_id = ANY ($3) AND ended_at IS NULL AND next_at IS NOT NULL
            """;

    private static final String FORGET = "DELETE FROM escalation WHERE ended_at < $1";

    private static final String FORGET_DUTIES = "DELETE FROM roster_duty WHERE least(to_at, replaced_at) < $1";

    /**
     * A café's facts that are due to be told.
     *
     * @param told the duties of who was told already
     */
    record Due(Authority authority, PlaceCode placeCode, RegionCode region, List<UUID> violations, List<UUID> told) {}

    /** Whether this node may look; the others wait for its next look. */
    Future<Boolean> claim(SqlConnection connection) {
        return connection.query(CLAIM).execute().map(rows -> rows.size() == 1);
    }

    Future<Void> begin(SqlConnection connection, Instant now, Duration between) {
        return connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(utc(now), between.toSeconds()))
                .mapEmpty();
    }

    Future<Void> end(SqlConnection connection, Instant now) {
        return connection.preparedQuery(END).execute(Tuple.of(utc(now))).mapEmpty();
    }

    Future<List<Due>> due(SqlConnection connection, Instant now, int limit) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(utc(now), limit))
                .map(rows -> RowStream.of(rows).map(EscalationStore::due).toList());
    }

    /** The next duty of who is on duty now and was not told yet. */
    Future<Optional<UUID>> next(SqlConnection connection, Due due, Instant now) {
        String[] regions =
                due.region().covering().stream().map(RegionCode::value).toArray(String[]::new);
        return connection
                .preparedQuery(NEXT)
                .execute(Tuple.from(Arrays.asList(
                        regions, due.authority().wire(), utc(now), due.told().toArray(UUID[]::new))))
                .map(rows -> RowStream.of(rows).map(row -> row.getUUID("id")).findFirst());
    }

    /** @param next null: nobody is left */
    Future<Void> told(SqlConnection connection, Due due, List<UUID> told, @Nullable Instant next) {
        return connection
                .preparedQuery(TOLD)
                .execute(Tuple.from(Arrays.asList(
                        due.placeCode().value(),
                        due.authority().wire(),
                        due.violations().toArray(UUID[]::new),
                        told.toArray(UUID[]::new),
                        utc(next))))
                .mapEmpty();
    }

    /** Forgets escalations that ended before a moment, and duties that were over before another. */
    Future<Void> forget(SqlConnection connection, Instant ended, Instant over) {
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(utc(ended)))
                .compose(done -> connection.preparedQuery(FORGET_DUTIES).execute(Tuple.of(utc(over))))
                .mapEmpty();
    }

    private static Due due(Row row) {
        return new Due(
                Authority.of(row.getString("authority")),
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                List.of(row.getArrayOfUUIDs("violations")),
                List.of(row.getArrayOfUUIDs("told")));
    }
}
