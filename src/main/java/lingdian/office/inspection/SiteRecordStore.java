package lingdian.office.inspection;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;

/** The site records of inspections and their signatures: every version is kept, and the newest is shown. */
public final class SiteRecordStore {
    private static final String NEWEST = """
            SELECT DISTINCT ON (place_code) id, place_code, version, at, account, content FROM site_record
            WHERE inspection_id = $1 ORDER BY place_code, version DESC
            """;
    private static final String SIGNATURES = """
            SELECT id, record_id, signer, account, at, content, drawing FROM site_signature
            WHERE record_id = ANY ($1) ORDER BY at, id
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

    private final SealedTexts texts;

    public SiteRecordStore(SealedTexts texts) {
        this.texts = texts;
    }

    /** The newest version of each café's record, by place code. */
    public Future<List<SiteRecord>> of(SqlClient client, InspectionId inspection) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(inspection.value()))
                .compose(rows -> {
                    List<Row> records = RowStream.of(rows).toList();
                    return client.preparedQuery(SIGNATURES)
                            .execute(Tuple.of(Columns.of(records, UUID[]::new, row -> row.getUUID("id"))))
                            .map(signatures -> records.stream()
                                    .map(row -> record(row, signatures))
                                    .toList());
                });
    }

    public Future<Optional<SiteRecord>> find(SqlClient client, InspectionId inspection, PlaceCode cafe) {
        return of(client, inspection)
                .map(all ->
                        all.stream().filter(one -> one.placeCode().equals(cafe)).findFirst());
    }

    /** Fails if there is a signed one: the caller has read the newest version under the inspection's lock. */
    Future<Void> add(SqlConnection connection, InspectionId inspection, SiteRecord written) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        written.id(),
                        inspection.value(),
                        written.placeCode().value(),
                        written.version(),
                        utc(written.at()),
                        written.by().value(),
                        texts.seal(String.valueOf(written.content()), content(written.id()))))
                .mapEmpty();
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

    private SiteRecord record(Row row, Iterable<Row> signatures) {
        UUID id = row.getUUID("id");
        String content = texts.open(row.getBuffer("content"), content(id));
        return new SiteRecord(
                id,
                new PlaceCode(row.getString("place_code")),
                row.getInteger("version"),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                content == null ? null : new JsonObject(content),
                RowStream.of(signatures)
                        .filter(one -> one.getUUID("record_id").equals(id))
                        .map(this::signature)
                        .toList());
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
