package lingdian.console.disclosure;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.regex.Pattern;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.Night;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.testing.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an office does beside its cases: record requests, legal holds, the registry, complaints. */
@ExtendWith(ConsoleExtension.class)
class OfficePagesIT {
    private final RunningConsole console;

    OfficePagesIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void recordsAreAskedForByOneGrantedByAnotherAndTaken() throws Exception {
        Night.Cafe cafe = console.night().cafe("调档网吧").login("A01", -600);
        Page asking = console.page(Person.OFFICER);
        Page approving = console.page(Person.COLLEAGUE);
        try (BrowserContext one = asking.context();
                BrowserContext other = approving.context()) {
            asking.navigate("/record-requests?placeCode=" + cafe.placeCode);
            asking.fill("[name=placeCode]", "没有这家");
            asking.fill("[name=from]", "2026-07-10T08:00");
            asking.fill("[name=to]", "2026-07-09T08:00");
            asking.fill("[name=reason]", "核对台账");
            asking.locator("main form button:not([type])").first().click();
            assertThat(asking.locator("#wrong-records-placeCode")).isVisible();
            asking.fill("[name=placeCode]", "调档");
            asking.locator("main form button:not([type])").first().click();
            assertThat(asking.locator("#wrong-records-to")).isVisible();
            assertThat(asking.locator("[name=reason]")).hasValue("核对台账");
            asking.fill("[name=to]", "2026-07-11T00:00");
            asking.locator("main form button:not([type])").first().click();
            assertThat(asking.locator(".notice")).containsText("须由另一位同事批准");

            approving.navigate("/approvals");
            Locator request = approving.locator(".inbox > li", new Page.LocatorOptions().setHasText("核对台账"));
            assertThat(request).containsText("调档网吧");
            request.locator("button[value=approve]").click();
            assertThat(approving.locator(".notice")).isVisible();

            asking.reload();
            Download records = asking.waitForDownload(
                    () -> asking.locator(".inbox > li", new Page.LocatorOptions().setHasText("调档网吧"))
                            .locator("a[download]")
                            .click());
            assertThat(Files.readString(records.path()).strip().lines().toList())
                    .last()
                    .asString()
                    .contains("\"end\"");
        }
    }

    @Test
    void theRegistryAnswersMaskedAndAHoldIsAskedToBeLifted() throws Exception {
        Page page = console.page(Person.POLICE);
        try (BrowserContext context = page.context()) {
            page.navigate("/registry");
            Locator register = page.locator("[aria-labelledby=register]");
            register.locator("[name=type]").selectOption("414");
            register.locator("[name=number]").fill("E12345678");
            register.locator("[name=name]").fill("陈登记");
            register.locator("[name=birthDate]").fill("1990-01-01");
            register.locator("button").click();
            assertThat(page.locator("[aria-labelledby=answer]")).containsText("已登记");
            assertThat(page.locator("main")).not().containsText("陈登记");
            Locator lookUp = page.locator("[aria-labelledby=lookup]");
            lookUp.locator("[name=type]").selectOption("414");
            lookUp.locator("[name=number]").fill("E12345678");
            lookUp.locator("[name=name]").fill("别人");
            lookUp.locator("[name=reason]").fill("当面核对");
            lookUp.locator("button").click();
            assertThat(page.locator("[aria-labelledby=answer]")).containsText("姓名不一致");

            registerElsewhere("E12345678", 409); // by another name
            page.navigate("/registry");
            assertThat(page.locator("[aria-labelledby=mismatches] li")).containsText("E*******8 陈*");
            registerElsewhere("E87654321");
            register.locator("[name=type]").selectOption("414");
            register.locator("[name=number]").fill("E87654321");
            register.locator("[name=name]").fill("陈登记");
            register.locator("[name=birthDate]").fill("1990-01-01");
            register.locator("button").click();
            assertThat(register.locator("[role=alert]")).containsText("首先以另一姓名登记");
            register.locator("[name=name]").fill("先登记");
            register.locator("button").click();
            assertThat(page.locator("[aria-labelledby=answer]")).containsText("已登记");
            Locator revoke = page.locator("[aria-labelledby=revoke]");
            revoke.locator("[name=type]").selectOption("414");
            revoke.locator("[name=number]").fill("E87654321");
            revoke.locator("[name=reason]").fill("电话挂失");
            revoke.locator("button").click();
            assertThat(revoke.locator("[role=alert]")).containsText("首先登记");

            page.navigate("/legal-holds");
            page.locator("summary").first().click();
            page.fill("[name=from]", "2026-07-05");
            page.fill("[name=to]", "2026-07-01");
            page.locator(".make-new [name=reason]").fill("诉讼期间须保存");
            page.locator(".make-new button").click();
            assertThat(page.locator("#wrong-hold-to")).isVisible();
            page.fill("[name=to]", "2026-07-09");
            page.locator(".make-new button").click();
            Locator hold = page.locator(".inbox > li", new Page.LocatorOptions().setHasText("诉讼期间须保存"));
            hold.locator("summary").click();
            hold.locator("[name=reason]").fill("诉讼已终结");
            hold.locator("button").click();
            assertThat(hold).containsText("已申请解除，仍在保全");
        }

        Page auditors = console.page(Person.AUDITOR);
        try (BrowserContext context = auditors.context()) {
            auditors.navigate("/legal-holds");
            assertThat(auditors.locator(".inbox > li", new Page.LocatorOptions().setHasText("诉讼期间须保存")))
                    .containsText("公安网安");
            assertThat(auditors.locator("main form")).hasCount(0);
        }
    }

