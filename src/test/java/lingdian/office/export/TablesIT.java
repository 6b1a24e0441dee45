package lingdian.office.export;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningApi;
import lingdian.testing.TestDatabase;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as files, read back by another library than that which writes them. */
class TablesIT {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String FORMULA = "=HYPERLINK(\"http://example.com\")";
    private static RunningApi api;
    private static String culture;
    private static String auditor;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        IntStream.rangeClosed(1, 3)
                .forEach(number -> api.createCafe(
                        cafe(number),
                        RunningApi.cafe()
                                .put("name", number == 1 ? FORMULA : "场所" + number)
                                .put("terminals", 80)));
        culture = api.regulator("culture", "360481");
        auditor = api.auditor();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "violations, regulator, 编号",
        "cases,      regulator, 案件",
        "cafes,      regulator, 场所编码",
        "cafes,      admin,     场所编码",
        "inspections,regulator, 编号",
        "complaints, regulator, 编号",
        "returns,    regulator, 报告期",
        "targets,    regulator, 下达",
        "trends,     regulator, 日期",
        "access-log, auditor,   序号",
        "accounts,   admin,     编号",
    })
    void eachListIsAFileInBothForms(String list, String role, String first) throws Exception {
        String token = switch (role) {
            case "admin" -> ADMIN;
            case "auditor" -> auditor;
            default -> culture;
        };

        HttpResponse<Buffer> csv = file("/api/v1/" + list, token, "text/csv");
        HttpResponse<Buffer> workbook = file("/api/v1/" + list, token, XLSX);

        assertThat(csv.getHeader("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.getHeader("Content-Disposition")).contains(list + ".csv");
        assertThat(csv.bodyAsString("UTF-8")).startsWith("\uFEFF" + first + ",");
        assertThat(workbook.getHeader("Content-Type")).isEqualTo(XLSX);
        XSSFSheet sheet = sheet(workbook);
        assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo(first);
        assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
    }

    @Test
    void aFileHasAllRowsWhateverPageIsNamedAndNoFormula() throws Exception {
        String csv = file("/api/v1/cafes?limit=5000&region=360481", culture, "text/csv")
                .bodyAsString("UTF-8");
        XSSFSheet sheet = sheet(file("/api/v1/cafes?limit=1&cursor=none", culture, XLSX + ", application/json"));

        assertThat(csv.lines()).hasSize(4).anyMatch(line -> line.contains("\"'=HYPERLINK("));
        assertThat(sheet.getLastRowNum()).isEqualTo(3);
        assertThat(sheet.getRow(1).getCell(1).getCellType()).isEqualTo(CellType.STRING);
        assertThat(sheet.getRow(1).getCell(1).getStringCellValue()).isEqualTo(FORMULA);
    }

    @Test
    void aCaseIsCalledAsPeopleCallIt() {
        String id = api.call("POST", "/api/v1/cases", culture, new JsonObject().put("placeCode", cafe(2)))
                .json()
                .getString("id");

        List<String> lines = file("/api/v1/cases?view=all", culture, "text/csv")
                .bodyAsString("UTF-8")
                .lines()
                .toList();

        assertThat(lines.getFirst()).startsWith("\uFEFF案件,文号,").contains(",辖区,").endsWith(",编号");
        assertThat(lines.get(1))
                .startsWith("场所2 2026-07-10,")
                .contains(",九江市 瑞昌市,", ",360481,")
                .endsWith("," + id);
    }

    @Test
    void cellsHaveTypes() throws Exception {
        XSSFSheet accounts = sheet(file("/api/v1/accounts", ADMIN, XLSX));
        int column = IntStream.range(0, accounts.getRow(0).getLastCellNum())
                .filter(number ->
                        accounts.getRow(0).getCell(number).getStringCellValue().equals("建立"))
                .findFirst()
                .orElseThrow();

        Cell created = accounts.getRow(1).getCell(column);
        assertThat(DateUtil.isCellDateFormatted(created)).isTrue();
        assertThat(created.getLocalDateTimeCellValue())
                .isEqualTo(LocalDateTime.ofInstant(RunningApi.NOW, ChinaTime.ZONE));
        Row cafe = sheet(file("/api/v1/cafes", culture, XLSX)).getRow(1);
        assertThat(cafe.getCell(0).getCellType()).isEqualTo(CellType.STRING);
        assertThat(cafe.getCell(5).getCellType()).isEqualTo(CellType.NUMERIC);
    }

    /** One of whose requests took long has its next ones answered one at a time, files among them. */
    @Test
    void filesAreReadInTheTurnsOfTheirAccount() throws Exception {
        String slowed = api.regulator("culture", "360481");
        String other = api.regulator("culture", "360481");
        List<CompletableFuture<Http.Answer>> asked = new ArrayList<>();
        try (Connection holder = TestDatabase.superuser(api.database);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE");
            asked.add(asked(slowed, "application/json"));
            Await.until("it takes long", () -> waiting("300 ms") == 1);
            holder.rollback();
            asked.getFirst().join();

            statement.execute("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE");
            asked.add(asked(slowed, "application/json"));
            Await.until("the list is read", () -> waiting("0") == 1);
            asked.add(asked(slowed, "text/csv"));
            asked.add(asked(other, "text/csv"));
            Await.until("another account's file is read beside it", () -> waiting("0") > 1);

            assertThat(waiting("0")).isEqualTo(2);
            holder.rollback();
        }
        for (CompletableFuture<Http.Answer> one : asked) {
            assertThat(one.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status())
                    .isEqualTo(200);
        }
    }

    /** Some wait for a minute and more. */
    @Test
    void whatWaitedForItsTurnIsAnsweredByTheRightsOfThatMoment() throws Exception {
        String ended = api.regulator("culture", "360481");
        String id = api.value("SELECT id FROM account WHERE token_hash = sha256('" + ended + "')");
        try (Connection holder = TestDatabase.superuser(api.database);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE");
            var slow = asked(ended, "application/json");
            Await.until("it takes long", () -> waiting("300 ms") == 1);
            holder.rollback();
            slow.join();

            statement.execute("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE");
            var first = asked(ended, "application/json");
            Await.until("one is read", () -> waiting("0") == 1);
            var waiting = Stream.of("application/json", "text/csv")
                    .map(accept -> asked(ended, accept))
                    .toList();
            Await.until("they wait", () -> waiting("1500 ms") == 1);
            assertThat(api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null).status())
                    .isEqualTo(204);
            holder.rollback();

            assertThat(first.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status())
                    .isEqualTo(200);
            for (CompletableFuture<Http.Answer> one : waiting) {
                assertThat(one.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status())
                        .isEqualTo(401);
            }
        }
    }

    /** On a connection of its own. */
    private static CompletableFuture<Http.Answer> asked(String token, String accept) {
        return Http.begin(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1/complaints"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build());
    }

    /** How many statements wait for a lock, and began so long ago. */
    private static int waiting(String ago) {
        return Integer.parseInt(String.valueOf(api.value("SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query_start <= clock_timestamp() - interval '"
                + ago + "'")));
    }

    @Test
    void aFileIsWrittenDownOnceWithItsFilterAndRows() throws Exception {
        String before = entries();

        file("/api/v1/cafes?region=360481&q=%E5%9C%BA", culture, "text/csv");

        assertThat(Integer.parseInt(entries())).isEqualTo(Integer.parseInt(before) + 1);
        JsonObject entry = api.get("/api/v1/access-log?action=export-list&limit=1", auditor)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(entry.getJsonObject("details"))
                .isEqualTo(new JsonObject()
                        .put("list", "cafes")
                        .put("region", "360481")
                        .put("rows", 2));
        assertThat(entry.getString("reason")).isEqualTo("q=场");
    }

    @Test
    void theAccessLogSaysInWordsWhatWasDone() throws Exception {
        file("/api/v1/cafes", culture, "text/csv");

        Row entry = sheet(file("/api/v1/access-log?action=export-list", auditor, XLSX))
                .getRow(1);

        assertThat(IntStream.range(0, entry.getLastCellNum())
                        .mapToObj(number -> entry.getCell(number, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK)
                                .toString()))
                .contains("账号", "导出列表", "完成")
                .as("the codes stand beside the names")
                .contains("account", "export-list", "done");
    }

    @Test
    void aTableOfOneAccountIsWrittenDownAsOneRow() {
        String id = api.value("SELECT id FROM account WHERE role = 'auditor' LIMIT 1");

        String csv = file("/api/v1/accounts?id=" + id, ADMIN, "text/csv").bodyAsString("UTF-8");

        assertThat(csv.lines()).hasSize(2);
        assertThat(csv).as("named for people, with the code for programs").contains(",审计员,", ",auditor,");
        assertThat(api.get("/api/v1/access-log?action=export-list&limit=1", auditor)
                        .json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("details"))
                .isEqualTo(
                        new JsonObject().put("id", id).put("list", "accounts").put("rows", 1));
    }

    @Test
    void aListThatIsTooLongIsRefusedWithItsCount() {
        api.sql("""
                INSERT INTO complaint (id, authority, region, way, subject, received_at, anonymous, wants_answer, accept_by, answer_by,
                                       provisional, step, version)
                SELECT gen_random_uuid(), 'culture', '110101', 'telephone', 'other', now() - n * interval '1 minute', true, false, '2026-08-01', '2026-09-01', false,
                       'received', 1
                FROM generate_series(1, 100001) AS n
                """);
        String there = api.regulator("culture", "110101");

        HttpResponse<Buffer> refused = file("/api/v1/complaints", there, "text/csv");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.bodyAsJsonObject()).contains(Map.entry("code", "too-many-rows"), Map.entry("rows", 100_001));
    }

    @Test
    void aLinkGivesWhatItsAccountMaySeeWhenItIsOpened() {
        String officer = api.regulator("culture", "360481");
        JsonObject link = link(officer, new JsonObject().put("region", "360481"));
        String path = link.getString("path");

        HttpResponse<Buffer> opened = anybody(path);

        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(opened.bodyAsString("UTF-8").lines()).hasSize(4);
        assertThat(api.get("/api/v1/access-log?limit=3", auditor).json().getJsonArray("items").stream()
                        .map(one -> ((JsonObject) one).getString("action")))
                .containsSubsequence("export-list", "open-export-link");
        JsonObject listed = api.get("/api/v1/export-links", officer)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(listed.getInteger("uses")).isEqualTo(1);
        assertThat(listed.containsKey("path")).isFalse();
        assertThat(api.value("SELECT count(*) FROM export_link WHERE strpos(export_link::text, '"
                        + path.substring("/api/v1/exports/".length()) + "') > 0"))
                .isEqualTo("0");

        ofAccount(link, "UPDATE account SET region = '360482' WHERE id = '%s'");
        assertThat(anybody(path).bodyAsString("UTF-8").lines()).hasSize(1);
        ofAccount(link, "UPDATE account SET ended_at = now() WHERE id = '%s'");
        assertThat(anybody(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aLinkEndsInEachWay() {
        String officer = api.regulator("culture", "360481");
        JsonObject first = link(officer, new JsonObject());
        ofAccount(first, """
                INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at, must_enrol)
                VALUES (sha256('a'), '%1$s', now(), now(), now() + interval '1 h', false);
                UPDATE sign_in_session SET ended_at = now() WHERE account = '%1$s'
                """);
        assertThat(anybody(first.getString("path")).statusCode()).isEqualTo(404);

        JsonObject second = link(officer, new JsonObject());
        assertThat(api.call("DELETE", "/api/v1/export-links/" + second.getString("id"), culture, null)
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", "/api/v1/export-links/" + second.getString("id"), officer, null)
                        .status())
                .isEqualTo(204);
        assertThat(anybody(second.getString("path")).statusCode()).isEqualTo(404);

        JsonObject third = link(officer, new JsonObject());
        ofAccount(
                third,
                "UPDATE account SET changed_at = now() WHERE id = '%1$s'"); // another password, without a session
        assertThat(anybody(third.getString("path")).statusCode()).isEqualTo(404);

        api.sql("""
                INSERT INTO export_link (id, account, token_hash, list, filter, form, at, expires_at)
                SELECT gen_random_uuid(), account, sha256(convert_to(repeat('x', 43), 'UTF8')), list, filter, form,
                  at - interval '2 h', at - interval '1 h' FROM export_link WHERE id = '%s'
                """.formatted(second.getString("id")));
        assertThat(anybody("/api/v1/exports/" + "x".repeat(43)).statusCode()).isEqualTo(404);
        assertThat(anybody("/api/v1/exports/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aLinkHoldsNoTextAndAnAccountHasFew() {
        String officer = api.regulator("culture", "360481");
        assertThat(created(officer, "cafes", new JsonObject().put("q", "张 三"))).isEqualTo(400);
        assertThat(created(officer, "cafes", new JsonObject().put("region", "x")))
                .isEqualTo(400);
        assertThat(created(officer, "accounts", new JsonObject())).isEqualTo(400);
        assertThat(created(officer, "return", new JsonObject())).isEqualTo(400);
        for (int number = 0; number < 10; number++) {
            assertThat(created(officer, "cafes", new JsonObject())).isEqualTo(201);
        }
        assertThat(created(officer, "cafes", new JsonObject())).isEqualTo(409);
    }

    private static int created(String token, String list, JsonObject filter) {
        return api.call(
                        "POST",
                        "/api/v1/export-links",
                        token,
                        new JsonObject().put("list", list).put("filter", filter).put("form", "csv"))
                .status();
    }

    private static JsonObject link(String token, JsonObject filter) {
        var answer = api.call(
                "POST",
                "/api/v1/export-links",
                token,
                new JsonObject()
                        .put("list", "cafes")
                        .put("filter", filter)
                        .put("form", "csv")
                        .put("minutes", 30));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static void ofAccount(JsonObject link, String sql) {
        api.sql(sql.formatted(api.value("SELECT account FROM export_link WHERE id = '" + link.getString("id") + "'")));
    }

    private static HttpResponse<Buffer> anybody(String path) {
        return await(api.client().get(api.port(), "127.0.0.1", path).send());
    }

    @Test
    void whoAcceptsAnythingGetsTheList() {
        assertThat(file("/api/v1/cafes", culture, "*/*").bodyAsJsonObject().fieldNames())
                .contains("items");
        assertThat(file("/api/v1/cafes", culture, "application/json, text/csv")
                        .bodyAsJsonObject()
                        .fieldNames())
                .contains("items");
    }

    private static String entries() {
        return api.value("SELECT count(*) FROM access_log");
    }

    private static HttpResponse<Buffer> file(String path, String token, String accept) {
        return await(api.client()
                .get(api.port(), "127.0.0.1", path)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Accept", accept)
                .send());
    }

    private static XSSFSheet sheet(HttpResponse<Buffer> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var workbook =
                new XSSFWorkbook(new ByteArrayInputStream(answer.body().getBytes()))) {
            return workbook.getSheetAt(0);
        }
    }

    private static String cafe(int number) {
        return "3604811000000" + number;
    }
}
