package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.Conditions;
import org.jspecify.annotations.Nullable;

/** Counts cafés, their open sessions and their overtime at present, within a reader's scope. */
public final class TallyStore {
    private static final String CAFES = """
            SELECT count(*) AS cafes, count(*) FILTER (WHERE s.open_sessions > 0) AS open,
                   coalesce(sum(s.open_sessions), 0) AS sessions,
                   count(*) FILTER (WHERE c.place_code IN (
                     SELECT place_code FROM connected_cafe JOIN live_node USING (node)
                     WHERE renewed_at > now() - interval '15 seconds')) AS connected
            FROM cafe c LEFT JOIN cafe_state s USING (place_code)
            """;
    private static final String OVERTIME = """
            SELECT count(DISTINCT place_code) AS overtime FROM violation
            """;

    /**
     * The present counts.
     *
     * @param connected cafés whose agent is connected to any node
     * @param open cafés with an open session
     * @param overtime cafés with ongoing overtime
     */
    public record Tally(long cafes, long connected, long open, long sessions, long overtime) {}

    public Future<Tally> now(SqlClient client, Scope scope, @Nullable RegionCode region) {
        Conditions cafes = new Conditions()
                .ofCafes("c.place_code", scope)
                .within("c.region", scope.region())
                .within("c.region", region);
        Conditions overtime = Conditions.visible(scope)
                .within("region", region)
                .and("code = ?", "OVERTIME_OPERATION")
                .and("state = ?", "open");
        return client.preparedQuery(CAFES + cafes.where())
                .execute(cafes.values())
                .compose(counted -> client.preparedQuery(OVERTIME + overtime.where())
                        .execute(overtime.values())
                        .map(late -> tally(
                                counted.iterator().next(),
                                late.iterator().next().getLong("overtime"))));
    }

    private static Tally tally(Row row, long overtime) {
        return new Tally(
                row.getLong("cafes"), row.getLong("connected"), row.getLong("open"), row.getLong("sessions"), overtime);
    }
}
