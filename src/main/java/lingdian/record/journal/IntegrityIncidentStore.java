package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.record.journal.Verification.Broken;
import org.jspecify.annotations.Nullable;

/**
 * Places where the stored record fails verification (handbook, verification.md). They accuse no café: whether the
 * storage was changed or the service is at fault, only the café's own proofs can show.
 */
public final class IntegrityIncidentStore {
    private static final String ADD = """
            INSERT INTO integrity_incident (place, place_code, stream, seq, what, found_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (place) DO NOTHING
            """;
    private static final String NEWEST_FIRST = """
            SELECT number, place_code, stream, seq, what, found_at FROM integrity_incident
            WHERE number < $1
            ORDER BY number DESC LIMIT $2
            """;

    private static final String LAST_VERIFICATION = """
            SELECT night, records, broken, began_at, ended_at FROM verification_round ORDER BY night DESC LIMIT 1
            """;

    /**
     * The verification of one night.
     *
     * @param broken how many streams have a record that does not fit
     * @param endedAt null while it goes on
     */
    public record Verified(
            LocalDate night,
            long records,
            int broken,
            Instant beganAt,
            @Nullable Instant endedAt) {}

    /**
     * An incident.
     *
     * @param place null if it belongs to no stream
     */
    public record Incident(long number, @Nullable StreamPlace place, String what, Instant foundAt) {}

    /** The first record of a stream that does not fit. */
    public record StreamPlace(PlaceCode placeCode, UUID stream, long seq) {}

    /** What was found before is not added again. */
    public Future<Void> add(SqlClient client, List<Broken> broken, Instant now) {
        return broken.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(ADD)
                        .executeBatch(broken.stream().map(one -> row(one, now)).toList())
                        .mapEmpty();
    }

    /** Newest first. @param before a number */
    public Future<List<Incident>> before(SqlClient client, long before, int limit) {
        return client.preparedQuery(NEWEST_FIRST)
                .execute(Tuple.of(before, limit))
                .map(rows ->
                        RowStream.of(rows).map(IntegrityIncidentStore::incident).toList());
    }

    /** Empty before the first one. */
    public Future<Optional<Verified>> lastVerification(SqlClient client) {
        return client.preparedQuery(LAST_VERIFICATION)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Verified(
                                row.getLocalDate("night"),
                                row.getLong("records"),
                                row.getInteger("broken"),
                                Columns.instant(row, "began_at"),
                                Columns.instantOrNull(row, "ended_at")))
                        .findFirst());
    }

    private static Tuple row(Broken one, Instant now) {
        VerificationStore.StreamEnd end = one.end();
        return Tuple.from(Arrays.asList(
                end == null ? one.what() : "stream " + end.stream() + " " + one.seq(),
                end == null ? null : end.placeCode().value(),
                end == null ? null : end.stream(),
                end == null ? null : one.seq(),
                one.what(),
                Columns.utc(now)));
    }

    private static Incident incident(Row row) {
        UUID stream = row.getUUID("stream");
        return new Incident(
                row.getLong("number"),
                stream == null
                        ? null
                        : new StreamPlace(new PlaceCode(row.getString("place_code")), stream, row.getLong("seq")),
                row.getString("what"),
                Columns.instant(row, "found_at"));
    }
}
