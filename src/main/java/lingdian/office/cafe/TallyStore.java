package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import org.jspecify.annotations.Nullable;

/** Counts cafés, their open sessions and their overtime at present, within a reader's scope. */
public final class TallyStore {
    private static final String CAFES = """
            SELECT count(*) AS cafes, count(*) FILTER (WHERE s.open_sessions > 0) AS open,
                   coalesce(sum(s.open_sessions), 0) AS sessions,
                   coalesce(sum(s.open_sessions) FILTER (WHERE NOT connected), 0) AS silent_sessions,
                   count(*) FILTER (WHERE connected) AS connected,
                   count(*) FILTER (WHERE s.received_at IS NULL) AS never_heard,
                   count(*) FILTER (WHERE s.received_at >= %1$s) AS heard
            FROM cafe c LEFT JOIN cafe_state s USING (place_code)
            CROSS JOIN LATERAL (SELECT c.place_code IN (
                     SELECT place_code FROM connected_cafe JOIN live_node USING (node)
                     WHERE renewed_at > now() - interval '15 seconds') AS connected) AS link
            """;
    private static final String OVERTIME = """
            SELECT count(DISTINCT place_code) AS overtime FROM violation
            """;

    /** @param heardSince since when cafés are counted as heard; null: not asked */
    public Future<CafeTally> now(
            SqlClient client, Scope scope, @Nullable RegionCode region, @Nullable Instant heardSince) {
        Conditions cafes = new Conditions()
                .ofCafes("c.place_code", scope)
                .within("c.region", scope.region())
                .within("c.region", region);
        String since = heardSince == null ? "NULL" : cafes.place(heardSince.atOffset(ZoneOffset.UTC));
        Conditions overtime = Conditions.visible(scope)
                .within("region", region)
                .and("code = ?", "OVERTIME_OPERATION")
                .and("state = ?", "open");
        return client.preparedQuery(CAFES.formatted(since) + cafes.where())
                .execute(cafes.values())
                .compose(counted -> client.preparedQuery(OVERTIME + overtime.where())
                        .execute(overtime.values())
                        .map(late -> tally(
                                counted.iterator().next(),
                                late.iterator().next().getLong("overtime"))));
    }

    private static CafeTally tally(Row row, long overtime) {
        return new CafeTally(
                row.getLong("cafes"),
                row.getLong("connected"),
                row.getLong("open"),
                row.getLong("sessions"),
                row.getLong("silent_sessions"),
                overtime,
                row.getLong("never_heard"),
                row.getLong("heard"));
    }
}
