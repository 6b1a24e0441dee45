package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.platform.database.RowStream;

/** The append-only chains of the photographs of finished inspections, one for each authority. */
public final class PhotographStore {
    private static final String OF_INSPECTION = """
            SELECT id, number, type, bytes, content_hash FROM attachment WHERE owner = $1
              AND NOT EXISTS (SELECT FROM photograph_link WHERE attachment = attachment.id)
            ORDER BY number
            """;

    private static final String CHAINED = "SELECT FROM photograph_link WHERE attachment = $1";

    private static final String BEGIN = """
            INSERT INTO photograph_head (authority, number, chain) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING
            """;

    private static final String HEAD = "SELECT number, chain FROM photograph_head WHERE authority = $1 FOR UPDATE";

    private static final String APPEND = """
            INSERT INTO photograph_link (authority, number, inspection_id, attachment, photo, sealed_hash, chain)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String MOVE_HEAD = "UPDATE photograph_head SET number = $2, chain = $3 WHERE authority = $1";

    /** Of the inspections that examined a violation, according to their last version, or that its case names. */
    private static final String OF_VIOLATION = """
            SELECT link.authority, link.number, inspection_id, link.attachment, photo, type, bytes, sealed_hash, chain
            FROM photograph_link AS link JOIN attachment ON attachment.id = link.attachment
            WHERE inspection_id IN (
              SELECT inspection_id FROM inspection_version WHERE state = 'closed' AND violations @> ARRAY[$1::uuid]
              UNION SELECT inspection FROM case_step WHERE violation_id = $1 AND inspection IS NOT NULL)
            ORDER BY link.authority, link.number
            """;

    private final RecordHash hash;

    public PhotographStore(RecordHash hash) {
        this.hash = hash;
    }

    /** A photograph in its chain. */
    record Chained(Authority authority, PhotographLink link, byte[] chain) {}

    /**
     * Chains the photographs of an inspection that are not chained yet, in the transaction that closes it or completes the
     * signatures of one of its records, and whose caller holds its lock. From then on none of them can be removed.
     */
    public Future<Void> seal(SqlConnection connection, InspectionId inspection, Authority authority) {
        return connection
                .preparedQuery(OF_INSPECTION)
                .execute(Tuple.of(inspection.value()))
                .compose(photographs -> photographs.size() == 0
                        ? Future.succeededFuture()
                        : head(connection, authority)
                                .compose(head -> append(connection, inspection, authority, photographs, head)));
    }

    public Future<Boolean> isChained(SqlClient client, UUID photograph) {
        return client.preparedQuery(CHAINED).execute(Tuple.of(photograph)).map(rows -> rows.size() > 0);
    }

    private Future<Row> head(SqlConnection connection, Authority authority) {
        return connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(authority.wire(), Buffer.buffer(PhotographLink.origin(hash, authority))))
                .compose(begun -> connection.preparedQuery(HEAD).execute(Tuple.of(authority.wire())))
                .map(rows -> rows.iterator().next());
    }

    private Future<Void> append(
            SqlConnection connection, InspectionId inspection, Authority authority, RowSet<Row> photographs, Row head) {
        var chained = new ArrayList<Chained>();
        byte[] chain = head.getBuffer("chain").getBytes();
        long number = head.getLong("number");
        for (Row row : photographs) {
            number++;
            PhotographLink link = link(row, number, inspection);
            chain = link.chain(hash, chain);
            chained.add(new Chained(authority, link, chain));
        }
        return connection
                .preparedQuery(APPEND)
                .executeBatch(chained.stream().map(PhotographStore::row).toList())
                .compose(appended -> connection
                        .preparedQuery(MOVE_HEAD)
                        .execute(Tuple.of(
                                authority.wire(),
                                chained.getLast().link().number(),
                                Buffer.buffer(chained.getLast().chain()))))
                .mapEmpty();
    }

    Future<List<Chained>> of(SqlClient client, ViolationId violation) {
        return client.preparedQuery(OF_VIOLATION)
                .execute(Tuple.of(violation.value()))
                .map(rows -> RowStream.of(rows).map(PhotographStore::chained).toList());
    }

    private static PhotographLink link(Row row, long number, InspectionId inspection) {
        return new PhotographLink(
                number,
                inspection,
                row.getUUID("id"),
                row.getInteger("number"),
                row.getString("type"),
                row.getInteger("bytes"),
                row.getBuffer("content_hash").getBytes());
    }

    private static Tuple row(Chained one) {
        PhotographLink link = one.link();
        return Tuple.tuple()
                .addString(one.authority().wire())
                .addLong(link.number())
                .addUUID(link.inspection().value())
                .addUUID(link.file())
                .addInteger(link.photo())
                .addBuffer(Buffer.buffer(link.sealedHash()))
                .addBuffer(Buffer.buffer(one.chain()));
    }

    private static Chained chained(Row row) {
        var link = new PhotographLink(
                row.getLong("number"),
                new InspectionId(row.getUUID("inspection_id")),
                row.getUUID("attachment"),
                row.getInteger("photo"),
                row.getString("type"),
                row.getInteger("bytes"),
                row.getBuffer("sealed_hash").getBytes());
        return new Chained(
                Authority.of(row.getString("authority")),
                link,
                row.getBuffer("chain").getBytes());
    }
}
