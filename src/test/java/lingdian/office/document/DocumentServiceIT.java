package lingdian.office.document;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.law.course.DocumentKind;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.OfficeContext;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handbook, documents.md#numbers. */
class DocumentServiceIT {
    private static final String NUMBER = "110105194912310021";
    private static final PrintedPerson PERSON = new PrintedPerson(new ViolationId(new UUID(0, 45)), true);
    private static final AtomicReference<Instant> NOW = new AtomicReference<>();

    private static RunningApi api;
    private static QueryPool otherNode;
    private static DocumentService service;
    private static AccountId officer;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        NOW.set(RunningApi.NOW);
        otherNode = Databases.queryPool(api.vertx, api.database, 4);
        service = service(DailyWriting.MEBIBYTES);
        openCase(MadeUpCase.ID);
        String token = api.regulator("culture", "360481");
        officer = new AccountId(UUID.fromString(api.value("SELECT id FROM account WHERE region = '360481'")));
        api.call(
                "PUT",
                "/api/v1/offices/360481/culture",
                token,
                new JsonObject()
                        .put("name", "瑞昌市文化广电新闻出版旅游局")
                        .put("area", "瑞")
                        .put("numberWord", "文综")
                        .put("digits", 6)
                        .put("words", new JsonObject().put("decision", "文综执罚")));
    }

    /** @param mebibytes that an account writes in a day */
    private static DocumentService service(int mebibytes) {
        return service(mebibytes, Path.of("config"));
    }

    private static DocumentService service(int mebibytes, Path config) {
        return new DocumentService(
                OfficeContext.of(
                        api.vertx,
                        api.pool,
                        new ScopedStore(api.readers, NOW::get),
                        api.log,
                        api.vault,
                        NOW::get,
                        UUID::randomUUID,
                        new Random(1)),
                DocumentTemplates.read(ConfigDirectory.find(config)),
                new DailyWriting(mebibytes, NOW::get));
    }

    /** Documents refer to it. */
    private static UUID openCase(UUID id) {
        String cafe = "36048110000001";
        api.createCafe(cafe);
        api.sql(
                "BEGIN; INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version,"
                        + " running, priority, began_at, due_at) VALUES ('" + id + "', 'culture', '" + cafe
                        + "', '360481', 'Asia/Shanghai', '2026-07-10', now(), 'lead', 1, false, 2, now(), now());"
                        + " INSERT INTO case_action (case_id, number, action, step, at, place_code) VALUES ('"
                        + id
                        + "', 1, 'open', 'lead', now(), '" + cafe + "'); COMMIT");
        return id;
    }

    @AfterAll
    static void stop() {
        await(otherNode.close());
        api.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachKindIsMadeAndReadAgain(DocumentKind kind) throws Exception {
        MadeDocument made = make(kind, MadeUpCase.typed(), null);

        assertThat(made.json().fieldNames()).containsExactly("id", "kind", "number", "at", "void");
        assertThat(made.isVoid()).isFalse();
        assertThat(made.number())
                .startsWith("（瑞）文综")
                .endsWith("字〔2026〕" + made.number().replaceAll(".*〕|号", "") + "号");
        assertThat(text(made)).contains(made.number(), "瑞昌市文化广电新闻出版旅游局").doesNotContain("{{");
        assertThat(await(service.page(api.pool, made)).orElseThrow())
                .startsWith("<!DOCTYPE html>")
                .contains(made.number())
                .doesNotContain("已作废");
        assertThat(await(service.of(api.pool, List.of(MadeUpCase.ID))).get(MadeUpCase.ID))
                .contains(made);
        assertThat(await(service.find(api.pool, UUID.randomUUID(), made.id()))).isEmpty();
    }

    @Test
    void anOfficesOwnWordIsUsed() {
        assertThat(make(DocumentKind.DECISION, DocumentFields.NONE, null).number())
                .startsWith("（瑞）文综执罚字〔2026〕0000");
        assertThat(make(Authority.PUBLIC_SECURITY, DocumentKind.DECISION).number())
                .as("of an office without a profile")
                .startsWith("公网安罚字〔2026〕");
    }

    @Test
    void ofManyAtOnceOverTwoNodesNoNumberIsMissingOrTwice() {
        int before = serials(MadeUpCase.ID, DocumentKind.CLOSING_REPORT).size();
        UUID other = openCase(UUID.randomUUID());
        List<Future<MadeDocument>> making = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            making.add(make(i % 2 == 0 ? api.pool : otherNode, other, officer, DocumentKind.CLOSING_REPORT));
        }
        await(Future.all(making));

        assertThat(Stream.of(MadeUpCase.ID, other)
                        .flatMap(one -> serials(one, DocumentKind.CLOSING_REPORT).stream())
                        .sorted())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, before + 64).boxed().toList());
    }

    @Test
    void whatIsNotStoredGivesItsNumberBack() {
        MadeDocument first = make(DocumentKind.TRANSFER_LETTER, DocumentFields.NONE, null);
        assertThatThrownBy(() -> await(api.pool.withTransaction(connection -> service.make(
                                connection, MadeUpCase.described(), order(DocumentKind.TRANSFER_LETTER))
                        .compose(made -> Future.failedFuture(new IllegalStateException("the disk is full"))))))
                .hasMessageContaining("the disk is full");
        MadeDocument second = make(DocumentKind.TRANSFER_LETTER, DocumentFields.NONE, null);

        assertThat(serial(second)).isEqualTo(serial(first) + 1);
    }

    /** Otherwise an officer would fill the disk with small requests. */
    @Test
    void anAccountMakesSoManyBytesOfDocumentsInADay() {
        DocumentService limited = service(1);
        UUID busy = openCase(UUID.randomUUID());
        MadeDocument first = make(limited, busy);
        MadeDocument last = first;
        Problem refused = null;
        for (int i = 0; i < 1_000 && refused == null; i++) {
            try {
                last = make(limited, busy);
            } catch (Problem.Thrown beyond) {
                refused = beyond.problem();
            }
        }

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains("1 MiB in a day");
        assertThat(serial(last)).isGreaterThan(serial(first));
        NOW.set(RunningApi.NOW.plus(Duration.ofDays(1)));
        try {
            assertThat(serial(make(limited, busy))).isEqualTo(serial(last) + 1);
        } finally {
            NOW.set(RunningApi.NOW);
        }
    }

    /** Each answer of a case names them all. Void ones count. */
    @Test
    void aCaseHasSoManyDocumentsAndOneOfficerMakesHalfOfThem() {
        UUID full = openCase(UUID.randomUUID());
        DocumentKind kind = DocumentKind.INTERVIEW_NOTICE;
        MadeDocument own = await(make(api.pool, full, officer, kind));
        copied(own, 99);
        await(api.pool.withTransaction(connection -> service.makeVoid(connection, own, officer, "笔误")));

        assertThatThrownBy(() -> await(make(api.pool, full, officer, kind)))
                .isInstanceOf(Problem.Thrown.class)
                .hasMessage("A case has at most 200 documents, of one account 100.");
        MadeDocument colleagues = await(make(api.pool, full, another(), kind));
        assertThat(serial(colleagues)).as("what is refused takes no number").isEqualTo(serial(own) + 1);
        copied(colleagues, 99);
        assertThatThrownBy(() -> await(make(api.pool, full, another(), DocumentKind.DECISION)))
                .isInstanceOf(Problem.Thrown.class);
    }

    /** Past every trigger, under numbers that are far away. */
    private static void copied(MadeDocument made, int times) {
        api.sql("SET LOCAL session_replication_role = replica;"
                + " INSERT INTO case_document SELECT (jsonb_populate_record(made,"
                + " jsonb_build_object('id', gen_random_uuid(), 'serial', 1000 * serial + copy))).*"
                + " FROM case_document AS made, generate_series(1, " + times + ") AS copy WHERE id = '" + made.id()
                + "'");
    }

    private static AccountId another() {
        api.regulator("culture", "360482");
        return new AccountId(UUID.fromString(
                api.value("SELECT id FROM account WHERE region = '360482' ORDER BY created_at DESC, id LIMIT 1")));
    }

    @Test
    void aVoidDocumentKeepsItsNumberAndSaysSo() {
        MadeDocument made = make(DocumentKind.PRIOR_NOTICE, DocumentFields.NONE, null);

        await(api.pool.withTransaction(connection -> service.makeVoid(connection, made, officer, "笔误")));

        MadeDocument read =
                await(service.find(api.pool, made.caseId(), made.id())).orElseThrow();
        assertThat(read.isVoid()).isTrue();
        assertThat(read.number()).isEqualTo(made.number());
        assertThat(await(service.page(api.pool, read)).orElseThrow()).contains("本文书已作废");
        assertThat(serial(make(DocumentKind.PRIOR_NOTICE, DocumentFields.NONE, null)))
                .isEqualTo(serial(made) + 1);
        assertThatThrownBy(() -> await(
                        api.pool.withTransaction(connection -> service.makeVoid(connection, made, officer, "笔误"))))
                .isInstanceOf(Problem.Thrown.class);
    }

    @Test
    void serialsBeginAgainEachYear() {
        make(DocumentKind.COMPLAINT_FORM, DocumentFields.NONE, null);
        NOW.set(Instant.parse("2026-12-31T16:00:00Z")); // 2027 in China
        try {
            assertThat(make(DocumentKind.COMPLAINT_FORM, DocumentFields.NONE, null)
                            .number())
                    .isEqualTo("（瑞）文综举字〔2027〕000001号");
        } finally {
            NOW.set(RunningApi.NOW);
        }
    }

    @Test
    void aPersonsNumberIsInTheFileAloneAndIsStoredSealed() throws Exception {
        MadeDocument made = make(DocumentKind.INTERVIEW_RECORD, MadeUpCase.typed(), NUMBER);

        assertThat(made.bearsPerson()).isTrue();
        assertThat(await(service.find(api.pool, made.caseId(), made.id()))).contains(made);
        assertThat(text(made)).contains(NUMBER, "李明");
        assertThat(await(service.page(api.pool, made)).orElseThrow())
                .contains("1101************21", "李*")
                .doesNotContain(NUMBER, ">李明<");
        assertThat(api.value("SELECT count(*) FROM case_document WHERE position('" + NUMBER
                        + "'::bytea IN content) > 0 OR position('" + NUMBER + "'::bytea IN page) > 0"))
                .isEqualTo("0");
        assertThat(api.value("SELECT bool_and(sha256(content) = content_hash) FROM case_document"))
                .isEqualTo("t");
    }

    /** A bureau may print the name, which an unmasking fills in, without the number. */
    @Test
    void whoReadsTheNameOfAnUnmaskedPersonNeedsAReasonToo(@TempDir Path config) throws Exception {
        Path folder = Files.createDirectory(config.resolve("documents"));
        Files.write(
                folder.resolve("closing-report.docx"),
                new FormWriter().line("{{partyName}}{{personName}}").file());
        Files.write(
                folder.resolve("decision.docx"),
                new FormWriter().line("{{partyName}}").file());
        DocumentService own = service(DailyWriting.MEBIBYTES, config);

        MadeDocument report = make(own, DocumentKind.CLOSING_REPORT, MadeUpCase.typed(), NUMBER);

        assertThat(text(report)).contains("李明").doesNotContain(NUMBER);
        assertThat(report.person()).isEqualTo(PERSON);
        assertThat(make(own, DocumentKind.DECISION, MadeUpCase.typed(), NUMBER).person())
                .as("it prints nothing of the person")
                .isNull();
        assertThat(make(own, DocumentKind.CLOSING_REPORT, MadeUpCase.typed(), null)
                        .person())
                .as("typed by an officer")
                .isNull();
    }

    @Test
    void whatAReceiptNamesWasServed() {
        MadeDocument order = make(DocumentKind.RECTIFICATION_ORDER, DocumentFields.NONE, null);
        MadeDocument receipt = make(
                DocumentKind.SERVICE_RECEIPT,
                new DocumentFields(Map.of(), Map.of("deliveries", List.of(Map.of("document", order.number())))),
                null);

        assertThat(await(service.served(api.pool, List.of(MadeUpCase.ID))).get(MadeUpCase.ID))
                .containsExactly(new ServedDocument(order, receipt.at()));
        await(api.pool.withTransaction(connection -> service.makeVoid(connection, receipt, officer, "笔误")));
        assertThat(await(service.served(api.pool, List.of(MadeUpCase.ID)))).isEmpty();
    }

    @Test
    void theDatabaseRefusesGapsAndChanges() {
        make(DocumentKind.SPOT_DECISION, DocumentFields.NONE, null);

        for (String change : List.of(
                "UPDATE document_counter SET serial = serial + 2",
                "UPDATE document_counter SET serial = serial + 1", // without a document
                "UPDATE document_counter SET word = 'x'",
                "DELETE FROM document_counter",
                "INSERT INTO document_counter VALUES ('360481', 'culture', 'x', 2026, 2)",
                "UPDATE case_document SET serial = serial + 1",
                "UPDATE case_document SET content = ''",
                "UPDATE case_document SET page = ''",
                "UPDATE case_document SET second_person = false",
                "DELETE FROM case_document",
                "TRUNCATE case_document")) {
            assertThatThrownBy(() -> api.sql(change)).as(change).isInstanceOf(IllegalStateException.class);
        }
    }

    private static MadeDocument make(DocumentKind kind, DocumentFields entered, String personNumber) {
        return make(service, kind, entered, personNumber);
    }

    private static MadeDocument make(
            DocumentService by, DocumentKind kind, DocumentFields entered, String personNumber) {
        return await(api.pool.withTransaction(connection -> by.make(
                connection,
                MadeUpCase.described(),
                new DocumentOrder(kind, entered, unmasked(personNumber), officer))));
    }

    private static DocumentOrder.UnmaskedNumber unmasked(String number) {
        return number == null ? null : new DocumentOrder.UnmaskedNumber(PERSON, number);
    }

    private static MadeDocument make(DocumentService limited, UUID caseId) {
        return await(api.pool.withTransaction(connection -> limited.make(
                connection,
                MadeUpCase.described(caseId, Authority.CULTURE),
                order(DocumentKind.EVIDENCE_PRESERVATION))));
    }

    private static MadeDocument make(Authority authority, DocumentKind kind) {
        return await(api.pool.withTransaction(
                connection -> service.make(connection, MadeUpCase.described(authority), order(kind))));
    }

    private static Future<MadeDocument> make(QueryPool node, UUID caseId, AccountId by, DocumentKind kind) {
        return node.withTransaction(connection -> service.make(
                connection,
                MadeUpCase.described(caseId, Authority.CULTURE),
                new DocumentOrder(kind, DocumentFields.NONE, null, by)));
    }

    private static DocumentOrder order(DocumentKind kind) {
        return new DocumentOrder(kind, DocumentFields.NONE, null, officer);
    }

    private static String text(MadeDocument made) throws Exception {
        byte[] file = await(service.file(api.pool, made)).orElseThrow();
        return new String(WordPackage.read(new ByteArrayInputStream(file)).body(), StandardCharsets.UTF_8);
    }

    private static int serial(MadeDocument made) {
        return Integer.parseInt(made.number().replaceAll(".*〕|号", ""));
    }

    private static List<Integer> serials(UUID caseId, DocumentKind kind) {
        return await(service.of(api.pool, List.of(caseId))).getOrDefault(caseId, List.of()).stream()
                .filter(made -> made.kind() == kind)
                .map(DocumentServiceIT::serial)
                .sorted()
                .toList();
    }
}
