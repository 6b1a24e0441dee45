package lingdian.office.document;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.EntryLimit;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedFile;
import org.jspecify.annotations.Nullable;

/** The documents of cases, sealed, and the counters of their numbers. */
public final class DocumentStore {
    private static final String COUNT = """
            INSERT INTO document_counter (region, authority, word, year, serial) VALUES ($1, $2, $3, $4, 1)
            ON CONFLICT (region, authority, word, year) DO UPDATE SET serial = document_counter.serial + 1
            RETURNING serial
            """;
    /** An answer of a case names them all; those that are void count. */
    private static final EntryLimit LIMIT = new EntryLimit("A case", "documents", 200);

    private static final String ROOM = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $2) AS own FROM case_document WHERE case_id = $1
            """;
    private static final String ADD = """
            INSERT INTO case_document (id, case_id, region, authority, word, year, serial, number, kind, at, account, bears_number,
              person_violation, second_person, serves, content, content_key, content_hash, page)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
              ARRAY(SELECT id FROM case_document
                    WHERE case_id = $2 AND EXISTS (SELECT FROM unnest($15::text[]) AS named (text) WHERE strpos(named.text, number) > 0)),
              $16, $17, $18, $19
            """;

    private static final String COLUMNS =
            "id, case_id, kind, number, at, void_at, person_violation, second_person, content_hash";
    private static final String OF_CASES =
            "SELECT " + COLUMNS + " FROM case_document WHERE case_id = ANY ($1) ORDER BY at, id";
    private static final String OF_CASE = "SELECT " + COLUMNS + " FROM case_document ";
    private static final String SERVED = "SELECT " + COLUMNS + """
            , served_at
            FROM case_document AS served CROSS JOIN LATERAL (
              SELECT min(receipt.at) AS served_at FROM case_document AS receipt
              WHERE receipt.case_id = served.case_id AND receipt.void_at IS NULL AND served.id = ANY (receipt.serves)) AS first
            WHERE case_id = ANY ($1) AND kind = ANY ($2) AND void_at IS NULL AND served_at IS NOT NULL
            ORDER BY at, id
            """;
    private static final String FIND = "SELECT " + COLUMNS + " FROM case_document WHERE id = $1 AND case_id = $2";
    private static final String CONTENT = "SELECT content, content_key FROM case_document WHERE id = $1";
    private static final String PAGE = "SELECT page FROM case_document WHERE id = $1";
    private static final String MAKE_VOID = """
            UPDATE case_document SET void_at = $2, void_by = $3, void_reason = $4 WHERE id = $1 AND void_at IS NULL
            """;

    private static final String[] SERVED_KINDS = Arrays.stream(DocumentKind.values())
            .filter(DocumentKind::isServedOnCafes)
            .map(DocumentKind::wire)
            .toArray(String[]::new);

    /** Of which office, word and year a number is. */
    record Series(RegionCode region, Authority authority, String word, int year) {}

    /**
     * A filled document, ready to be stored.
     *
     * @param named texts that may have numbers of other documents of the case in them: of a receipt, what it names
     */
    record Filled(
            MadeDocument made,
            Series series,
            int serial,
            AccountId account,
            List<String> named,
            SealedFile file,
            byte[] page) {
        long bytes() {
            return (long) file.content().length + page.length;
        }

        @Override
        public String toString() {
            return "Filled[" + made.id() + "]";
        }
    }

    /** The next number. Its counter stays locked until the transaction ends; if that fails, the number is free again. */
    Future<Integer> count(SqlConnection connection, Series series) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(
                        series.region().value(), series.authority().wire(), series.word(), (short) series.year()))
                .map(counted -> counted.iterator().next().getInteger("serial"));
    }

    /** Fails with 409 where an account may not make a further document of a case. */
    Future<Void> room(SqlConnection connection, UUID caseId, AccountId account) {
        return connection
                .preparedQuery(ROOM)
                .execute(Tuple.of(caseId, account.value()))
                .compose(LIMIT::admit);
    }

    Future<Void> add(SqlConnection connection, Filled filled) {
        MadeDocument made = filled.made();
        Series series = filled.series();
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(made.id())
                        .addUUID(made.caseId())
                        .addString(series.region().value())
                        .addString(series.authority().wire())
                        .addString(series.word())
                        .addShort((short) series.year())
                        .addInteger(filled.serial())
                        .addString(made.number())
                        .addString(made.kind().wire())
                        .addOffsetDateTime(utc(made.at()))
                        .addUUID(filled.account().value())
                        .addBoolean(made.bearsPerson())
                        .addUUID(
                                made.person() == null
                                        ? null
                                        : made.person().violation().value())
                        .addBoolean(made.person() != null && made.person().needsSecondPerson())
                        .addArrayOfString(filled.named().toArray(String[]::new))
                        .addBuffer(Buffer.buffer(filled.file().content()))
                        .addBuffer(Buffer.buffer(filled.file().key()))
                        .addBuffer(Buffer.buffer(HexFormat.of().parseHex(made.contentHash())))
                        .addBuffer(Buffer.buffer(filled.page())))
                .mapEmpty();
    }

    /** By case, in the order in which they were made; a case without any is missing. */
    Future<Map<UUID, List<MadeDocument>>> of(SqlClient client, Collection<UUID> cases) {
        return list(client, OF_CASES, Tuple.of((Object) cases.toArray(UUID[]::new)));
    }

    /** Those of one case, oldest first. */
    Future<List<MadeDocument>> listed(SqlClient client, UUID caseId, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions = new Conditions().and("case_id = ?", caseId);
        if (after != null) {
            conditions.and("(at, id) > (?1, ?2)", after.detectedAt().atOffset(ZoneOffset.UTC), after.id());
        }
        return client.preparedQuery(OF_CASE + conditions.where() + "ORDER BY at, id LIMIT " + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(DocumentStore::made).toList());
    }

    /** Those that a receipt names, which is not void itself. */
    Future<Map<UUID, List<ServedDocument>>> served(SqlClient client, Collection<UUID> cases) {
        return client.preparedQuery(SERVED)
                .execute(
                        Tuple.tuple().addArrayOfUUID(cases.toArray(UUID[]::new)).addArrayOfString(SERVED_KINDS))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new ServedDocument(made(row), Columns.instant(row, "served_at")))
                        .collect(Collectors.groupingBy(one -> one.made().caseId())));
    }

    private static Future<Map<UUID, List<MadeDocument>>> list(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql)
                .execute(values)
                .map(rows -> RowStream.of(rows)
                        .map(DocumentStore::made)
                        .collect(Collectors.groupingBy(MadeDocument::caseId)));
    }

    Future<Optional<MadeDocument>> find(SqlClient client, UUID caseId, UUID id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(id, caseId))
                .map(rows -> RowStream.of(rows).map(DocumentStore::made).findFirst());
    }

    Future<Optional<SealedFile>> content(SqlClient client, UUID id) {
        return client.preparedQuery(CONTENT)
                .execute(Tuple.of(id))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new SealedFile(
                                row.getBuffer("content").getBytes(),
                                row.getBuffer("content_key").getBytes()))
                        .findFirst());
    }

    Future<Optional<Buffer>> page(SqlClient client, UUID id) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(id))
                .map(rows ->
                        RowStream.of(rows).map(row -> row.getBuffer("page")).findFirst());
    }

    /** False where it is void already. */
    Future<Boolean> makeVoid(SqlConnection connection, UUID id, Instant at, AccountId by, Buffer reason) {
        return connection
                .preparedQuery(MAKE_VOID)
                .execute(Tuple.of(id, utc(at), by.value(), reason))
                .map(changed -> changed.rowCount() == 1);
    }

    private static @Nullable PrintedPerson person(Row row) {
        UUID violation = row.getUUID("person_violation");
        return violation == null
                ? null
                : new PrintedPerson(new ViolationId(violation), row.getBoolean("second_person"));
    }

    private static MadeDocument made(Row row) {
        return new MadeDocument(
                row.getUUID("id"),
                row.getUUID("case_id"),
                DocumentKind.of(row.getString("kind")).orElseThrow(),
                row.getString("number"),
                Columns.instant(row, "at"),
                row.getOffsetDateTime("void_at") != null,
                person(row),
                HexFormat.of().formatHex(row.getBuffer("content_hash").getBytes()));
    }
}