    private void registerElsewhere(String number) throws Exception {
        registerElsewhere(number, 201);
    }

    private void registerElsewhere(String number, int status) throws Exception {
        var document = new JsonObject()
                .put("type", "414")
                .put("number", number)
                .put("name", "先登记")
                .put("birthDate", "1990-01-01");
        String token = console.service().regulatorToken("public-security", "360482");
        assertThat(Http.to(console.service())
                        .as(token)
                        .post("/api/v1/persons", new JsonObject().put("document", document))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void aComplaintIsRegisteredAcceptedLinkedAndAnswered() throws Exception {
        Night.Cafe cafe = console.night().cafe("被举报网吧").login("A01", -600);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/complaints/new");
            assertThat(page.locator("[name=subject]")).hasValue("");
            page.selectOption("[name=subject]", "hours");
            page.fill("[name=content]", "夜里两点还有学生。");
            page.fill("[name=placeCode]", "网吧");
            page.fill("[name='reporter.telephone']", "0792-123");
            page.locator("main form button:not([type])").click();
            assertThat(page.locator("#wrong-complaint-placeCode")).isVisible();
            assertThat(page.locator("[name=content]")).hasValue("夜里两点还有学生。");
            page.fill("[name=placeCode]", "被举报");
            page.locator("main form button:not([type])").click();
            assertThat(page.locator(".notice")).containsText("举报已登记");
            assertThat(page.locator("main")).not().containsText("0792-123");
            page.locator("[aria-labelledby=reporter] button").click();
            assertThat(page.locator("[aria-labelledby=reporter]")).containsText("0792-123");
            page.locator("form:has([value=accept]) button").click();
            assertThat(page.locator("main")).not().containsText("0792-123");
            assertThat(page.locator("main dd a[href='/cafes/" + cafe.placeCode + "']"))
                    .hasText("被举报网吧");
            page.fill("form:has([value=answer]) [name=text]", "已查实并责令改正。");
            page.locator("form:has([value=answer]) button").click();
            assertThat(page.locator(".head .badge")).hasText("已答复");
            assertThat(page.locator("main")).containsText("已查实并责令改正。");

            page.navigate("/complaints/new?placeCode=" + cafe.placeCode); // nobody left a contact: nobody is answered
            page.selectOption("[name=subject]", "minors");
            page.fill("[name=content]", "有未成年人。");
            page.locator("main form button:not([type])").click();
            page.locator("form:has([value=accept]) button").click();
            assertThat(page.locator(".head")).containsText("前须办结");
            assertThat(page.locator("[aria-labelledby=next] a[href$='kind=dispatch&place=" + cafe.placeCode + "']"))
                    .isVisible();
            assertThat(page.locator("form:has([value=answer])")).containsText("不发给任何人");
            page.fill("form:has([value=answer]) [name=text]", "到场检查，未发现。");
            page.locator("form:has([value=answer]) button").click();
            assertThat(page.locator(".head .badge")).hasText("已办结（匿名，未答复）");
        }
    }

    @Test
    void aComplaintThatIsLinkedElsewhereSaysFromWhereAndItsFormerCaseToo() throws Exception {
        Night.Cafe meant = console.night().cafe("误认网吧").login("A01", -600);
        Night.Cafe other = console.night().cafe("另一网吧").login("A01", -600);
        String former = made("/cases", new JsonObject().put("placeCode", meant.placeCode));
        String later = made("/cases", new JsonObject().put("placeCode", other.placeCode));
        String complaint = made(
                "/complaints",
                new JsonObject()
                        .put("way", "telephone")
                        .put("subject", "hours")
                        .put("content", "c")
                        .put("placeCode", meant.placeCode));
        var link = new JsonObject().put("action", "link");
        made(complaint + "/actions", link.put("case", id(former)).put("version", 1));
        made(
                complaint + "/actions",
                link.put("case", id(later)).put("placeCode", other.placeCode).put("version", 2));

        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(complaint);
            Locator last = page.locator("[aria-labelledby=history] li").last();
            assertThat(last).containsText("场所 另一网吧 原关联 误认网吧");
            assertThat(last.locator("a[href='" + former + "']")).hasText("打开原案件");
            page.navigate(former);
            assertThat(page.locator(".linked a[href='" + complaint + "']")).hasText("举报改为关联其他案件");
            page.navigate(later);
            assertThat(page.locator(".linked")).containsText("关联举报 1 件");
        }
    }

