package lingdian.office.account;

import static lingdian.testing.RunningApi.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.testing.Await;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handbook, administration.md#tables: cafés and accounts by the hundred. */
class ImportsIT {
    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Answer send(String path, String token, String type, String text, String charset) {
        return api.send("POST", "/api/v1/" + path, token, type, Buffer.buffer(text.getBytes(Charset.forName(charset))));
    }

    private static List<String> cafes(String query, String text) {
        return rows(send("cafes/import" + query, ADMIN, "text/csv", text, "UTF-8"), "placeCode");
    }

    private static List<String> accounts(String query, String text) {
        return rows(send("accounts/import" + query, ADMIN, "text/csv", text, "UTF-8"), "signInName");
    }

    /** Each row as its number, key, result, field and reason. */
    private static List<String> rows(Answer answer, String key) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonObject json = answer.json();
        assertThat(json.getJsonArray("items").size())
                .isEqualTo(json.getInteger("created")
                        + json.getInteger("changed")
                        + json.getInteger("unchanged")
                        + json.getInteger("refused"));
        return json.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(row -> (row.getInteger("row") + " " + row.getString(key) + " " + row.getString("result") + " "
                                + Objects.toString(row.getString("field"), "") + " "
                                + Objects.toString(row.getString("reason"), ""))
                        .strip())
                .toList();
    }

    private static JsonObject cafe(String placeCode) {
        return api.get("/api/v1/cafes/" + placeCode, ADMIN).json();
    }

    @Test
    void aTableOfCafesCreatesChangesAndLeavesAlone() {
        String table = """
                场所编码,名称,许可证号,有效期至,终端数,地址,电话,负责人,纬度,经度
                36048110000101,一号网吧,赣-1,2027年12月31日,120,"人民路1号,2楼",0792-4221234,张三,29.67,115.68
                36048110000102,二号网吧,赣-2,2027/1/5,,,,,,
                """;
        int logged = Integer.parseInt(api.value("SELECT count(*) FROM access_log WHERE action LIKE '%-cafe'"));

        assertThat(cafes("?dryRun=true", table))
                .containsExactly("2 36048110000101 created", "3 36048110000102 created");
        assertThat(api.value("SELECT count(*) FROM cafe WHERE place_code LIKE '360481100001%'"))
                .isEqualTo("0");
        assertThat(cafes("", table)).containsExactly("2 36048110000101 created", "3 36048110000102 created");
        assertThat(cafes("?dryRun=false", table))
                .containsExactly("2 36048110000101 unchanged", "3 36048110000102 unchanged");
        JsonObject first = cafe("36048110000101");
        assertThat(first.getString("address")).isEqualTo("人民路1号,2楼");
        assertThat(first.getString("principal")).isEqualTo("张三");
        assertThat(first.getJsonObject("licence").getString("validUntil")).isEqualTo("2027-12-31");
        assertThat(first.getDouble("latitude")).isEqualTo(29.67);

        assertThat(cafes("", "placeCode,terminals,name\n36048110000101,130,\n36048110000102,,二号网吧\n"))
                .containsExactly("2 36048110000101 changed", "3 36048110000102 unchanged");
        assertThat(cafe("36048110000101")).isEqualTo(first.put("terminals", 130));
        assertThat(Integer.parseInt(api.value("SELECT count(*) FROM access_log WHERE action LIKE '%-cafe'")) - logged)
                .as("entries: two created, one changed, and two that the administrator read")
                .isEqualTo(5);
    }

    @Test
    void eachRefusedRowSaysWhyAndLeavesTheOthers() {
        api.createCafe("36048110000201");
        api.sql("INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)"
                + " VALUES ('36048110000201', 1, '2026-07-09T00:00:00Z', '2026-07-09T00:00:00Z', 0, '{}')");
        String table = """
                placeCode,name,licence,validUntil,terminals,telephone,latitude
                3604811000020,x,1,,,,
                36048110000202,x,1,,,,
                36048110000202,y,1,,,,
                36048110000203,,1,,,,
                36048110000204,x,,,,,
                36048110000205,x,1,2027-02-30,,,
                36048110000206,x,1,soon,,,
                36048110000207,x,1,,many,,
                36048110000208,x,1,,,ask,
                36048110000209,x,1,,,,91
                36048110000201,,,2026-07-01,,,
                """;

        List<String> planned = cafes("?dryRun=true", table);
        assertThat(planned)
                .containsExactly(
                        "2 null refused placeCode expected six digits, 10 and six digits",
                        "3 36048110000202 created",
                        "4 36048110000202 refused placeCode is in row 3 already",
                        "5 36048110000203 refused name is required for a new café",
                        "6 36048110000204 refused licence is required for a new café",
                        "7 36048110000205 refused validUntil expected a real date",
                        "8 36048110000206 refused validUntil expected a date such as 2027-12-31",
                        "9 36048110000207 refused terminals expected a whole number from 0 to 100000",
                        "10 36048110000208 refused telephone expected at most 32 digits, spaces, + ( ) and -",
                        "11 36048110000209 refused latitude expected degrees of WGS-84 from -90 to 90",
                        "12 36048110000201 refused validUntil would take effect before 2026-07-09T08:00:00+08:00, up to"
                                + " which events have been judged");
        assertThat(cafes("", table)).isEqualTo(planned);
        JsonObject refused = send("cafes/import?dryRun=true&cells=true", ADMIN, "text/csv", table, "UTF-8")
                .json()
                .getJsonArray("items")
                .getJsonObject(2);
        assertThat(refused.getString("code")).isEqualTo("twice");
        assertThat(refused.getJsonArray("values")).containsExactly("3");
        assertThat(refused.getJsonObject("cells").getMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of("placeCode", "36048110000202", "name", "y", "licence", "1"));
        assertThat(cafes("?dryRun=true", "placeCode,telephone,reason\n'36048110000202,'+86 792,why\n"))
                .as("a file of refused rows, mended")
                .containsExactly("2 36048110000202 changed");
    }

    /** An administrator sees what was decided and configured, and nothing that an agent tells (SPEC.md, section 7). */
    @Test
    void cafesAreFoundByTheirCondition() {
        cafes(
                "",
                "placeCode,name,licence\n"
                        + IntStream.rangeClosed(1, 5)
                                .mapToObj(i -> "3604811000040" + i + ",状态" + i + ",赣\n")
                                .collect(Collectors.joining()));
        api.call("POST", "/api/v1/cafes/36048110000401/agent-keys", ADMIN, null);
        api.call("POST", "/api/v1/cafes/36048110000402/enrolments", ADMIN, null);
        api.sql("INSERT INTO suspension (id, place_code, begins_at, cause, ordered_by, document, entered_at) VALUES"
                + " (gen_random_uuid(), '36048110000403', '2020-01-01', 'suspension', 'culture', 'x', '2020-01-01')");
        api.sql("INSERT INTO closure (id, place_code, kind, begins_at, document, entered_at) VALUES"
                + " (gen_random_uuid(), '36048110000404', 'permanent', '2020-01-01', 'x', '2020-01-01')");

        assertThat(List.of("enrolled", "invited", "suspended", "closed", "not-enrolled").stream()
                        .map(condition -> api.get("/api/v1/cafes?q=3604811000040&condition=" + condition, ADMIN)
                                .json()
                                .getJsonArray("items")))
                .allSatisfy(found -> assertThat(found).hasSize(1))
                .extracting(found -> found.getJsonObject(0).getString("placeCode"))
                .containsExactly(
                        "36048110000401", "36048110000402", "36048110000403", "36048110000404", "36048110000405");
    }

    /** As for logins and absence: a licence is valid through its last local day. */
    @Test
    void aCafeWhoseLicenceHasExpiredIsNotOneThatIsEnrolled() {
        String cafe = "36048110000411";
        api.createCafe(cafe);
        api.call("POST", "/api/v1/cafes/" + cafe + "/agent-keys", ADMIN, null);
        LocalDate today = LocalDate.ofInstant(RunningApi.NOW, ChinaTime.ZONE);

        assertThat(condition(cafe, today)).isEqualTo("enrolled");
        assertThat(condition(cafe, today.minusDays(1))).isEqualTo("suspended");
    }

    private static String condition(String cafe, LocalDate validUntil) {
        api.sql("UPDATE cafe SET licence_valid_until = '" + validUntil + "' WHERE place_code = '" + cafe + "'");
        return api.get("/api/v1/cafes?q=" + cafe, ADMIN)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("condition");
    }

    @Test
    void aTableOfAccountsInvitesEachPersonWhoNeverHadAPassword() {
        api.createCafe("36048110000301");
        String table = """
                登录名,姓名,角色,主管部门,行政区划,场所编码
                zhang.san,张三,监管人员,文化市场执法,360481,
                li.si,李四,经营者,,,36048110000301
                """;

        assertThat(accounts("?dryRun=true", table)).containsExactly("2 zhang.san created", "3 li.si created");
        Answer made = send("accounts/import", ADMIN, "text/csv; charset=GBK", table, "GB18030");
        assertThat(rows(made, "signInName")).containsExactly("2 zhang.san created", "3 li.si created");
        JsonObject first = made.json().getJsonArray("items").getJsonObject(0);
        assertThat(first.getJsonObject("invitation").getString("path")).startsWith("/sign-in/invitation?token=");
        Answer again = send("accounts/import", ADMIN, "text/csv", table, "UTF-8");
        assertThat(rows(again, "signInName")).containsExactly("2 zhang.san unchanged", "3 li.si unchanged");
        assertThat(accounts("?dryRun=true", table)).hasSize(2);
        JsonObject invited = api.get("/api/v1/accounts?q=zhang.san", ADMIN)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(invited.getBoolean("password")).isFalse();
        assertThat(invited.getString("invitedUntil"))
                .isEqualTo(again.json()
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("invitation")
                        .getString("expiresAt"));
        assertThat(paths(again)).hasSize(2).doesNotContainAnyElementsOf(paths(made));
        assertThat(api.value("SELECT count(*) FROM invitation i JOIN account a ON a.id = i.account"
                        + " WHERE sign_in_name = 'zhang.san'"))
                .as("the earlier one has ended")
                .isEqualTo("1");
        api.sql("INSERT INTO password SELECT id, '$argon2id$v=19$x', created_at FROM account"
                + " WHERE sign_in_name = 'zhang.san'");
        api.sql("UPDATE account SET token_hash = sha256('t') WHERE sign_in_name = 'li.si'");
        assertThat(paths(send("accounts/import", ADMIN, "text/csv", table, "UTF-8")))
                .isEmpty();

        assertThat(accounts("", "signInName,region\nzhang.san,360400\n")).containsExactly("2 zhang.san changed");
        JsonObject listed = api.get("/api/v1/accounts?q=zhang.san", ADMIN)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(listed.getString("region")).isEqualTo("360400");
        assertThat(listed.getString("authority")).isEqualTo("culture");
        assertThat(accounts("", """
                signInName,name,role,authority,region,placeCode
                Big,a,admin,,,
                one,,admin,,,
                two,a,boss,,,
                three,a,regulator,culture,,
                four,a,operator,,,36048110000999
                five,a,regulator,tax,360481,
                six,a,auditor,,,
                six,b,auditor,,,
                """))
                .containsExactly(
                        "2 null refused signInName expected 3 to 64 of a-z, 0-9 and . _ @ -",
                        "3 one refused name is required for a new account",
                        "4 two refused role expected admin 管理员, regulator 监管人员, auditor 审计员 or operator 经营者",
                        "5 three refused region is required for the role regulator",
                        "6 four refused placeCode there is no café 36048110000999",
                        "7 five refused authority expected culture 文化市场执法 or public-security 公安网安",
                        "8 six created",
                        "9 six refused signInName is in row 8 already");
    }

    @Test
    void aTableLeavesAnAccountAsAnotherAdministratorChangedItMeanwhile() throws Exception {
        people("meanwhile.a", "meanwhile.b", "meanwhile.c");
        String table = "signInName,name\nmeanwhile.a,x\nmeanwhile.b,x\nmeanwhile.c,x\n";
        String changed = id("meanwhile.b");
        String ended = id("meanwhile.c");
        String another = api.account(new JsonObject().put("name", "a").put("role", "admin"));

        Answer answer = meanwhile(
                "account WHERE sign_in_name = 'meanwhile.a'",
                () -> send("accounts/import", ADMIN, "text/csv", table, "UTF-8"),
                () -> {
                    JsonObject auditor = new JsonObject().put("name", "r").put("role", "auditor");
                    assertThat(api.call("PUT", "/api/v1/accounts/" + changed, another, auditor)
                                    .status())
                            .isEqualTo(200);
                    assertThat(api.call("DELETE", "/api/v1/accounts/" + ended, another, null)
                                    .status())
                            .isEqualTo(204);
                });

        assertThat(rows(answer, "signInName"))
                .containsExactly(
                        "2 meanwhile.a changed",
                        "3 meanwhile.b refused signInName was changed meanwhile",
                        "4 meanwhile.c refused signInName the account was ended meanwhile");
        assertThat(api.value(
                        "SELECT name || ' ' || role || coalesce(region, '') FROM account WHERE id = '" + changed + "'"))
                .isEqualTo("r auditor");
        assertThat(api.value("SELECT count(*) FROM access_log WHERE subject_id = '" + changed
                        + "' AND details::jsonb ->> 'way' = 'import' AND action = 'change-account'"))
                .as("entries of a change that was not made")
                .isEqualTo("0");
        assertThat(accounts("", table)).startsWith("2 meanwhile.a unchanged", "3 meanwhile.b changed");
        assertThat(api.value("SELECT name || ' ' || role FROM account WHERE id = '" + changed + "'"))
                .isEqualTo("x auditor");
    }

    @Test
    void aTableLeavesACafeAsAnotherAdministratorChangedItMeanwhile() throws Exception {
        List.of("36048110000801", "36048110000802").forEach(api::createCafe);

        Answer answer = meanwhile(
                "cafe WHERE place_code = '36048110000801'",
                () -> send(
                        "cafes/import",
                        ADMIN,
                        "text/csv",
                        "placeCode,name,licence\n36048110000801,x,1\n36048110000802,x,1\n36048110000803,x,1\n",
                        "UTF-8"),
                () -> {
                    api.sql("UPDATE cafe SET region = '360482', licence_valid_until = '2027-01-31', terminals = 7"
                            + " WHERE place_code = '36048110000802'");
                    api.sql(
                            "INSERT INTO cafe (place_code, name, region, licence_number, staff_terminals, time_zone, measures, created_at)"
                                    + " SELECT '36048110000803', 'y', '360482', '2', '{}', time_zone, measures, created_at FROM cafe"
                                    + " WHERE place_code = '36048110000802'");
                });

        assertThat(rows(answer, "placeCode"))
                .containsExactly(
                        "2 36048110000801 changed",
                        "3 36048110000802 refused placeCode was changed meanwhile",
                        "4 36048110000803 refused placeCode was changed meanwhile");
        assertThat(
                        api.value(
                                "SELECT string_agg(concat_ws(' ', region, licence_valid_until, terminals, name = 'x'), E'\\n'"
                                        + " ORDER BY place_code) FROM cafe WHERE place_code IN ('36048110000802', '36048110000803')"))
                .isEqualTo("360482 2027-01-31 7 f\n360482 f");
        assertThat(
                        api.value(
                                "SELECT details FROM access_log WHERE subject_id = '36048110000801' AND action = 'change-cafe'"))
                .isEqualTo("{\"changed\":\"licence+name\",\"way\":\"import\"}");
    }

    @Test
    void aTableGoesNoFurtherOnceItsAdministratorIsNone() throws Exception {
        people("further.a", "further.b");
        JsonObject administrator = api.call(
                        "POST",
                        "/api/v1/accounts",
                        ADMIN,
                        new JsonObject().put("name", "a").put("role", "admin"))
                .json();

        Answer answer = meanwhile(
                "account WHERE sign_in_name = 'further.a'",
                () -> send(
                        "accounts/import",
                        administrator.getString("token"),
                        "text/csv",
                        "signInName,name\nfurther.a,x\nfurther.b,x\n",
                        "UTF-8"),
                () -> assertThat(api.call("DELETE", "/api/v1/accounts/" + administrator.getString("id"), ADMIN, null)
                                .status())
                        .isEqualTo(204));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(
                        api.value(
                                "SELECT string_agg(name, ' ' ORDER BY sign_in_name) FROM account WHERE sign_in_name LIKE 'further.%'"))
                .isEqualTo("x r");
    }

    private static void people(String... names) {
        accounts(
                "",
                "signInName,name,role,authority,region\n"
                        + Stream.of(names)
                                .map(name -> name + ",r,regulator,culture,360000\n")
                                .collect(Collectors.joining()));
    }

    private static String id(String signInName) {
        return Objects.requireNonNull(api.value("SELECT id FROM account WHERE sign_in_name = '" + signInName + "'"));
    }

    /** What is answered to a table whose first row waits while something else happens. */
    private static Answer meanwhile(String row, Supplier<Answer> table, Runnable other) throws Exception {
        try (Connection holding = TestDatabase.superuser(api.database);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            holding.setAutoCommit(false);
            holding.createStatement().execute("SELECT FROM " + row + " FOR UPDATE");
            var answer = CompletableFuture.supplyAsync(table, senders);
            Await.until(
                    "the first row waits",
                    () -> "1"
                            .equals(api.value("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'")));
            other.run();
            holding.rollback();
            return answer.join();
        }
    }

    private static List<String> paths(Answer answer) {
        return answer.json().getJsonArray("items").stream()
                .map(row -> ((JsonObject) row).getJsonObject("invitation"))
                .filter(Objects::nonNull)
                .map(invitation -> invitation.getString("path"))
                .toList();
    }

    @Test
    void anOperatorHasOneCafeOrSeveral() {
        List.of("36048110000501", "36048110000502", "36048110000503").forEach(api::createCafe);
        JsonObject several = new JsonObject()
                .put("name", "o")
                .put("role", "operator")
                .put("placeCodes", new JsonArray().add("36048110000502").add("36048110000501"));
        String id = api.call("POST", "/api/v1/accounts", ADMIN, several).json().getString("id");
        String path = "/api/v1/accounts/" + id;

        JsonObject listed = api.get("/api/v1/accounts?q=36048110000502", ADMIN)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(listed.getString("id")).isEqualTo(id);
        assertThat(listed.getString("placeCode")).isNull();
        assertThat(listed.getJsonArray("placeCodes")).containsExactly("36048110000501", "36048110000502");
        assertThat(rights(api.call("PUT", path, ADMIN, several.copy().put("placeCode", "36048110000501"))))
                .isEqualTo("null [\"36048110000501\",\"36048110000502\"]");
        assertThat(api.call("PUT", path, ADMIN, several.copy().put("placeCode", "36048110000503"))
                        .places())
                .containsExactly("/placeCode");
        several.getJsonArray("placeCodes").add("36048110000999");
        assertThat(api.call("PUT", path, ADMIN, several).places()).containsExactly("/placeCodes");
        several.remove("placeCodes");
        assertThat(rights(api.call("PUT", path, ADMIN, several.put("placeCode", "36048110000503"))))
                .isEqualTo("36048110000503 [\"36048110000503\"]");

        assertThat(accounts("", """
                登录名,姓名,角色,场所编码
                wang.wu,王五,经营者,36048110000501；36048110000502
                zhao.liu,赵六,经营者,36048110000501 3604811000050
                """))
                .containsExactly(
                        "2 wang.wu created",
                        "3 zhao.liu refused placeCode expected six digits, 10 and six digits; several with blanks"
                                + " between them");
        assertThat(accounts("", "signInName,placeCode\nwang.wu,36048110000502 36048110000501\n"))
                .containsExactly("2 wang.wu unchanged");
        assertThat(accounts("", "signInName,placeCode\nwang.wu,\"36048110000502, 36048110000503\"\n"))
                .containsExactly("2 wang.wu changed");
        assertThat(accounts("", """
                登录名,场所编码,全部场所编码
                wang.wu,,36048110000501、36048110000502
                """)).containsExactly("2 wang.wu changed");
        assertThat(accounts("", """
                signInName,placeCode,placeCodes
                wang.wu,36048110000502,"36048110000501, 36048110000502"
                """)).containsExactly("2 wang.wu unchanged");
        assertThat(accounts("", """
                signInName,placeCode,placeCodes
                wang.wu,36048110000503,36048110000501 36048110000502
                """))
                .containsExactly("2 wang.wu refused placeCode expected one of placeCodes, or none");
        assertThat(accounts("", "signInName,placeCodes\nwang.wu,36048110000999;36048110000501\n"))
                .containsExactly("2 wang.wu refused placeCodes there is no café 36048110000999");
    }

    private static String rights(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getString("placeCode") + " "
                + answer.json().getJsonArray("placeCodes").encode();
    }

    @Test
    void aCafesCounterNoticeNamesItAndEscapesWhatItHolds() {
        api.createCafe(
                "36048110000401", RunningApi.cafe().put("name", "<b>零点</b>").put("telephone", "0792-1"));

        Answer notice = api.get("/api/v1/cafes/36048110000401/notice", api.operator("36048110000401"));
        assertThat(notice.status()).isEqualTo(200);
        assertThat(notice.contentType()).startsWith("text/html");
        assertThat(notice.text())
                .contains("&lt;b&gt;零点&lt;/b&gt;", "36048110000401", "电话 0792-1<", "个人信息保护法", "要求更正")
                .as("what nobody entered is filled in by hand")
                .contains("<th>公安机关</th><td><span class=\"blank\">&nbsp;</span></td><td>电话 <span class=\"blank\">")
                .doesNotContain("<b>");
        assertThat(api.get("/api/v1/cafes/36048110000401/notice", api.regulator("culture", "500000"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsNoTableIsRefusedAsAWhole() {
        assertThat(send("cafes/import", ADMIN, "text/csv", "placeCode,owner\n1,2\n", "UTF-8")
                        .status())
                .isEqualTo(400);
        for (String type :
                List.of("text/plain", "application/json", "multipart/form-data", "application/x-www-form-urlencoded")) {
            assertThat(send("cafes/import", ADMIN, type, "placeCode\n", "UTF-8").status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(send("cafes/import", api.regulator("culture", "360481"), "text/csv", "placeCode\n", "UTF-8")
                        .status())
                .isEqualTo(403);
        assertThat(cafes("", "placeCode\n")).isEmpty();
    }
}
