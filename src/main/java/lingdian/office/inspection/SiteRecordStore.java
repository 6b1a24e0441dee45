package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** The site records of inspections and their signatures: every version is kept, and the newest is shown. */
public final class SiteRecordStore {
    private static final String OUTLINES = """
            SELECT place_code, version, at, account,
              (SELECT count(*) FILTER (WHERE signer = 'officer') >= 2 AND count(*) FILTER (WHERE signer <> 'officer') = 1
               FROM site_signature WHERE record_id = newest.id) AS signed
            FROM (SELECT DISTINCT ON (place_code) id, place_code, version, at, account FROM site_record
                  WHERE inspection_id = $1 AND ($2::text IS NULL OR place_code = $2)
                  ORDER BY place_code, version DESC) AS newest
            ORDER BY place_code
            """;
    private static final String NEWEST = """
            SELECT id, place_code, version, at, account, content FROM site_record
            WHERE inspection_id = $1 AND place_code = $2 ORDER BY version DESC LIMIT 1
            """;
    private static final String SIGNATURES = """
            SELECT id, signer, account, at, content, drawing FROM site_signature WHERE record_id = $1 ORDER BY at, id
            """;

    /** A row, its indexes and its entry in the access log, so that very many short versions end too. */
    private static final int BYTES_OF_A_VERSION = 1024;
    /** Of one account. The records of 200 cafés with 100 seats each, written 20 times, take less. */
    private static final int OWN_MEBIBYTES = 64;

    private static final int MEBIBYTES = 2 * OWN_MEBIBYTES;
    private static final int MEBIBYTE = 1024 * 1024;

