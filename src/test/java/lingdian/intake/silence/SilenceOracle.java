package lingdian.intake.silence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.ChinaTime;

/**
 * Which silences there must be, from nothing but what the record says was received (what was sent again after a kill, too)
 * and when nodes listened: every second of every gap is asked whether it counts. Knows the hours of the law only.
 */
final class SilenceOracle {
    private static final int OPENS = 8;
    private static final long SILENCE_SECONDS = 15 * 60;
    private static final long RECONNECT_SECONDS = 120;
    /** Walking by whole seconds is off by as much at either end of each interval. */
    private static final long DOUBT_SECONDS = 10;

    /** What must be found of a gap. */
    enum Expected {
        SILENCE,
        NONE,
        EITHER
    }

    /**
     * A time in which nothing was received from an expected café.
     *
     * @param to when the next event was received; null where none was
     */
    record Gap(String placeCode, Instant from, Instant to, Expected expected) {}

    private record Record(Instant receivedAt, String type) {}

    private record Stretch(Instant from, Instant until, boolean over) {}

    private SilenceOracle() {}

    /** @param end up to which gaps without an end are looked at */
    static List<Gap> gaps(Connection database, Instant end) throws SQLException {
        List<Stretch> stretches = stretches(database);
        var gaps = new ArrayList<Gap>();
        for (var cafe : records(database).entrySet()) {
            List<Record> records = cafe.getValue();
            String day = null;
            for (int i = 0; i < records.size(); i++) {
                String type = records.get(i).type();
                day = type.equals("opened") || type.equals("closed") && day != null ? type : day;
                if (!"closed".equals(day)) {
                    Instant from = records.get(i).receivedAt();
                    Instant to = i + 1 < records.size() ? records.get(i + 1).receivedAt() : null;
                    long counted = counted(from, to == null ? end : to, stretches);
                    gaps.add(new Gap(cafe.getKey(), from, to, expected(counted, to == null)));
                }
            }
        }
        return gaps;
    }

    private static Expected expected(long counted, boolean goesOn) {
        if (counted >= SILENCE_SECONDS + DOUBT_SECONDS) {
            return Expected.SILENCE;
        }
        return goesOn || counted > SILENCE_SECONDS - DOUBT_SECONDS ? Expected.EITHER : Expected.NONE;
    }

    private static long counted(Instant from, Instant to, List<Stretch> stretches) {
        long counted = 0;
        for (Instant at = from; at.isBefore(to); at = at.plusSeconds(1)) {
            if (at.atZone(ChinaTime.ZONE).getHour() >= OPENS && heard(from, at, stretches)) {
                counted++;
            }
        }
        return counted;
    }

    private static boolean heard(Instant last, Instant at, List<Stretch> stretches) {
        boolean heard = false;
        for (Stretch one : stretches) {
            Instant from = one.from().isAfter(last) ? one.from().plusSeconds(RECONNECT_SECONDS) : one.from();
            heard |= !at.isBefore(from) && (!one.over() || at.isBefore(one.until()));
            Duration since = Duration.between(one.until(), at);
            if (one.over()
                    && one.until().isAfter(last)
                    && !since.isNegative()
                    && since.toSeconds() < RECONNECT_SECONDS) {
                return false;
            }
        }
        return heard;
    }

    private static Map<String, List<Record>> records(Connection database) throws SQLException {
        var records = new LinkedHashMap<String, List<Record>>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT place_code, received_at, body::jsonb ->> 'type' AS type, seq"
                        + " FROM journal JOIN stream ON number = stream_number UNION ALL"
                        + " SELECT place_code, at, 'repeated', 0 FROM aside WHERE content::jsonb ->> 'kind' = 'repeated'"
                        + " ORDER BY place_code, received_at, seq")) {
            while (rows.next()) {
                records.computeIfAbsent(rows.getString("place_code"), place -> new ArrayList<>())
                        .add(new Record(instant(rows, "received_at"), rows.getString("type")));
            }
        }
        return records;
    }

    private static List<Stretch> stretches(Connection database) throws SQLException {
        var stretches = new ArrayList<Stretch>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT from_at, heard_until, over OR renewed_at <"
                        + " (SELECT max(renewed_at) FROM listening) - interval '1 hour' AS over FROM listening")) {
            while (rows.next()) {
                stretches.add(
                        new Stretch(instant(rows, "from_at"), instant(rows, "heard_until"), rows.getBoolean("over")));
            }
        }
        return stretches;
    }

    private static Instant instant(java.sql.ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
