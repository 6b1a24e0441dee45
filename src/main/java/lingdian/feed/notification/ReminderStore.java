package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads which cases are due, or must be corrected, when a reminder is sent, limited to those that its account may see now. */
public final class ReminderStore {
    /** Of the cases that a message lists. */
    static final int LINES_MAX = 10;

    /** The office of a case may not see its café any more, which moved to another county. */
    private static final String OF = """
            FROM case_file LEFT JOIN cafe ON cafe.place_code = case_file.place_code
            WHERE NOT case_file.ended AND case_file.due_at <= $1 AND case_file.authority = $2
              AND $3 IN (case_file.region, left(case_file.region, 4) || '00', left(case_file.region, 2) || '0000', '000000')
              AND ($4::uuid IS NULL OR case_file.id IN (SELECT case_id FROM case_assignee WHERE account = $4))
            """;

    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE case_file.due_at > $5) AS today, count(*) FILTER (WHERE case_file.due_at <= $5) AS overdue
            """ + OF;

    private static final String TO_CORRECT = """
            SELECT case_file.id, case_file.place_code, cafe.name, case_file.step, %1$s AS due_at,
              count(*) FILTER (WHERE %1$s > $2) OVER () AS today, count(*) FILTER (WHERE %1$s <= $2) OVER () AS overdue
            FROM case_file JOIN cafe ON cafe.place_code = case_file.place_code
            WHERE case_file.step = 'correcting' AND case_file.place_code = ANY ($3) AND %1$s <= $1
            ORDER BY due_at, case_file.id LIMIT $4
            """.formatted(correctBy("case_file"));

    private static final String LINES = """
            SELECT case_file.id, case_file.place_code, coalesce(cafe.name, case_file.place_code) AS name, case_file.step, case_file.due_at
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
     * @param cafe its name, or its place code where its name may not be seen
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

    /** The cases in which an operator must correct something by the end of the day, or should have. */
    public Future<DueCases> toCorrect(SqlClient client, Scope scope, Instant now) {
        String[] cafes = scope.cafes().stream().map(PlaceCode::value).toArray(String[]::new);
        return client.preparedQuery(TO_CORRECT)
                .execute(Tuple.of(midnight(now), utc(now), cafes, (long) LINES_MAX))
                .map(rows -> {
                    List<Row> found = RowStream.of(rows).toList();
                    return found.isEmpty()
                            ? new DueCases(0, 0, List.of())
                            : new DueCases(
                                    found.getFirst().getLong("today"),
                                    found.getFirst().getLong("overdue"),
                                    found.stream().map(ReminderStore::line).toList());
                });
    }

    /**
     * SQL of the moment up to which what was ordered may be corrected: the end of the day that the order names, or of the day of the order.
     *
     * @param file the name of {@code case_file} in the statement
     */
    static String correctBy(String file) {
        return "coalesce((%1$s.correct_until + 1)::timestamp AT TIME ZONE known_zone(%1$s.time_zone), %1$s.due_at)"
                .formatted(file);
    }

    /** The end of the day in China. */
    private static @Nullable OffsetDateTime midnight(Instant now) {
        LocalDate tomorrow = LocalDate.ofInstant(now, ChinaTime.ZONE).plusDays(1);
        return utc(tomorrow.atStartOfDay(ChinaTime.ZONE).toInstant());
    }

    private static Tuple values(Scope scope, @Nullable AccountId assigned, Instant now, Object further) {
        return Tuple.from(Arrays.asList(
                midnight(now),
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