    private static final String TAKEN = """
            SELECT coalesce(sum(octet_length(content) + $3::bigint), 0)::bigint AS bytes,
              coalesce(sum(octet_length(content) + $3::bigint) FILTER (WHERE account = $2), 0)::bigint AS own
            FROM site_record WHERE inspection_id = $1
            """;
    private static final String ADD = """
            INSERT INTO site_record (id, inspection_id, place_code, version, at, account, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String SIGN = """
            INSERT INTO site_signature (id, record_id, signer, account, at, content, drawing, content_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String NAME = "SELECT name FROM account WHERE id = $1";

    private final Vertx vertx;
    private final SealedTexts texts;

    public SiteRecordStore(Vertx vertx, SealedTexts texts) {
        this.vertx = vertx;
        this.texts = texts;
    }

    /** The newest version of each café's record, by place code. */
    public Future<List<RecordOutline>> outlines(SqlClient client, InspectionId inspection) {
        return outlines(client, inspection, null);
    }

    public Future<Optional<RecordOutline>> outline(SqlClient client, InspectionId inspection, PlaceCode cafe) {
        return outlines(client, inspection, cafe).map(found -> found.stream().findFirst());
    }

    private static Future<List<RecordOutline>> outlines(
            SqlClient client, InspectionId inspection, @Nullable PlaceCode cafe) {
        return client.preparedQuery(OUTLINES)
                .execute(Tuple.of(inspection.value(), cafe == null ? null : cafe.value()))
                .map(rows -> RowStream.of(rows).map(SiteRecordStore::outline).toList());
    }

    /** The newest version of one café's record with its signatures. A long one is opened on a worker thread. */
    public Future<Optional<SiteRecord>> find(SqlClient client, InspectionId inspection, PlaceCode cafe) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(inspection.value(), cafe.value()))
                .compose(rows -> {
                    Optional<Row> newest = RowStream.of(rows).findFirst();
                    return newest.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : signed(client, newest.get()).map(Optional::of);
                });
    }

    private Future<SiteRecord> signed(SqlClient client, Row record) {
        return client.preparedQuery(SIGNATURES)
                .execute(Tuple.of(record.getUUID("id")))
                .map(rows -> RowStream.of(rows).toList())
                .compose(
                        signatures -> SizedWork.run(vertx, size(record, signatures), () -> record(record, signatures)));
    }

    private static long size(Row record, List<Row> signatures) {
        return record.getBuffer("content").length()
                + signatures.stream()
                        .flatMap(one -> Stream.of(one.getBuffer("content"), one.getBuffer("drawing")))
                        .filter(Objects::nonNull)
                        .mapToLong(Buffer::length)
                        .sum();
    }

    /**
     * Fails if there is a signed one: the caller has read the newest version under the inspection's lock. Fails with 409 where
     * the inspection's records are too long by now.
     */
    Future<Void> add(SqlConnection connection, InspectionId inspection, SiteRecord written) {
        return admit(connection, inspection, written.by())
                .compose(admitted -> connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(
                                written.id(),
                                inspection.value(),
                                written.placeCode().value(),
                                written.version(),
                                utc(written.at()),
                                written.by().value(),
                                texts.seal(String.valueOf(written.content()), content(written.id()))))
                        .mapEmpty());
    }

    private static Future<Void> admit(SqlConnection connection, InspectionId inspection, AccountId account) {
        return connection
                .preparedQuery(TAKEN)
                .execute(Tuple.of(inspection.value(), account.value(), BYTES_OF_A_VERSION))
                .map(rows -> rows.iterator().next())
                .compose(taken -> taken.getLong("bytes") < (long) MEBIBYTES * MEBIBYTE
                                && taken.getLong("own") < (long) OWN_MEBIBYTES * MEBIBYTE
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refused.coded(
                                409,
                                "too-large",
                                "The records of an inspection take at most " + MEBIBYTES
                                        + " MiB, all versions included, of one account " + OWN_MEBIBYTES
                                        + ". Write the other cafés in an inspection of their own.")));
    }

    /** Who signs by being signed in signs by the name of the account. */
    Future<String> name(SqlConnection connection, AccountId account) {
        return connection
                .preparedQuery(NAME)
                .execute(Tuple.of(account.value()))
                .map(rows -> rows.iterator().next().getString("name"));
    }

    /** @param hash of what is signed */
    Future<Void> sign(SqlConnection connection, SiteRecord signed, SiteSignature signature, byte[] hash) {
        return connection
                .preparedQuery(SIGN)
                .execute(Tuple.tuple()
                        .addUUID(signature.id())
                        .addUUID(signed.id())
                        .addString(signature.signer().wire())
                        .addUUID(signature.account().value())
                        .addOffsetDateTime(utc(signature.at()))
                        .addBuffer(texts.seal(String.valueOf(signature.said()), said(signature.id())))
                        .addBuffer(texts.seal(signature.drawing(), drawing(signature.id())))
                        .addBuffer(Buffer.buffer(hash)))
                .mapEmpty();
    }

    private static RecordOutline outline(Row row) {
        return new RecordOutline(
                new PlaceCode(row.getString("place_code")),
                row.getInteger("version"),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                row.getBoolean("signed"));
    }

    private SiteRecord record(Row row, List<Row> signatures) {
        UUID id = row.getUUID("id");
        String content = texts.open(row.getBuffer("content"), content(id));
        return new SiteRecord(
                id,
                new PlaceCode(row.getString("place_code")),
                row.getInteger("version"),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                content == null ? null : new JsonObject(content),
                signatures.stream().map(this::signature).toList());
    }

    private SiteSignature signature(Row row) {
        UUID id = row.getUUID("id");
        Instant at = Columns.instant(row, "at");
        String said = texts.open(row.getBuffer("content"), said(id));
        return new SiteSignature(
                id,
                SiteSignature.Signer.of(row.getString("signer")),
                new AccountId(row.getUUID("account")),
                at,
                said == null ? null : new JsonObject(said),
                texts.open(row.getBuffer("drawing"), drawing(id)));
    }

    private static SealedRef content(UUID id) {
        return new SealedRef("", id, 0, "site-record");
    }

    private static SealedRef said(UUID id) {
        return new SealedRef("", id, 0, "site-signature");
    }

    private static SealedRef drawing(UUID id) {
        return new SealedRef("", id, 0, "site-signature-drawing");
    }
}
