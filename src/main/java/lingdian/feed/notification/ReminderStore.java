package lingdian.feed.notification;

import static lingdian.platform.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.platform.Columns;
import lingdian.platform.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads which cases are due when a reminder is sent, limited to those that its account may see now. */
public final class ReminderStore {
    /** Of the cases that a message lists. */
    static final int LINES_MAX = 10;

    private static final String OF = """
            FROM case_file JOIN cafe ON cafe.place_code = case_file.place_code
            WHERE NOT case_file.ended AND case_file.due_at <= $1 AND case_file.authority = $2
              AND $3 IN (case_file.region, left(case_file.region, 4) || '00', left(case_file.region, 2) || '0000', '000000')
              AND ($4::uuid IS NULL OR case_file.id IN (SELECT case_id FROM case_assignee WHERE account = $4))
            """;

    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE case_file.due_at > $5) AS today, count(*) FILTER (WHERE case_file.due_at <= $5) AS overdue
            """ + OF;

    private static final String LINES = """
            SELECT case_file.id, case_file.place_code, cafe.name, case_file.step, case_file.due_at
            """ + OF + """
            ORDER BY case_file.due_at, case_file.id LIMIT $5
            """;

    /**
     * The cases that are due.
     *
     * @param today how many are due later on this day
     * @param lines the first ones, the longest overdue first
     */
    public record DueCases(long today, long overdue, List<Line> lines) {
        public DueCases {
            lines = List.copyOf(lines);
        }

        /** Whether none is. */
        public boolean isEmpty() {
            return today + overdue == 0;
        }
    }

    /**
     * One case.
     *
     * @param cafe its name
     * @param due the last day, or the day of the hour, on which it is not late yet
     */
    public record Line(UUID id, PlaceCode placeCode, String cafe, String step, LocalDate due) {}

    /**
     * The cases of a regulator's scope that are overdue or due on the day.
     *
     * @param assigned only those that are assigned to this account; null for all
     */
    public Future<DueCases> due(SqlClient client, Scope scope, @Nullable AccountId assigned, Instant now) {
        return client.preparedQuery(COUNT)
                .execute(values(scope, assigned, now, now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next())
                .compose(counts -> client.preparedQuery(LINES)
                        .execute(values(scope, assigned, now, (long) LINES_MAX))
                        .map(rows -> new DueCases(
                                counts.getLong("today"),
                                counts.getLong("overdue"),
                                RowStream.of(rows).map(ReminderStore::line).toList())));
    }

    private static Tuple values(Scope scope, @Nullable AccountId assigned, Instant now, Object further) {
        LocalDate tomorrow = LocalDate.ofInstant(now, ChinaTime.ZONE).plusDays(1);
        return Tuple.from(Arrays.asList(
                utc(tomorrow.atStartOfDay(ChinaTime.ZONE).toInstant()),
                Authority.wireOrNull(scope.authority()),
                scope.region().value(),
                AccountId.valueOrNull(assigned),
                further));
    }

    /** What is due by the end of a day is late from the midnight after it. */
    private static Line line(Row row) {
        Instant end = Columns.instant(row, "due_at");
        return new Line(
                row.getUUID("id"),
                new PlaceCode(row.getString("place_code")),
                row.getString("name"),
                row.getString("step"),
                LocalDate.ofInstant(end.minusNanos(1), ChinaTime.ZONE));
    }
}
