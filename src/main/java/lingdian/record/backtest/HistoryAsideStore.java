package lingdian.record.backtest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.law.json.AsideJson;
import lingdian.law.judge.Listening.Stretch;

/**
 * Reads the information that the service received besides events, and when it was listening, in the snapshot of a
 * {@link HistoryExportStore}.
 */
final class HistoryAsideStore {
    private static final String ASIDES = "SELECT events, content FROM aside WHERE place_code = ? ORDER BY number";

    private static final String STRETCHES = """
            SELECT (extract(epoch FROM from_at) * 1000000)::bigint AS from_at,
                   (extract(epoch FROM heard_until) * 1000000)::bigint AS heard_until,
                   over, (extract(epoch FROM renewed_at) * 1000000)::bigint AS renewed_at
            FROM listening ORDER BY from_at
            """;

    /** A node that reported nothing for this long before the newest report of any node has ended. */
    private static final Duration GONE = Duration.ofMinutes(1);

    private static final int ROWS_AT_ONCE = 2_000;

    private final Connection connection;

    HistoryAsideStore(Connection connection) {
        this.connection = connection;
    }

    private record Node(Instant from, Instant heardUntil, boolean over, Instant renewedAt) {}

    List<DatedAside> asides(PlaceCode placeCode) throws SQLException {
        var asides = new ArrayList<DatedAside>();
        try (var statement = connection.prepareStatement(ASIDES)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            statement.setString(1, placeCode.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    asides.add(new DatedAside(rows.getLong("events"), AsideJson.read(rows.getString("content"))));
                }
            }
        }
        return asides;
    }

    ReceptionTimes reception() throws SQLException {
        List<Node> nodes = nodes();
        Instant newest =
                nodes.stream().map(Node::renewedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        var stretches = new ArrayList<Stretch>();
        Instant until = newest;
        for (Node node : nodes) {
            boolean over = node.over() || node.renewedAt().isBefore(newest.minus(GONE));
            stretches.add(new Stretch(node.from(), node.heardUntil(), over));
            until = !over && node.heardUntil().isBefore(until) ? node.heardUntil() : until;
        }
        return new ReceptionTimes(stretches, until);
    }

    private List<Node> nodes() throws SQLException {
        var nodes = new ArrayList<Node>();
        try (var statement = connection.prepareStatement(STRETCHES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                nodes.add(new Node(
                        Micros.instant(rows.getLong("from_at")),
                        Micros.instant(rows.getLong("heard_until")),
                        rows.getBoolean("over"),
                        Micros.instant(rows.getLong("renewed_at"))));
            }
        }
        return nodes;
    }
}