    @Test
    void whereThereIsNoRoomForANoteItIsSaidAndTheNoteStaysTyped() throws Exception {
        Night.Cafe cafe = console.night().cafe("备注网吧").login("A01", -30).login("A02", 20);
        String violation = console.night().violation("OVERTIME_OPERATION", cafe.placeCode);
        String complaint = made(
                "/complaints",
                new JsonObject().put("way", "telephone").put("subject", "hours").put("content", "c"));
        String inspection = made(
                "/inspections",
                new JsonObject().put("kind", "routine").put("unit", "大队").put("closed", true));
        String by = "(SELECT id FROM account WHERE role = 'regulator' ORDER BY id LIMIT 1)";
        sql(
                "INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version, place_code)"
                        + " SELECT '" + id(violation) + "', number, 'comment', 'new', now(), " + by
                        + ", 'culture', 'x', 'OVERTIME_OPERATION', '1', '" + cafe.placeCode
                        + "' FROM generate_series(1, 200) AS number");
        sql("INSERT INTO complaint_entry (complaint_id, number, action, at, account) SELECT '" + id(complaint)
                + "', number, 'comment', now(), " + by + " FROM generate_series(2, 101) AS number;"
                + " UPDATE complaint SET version = 101 WHERE id = '" + id(complaint) + "'");
        sql("INSERT INTO inspection_correction (inspection_id, number, at, account, note) SELECT '" + id(inspection)
                + "', number, now(), " + by + ", 'x' FROM generate_series(1, 50) AS number");

        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(violation);
            page.fill("#note", "第二百零一条");
            page.click("button[value=comment]");
            assertThat(page.locator("[role=alert]")).containsText("本线索的备注条数已满");
            assertThat(page.locator("#note")).hasValue("第二百零一条");
            page.click("button[value=acknowledge]");
            assertThat(page.locator(".notice")).isVisible();

            page.navigate(complaint);
            page.locator("details:has([value=comment]) summary").click();
            page.fill("details:has([value=comment]) [name=note]", "又一条");
            page.click("details:has([value=comment]) button");
            assertThat(page.locator("[role=alert]")).containsText("备注条数已满，仍可办理答复");
            assertThat(page.locator("details:has([value=comment]) [name=note]")).hasValue("又一条");

            page.navigate(inspection);
            page.fill("form[action$=corrections] textarea", "实为三人");
            page.click("form[action$=corrections] button");
            assertThat(page.locator("[role=alert]")).containsText("更正条数已满");
            assertThat(page.locator("form[action$=corrections] textarea")).hasValue("实为三人");
        }
    }

    /** The page of what an officer of the county made. */
    private String made(String path, JsonObject body) throws Exception {
        String token = console.service().regulatorToken("culture", "360481");
        return path + "/"
                + Http.to(console.service())
                        .as(token)
                        .post("/api/v1" + path, body)
                        .json()
                        .getString("id");
    }

    private static String id(String page) {
        return page.substring(page.lastIndexOf('/') + 1);
    }

    /** Past every trigger. */
    private void sql(String statements) throws Exception {
        try (var database = console.service().superuser();
                var statement = database.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + statements);
        }
    }

    @Test
    void aCountySubmitsItsReturnAndItsCityReadsTheSum() {
        Page county = console.page(Person.OFFICER);
        Page city = console.page(Person.COLLEAGUE);
        try (BrowserContext one = county.context();
                BrowserContext other = city.context()) {
            county.navigate("/returns?year=2026");
            county.locator("main a[href='/returns/2026-05']").click();
            assertThat(county.locator("main")).containsText("本期还没有上报");
            assertThat(county.locator("[aria-labelledby=next]")).containsText("本单位还没有上报");
            county.locator("[aria-labelledby=next] a[href='#submit']").click();
            county.check("[name=checked]");
            county.locator("main form button").click();
            assertThat(county.locator(".notice")).containsText("已按本人姓名冻结");
            assertThat(county.locator("main")).containsText("第1版");
            assertThat(county.locator("[aria-labelledby=next]")).containsText("本期不用再办");
            county.locator("main tbody a").first().click();
            assertThat(county.locator("h1")).hasText("出动执法人员");

            city.navigate("/returns/2026-04");
            assertThat(city.locator("[aria-labelledby=next]")).containsText("请电话提醒");
            city.locator("[aria-labelledby=next] a", new Page.LocatorOptions().setHasText("瑞昌市"))
                    .click();
            assertThat(city.locator("[aria-labelledby=next]")).containsText("瑞昌市还没有上报");
            assertThat(city.locator("main")).not().containsText("0 不表示没有"); // a county's own figures
            city.navigate("/returns/2026-05");
            assertThat(city.locator("main .warning")).hasText(Pattern.compile(".*已上报的 1 个之和.*0 不表示没有.*"));
            assertThat(city.locator("thead").first()).containsText("已上报 1/");
            assertThat(city.locator("[aria-labelledby=next]")).containsText("暂不要报出");
            assertThat(city.locator("[aria-labelledby=next]")).not().containsText("瑞昌市");
            Locator row = city.locator("[aria-labelledby=counties] tr", new Page.LocatorOptions().setHasText("瑞昌市"));
            assertThat(row).containsText("第1版");
            assertThat(city.locator("main form")).hasCount(0);
            Download workbook = city.waitForDownload(() ->
                    city.locator("a[href^='/returns/2026-05/return.xlsx']").click());
            assertThat(workbook.suggestedFilename()).endsWith(".xlsx");
        }
    }

    @Test
    void aCitySetsATargetAndALinkTakesTheTable() {
        Page city = console.page(Person.COLLEAGUE);
        Page county = console.page(Person.OFFICER);
        try (BrowserContext one = city.context();
                BrowserContext other = county.context()) {
            city.navigate("/targets");
            city.locator("[aria-labelledby=set] [name=every]").selectOption("quarter");
            city.fill("[name=percent]", "100");
            city.locator("[aria-labelledby=set] button").click();
            assertThat(city.locator("main")).containsText("每季度检查 100% 的场所");
            assertThat(city.locator("main tbody")).containsText("瑞昌市");

            county.navigate("/targets");
            assertThat(county.locator("main")).containsText("由九江市设定");
            assertThat(county.locator("main tbody tr")).hasCount(1);
            county.locator(".tables a[href^='/export-links']").click();
            county.locator("[name=form]").selectOption("csv");
            county.locator("[aria-labelledby=make] button").click();
            String path = county.locator("[aria-labelledby=made] a").getAttribute("href");
            Locator live = county.locator("[aria-labelledby=live] tbody tr");
            assertThat(live).containsText("目标任务");
            assertThat(county.request().get(path).text()).contains("下达,指标", "360400,inspected,quarter,100");
            live.locator("button").click();
            assertThat(county.locator("main")).containsText("没有有效的链接");
            assertThat(county.request().get(path).status()).isEqualTo(404);

            county.navigate("/export-links?of=/api/v1/targets?region=%25zz");
            county.locator("[aria-labelledby=make] button").click();
            assertThat(county.locator("[aria-labelledby=make] [role=alert]")).containsText("链接中不能含有");
        }
    }
}
