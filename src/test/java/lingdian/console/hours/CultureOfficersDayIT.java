package lingdian.console.hours;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.Night;
import lingdian.console.frame.Night.Cafe;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A culture officer's decisions, and the auditor who finds them in the access log. */
@ExtendWith(ConsoleExtension.class)
class CultureOfficersDayIT {
    /** The figures of Ruichang's report on the summer of 2013. */
    private static final Map<String, String> THE_SUMMER = Map.ofEntries(
            entry("unit", "文化局"),
            entry("officers", "208"),
            entry("vehicles", "52"),
            entry("visits.internet-cafe", "156"),
            entry("visits.game-hall", "72"),
            entry("visits.bookshop", "33"));

    private static final Map<String, String> ITS_MIDNIGHT_RAIDS = Map.ofEntries(
            entry("unit", "文化局"),
            entry("nightRounds", "5"),
            entry("officers", "82"),
            entry("vehicles", "22"),
            entry("visits.internet-cafe", "54"),
            entry("visits.entertainment-venue", "50"));

    private final RunningConsole console;

    CultureOfficersDayIT(RunningConsole console) {
        this.console = console;
    }

    /** The officer sees the effect before saving, and then the hours are in force. */
    @Test
    void hoursAreChangedAndTheAuditorFindsIt() throws Exception {
        Cafe cafe = console.night().cafe("改时网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "?tab=hours");
            page.getByText("核定时间、命令、停业和歇业").click();
            Locator form = form(page, "schedule");
            for (String day : HoursView.DAYS) {
                form.locator("[name=" + day + "]").fill("08:00至22:00");
            }
            form.locator("[name=from]").fill("2026-07-12");
            form.locator("[name=document]").fill("瑞文旅〔2026〕7号");
            form.locator("button").click();

            assertThat(page.locator(".headline")).hasText("自 07-12 22:00 起；1 家网吧。");
            assertThat(page.locator(".effect h3")).hasText("将为改时网吧保存：");
            assertThat(page.locator(".told")).containsText("瑞文旅〔2026〕7号");
            assertThat(granted(cafe)).isEmpty();
            page.getByText("确认保存").click();

            assertThat(page.locator(".notice")).hasText("营业时间已保存。");
            assertThat(page.locator("main")).containsText("瑞文旅〔2026〕7号");
            page.getByText("回到场所").click();
            assertThat(page.locator("[aria-labelledby=hours]")).containsText("07-12 08:00 – 22:00");
        }
        auditorFinds(cafe.placeCode, "set-hours", "李警官", "瑞文旅〔2026〕7号");
    }

    /** Hours that have not begun are withdrawn: those that count without them are filled in for the same days. */
    @Test
    void hoursThatHaveNotBegunAreWithdrawn() throws Exception {
        Cafe cafe = console.night().cafe("撤回网吧");
        console.service()
                .regulator("culture", "360481")
                .call(
                        HttpMethod.PUT,
                        "/cafes/" + cafe.placeCode + "/hours",
                        new JsonObject(
                                "{\"weekly\":{\"mon\":[\"10:00-20:00\"]},\"from\":\"2026-08-01\",\"to\":\"2026-08-31\","
                                        + "\"document\":\"瑞文旅〔2026〕9号\"}"))
                .await(PATIENCE_SECONDS, SECONDS);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "/hours");
            Locator states = page.locator(
                            "[aria-labelledby=schedules] .row", new Page.LocatorOptions().setHasText("撤回网吧"))
                    .locator(".badge");
            assertThat(states).hasText("尚未生效");
            page.getByText("替换", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(form(page, "schedule").locator("[name=mon]")).hasValue("10:00-20:00");
            page.getByText("撤回", new Page.GetByTextOptions().setExact(true)).click();
            Locator form = form(page, "schedule");
            assertThat(page.locator("[aria-labelledby=grant] .notice")).containsText("法定营业时间");
            assertThat(form.locator("[name=tue]")).hasValue("08:00-24:00");
            assertThat(form.locator("[name=from]")).hasValue("2026-08-01");
            assertThat(form.locator("[name=to]")).hasValue("2026-08-31");
            form.locator("[name=document]").fill("瑞文旅〔2026〕10号");
            form.locator("button").click();
            page.getByText("确认保存").click();

            assertThat(states).hasText(new String[] {"尚未生效", "已被替换"});
        }
        assertThat(console.service().rows("SELECT document FROM schedule WHERE place_code = '" + cafe.placeCode + "'"))
                .as("both stay on record")
                .hasSize(2);
    }

    /** Who chooses another region finds its forms at once, or without scripts no form of the first one. */
    @Test
    void aRegionIsChosenBeforeAnythingIsGranted() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/hours");
            assertThat(page.locator("h1")).containsText("九江市");
            page.locator(".switch select").last().selectOption("360481");
            assertThat(page.locator("[aria-labelledby=grant]")).containsText("瑞昌市");
            page.locator(".switch select").first().selectOption("360400");
            assertThat(page.locator("[aria-labelledby=grant]")).containsText("九江市");
            try (BrowserContext plain = Objects.requireNonNull(context.browser())
                    .newContext(new Browser.NewContextOptions()
                            .setBaseURL(page.url())
                            .setStorageState(context.storageState())
                            .setJavaScriptEnabled(false))) {
                Page without = plain.newPage();
                without.navigate("/regions/360400/hours");
                assertThat(form(without, "schedule")).isVisible();
                without.locator(".switch select").last().selectOption("360481");
                assertThat(form(without, "schedule")).isHidden();
                assertThat(form(without, "order")).isHidden();
                assertThat(without.locator(".switch-first")).containsText("九江市");
            }
        }
    }

    /** Hours that would begin in a period already judged are refused, and the input stays in the form. */
    @Test
    void hoursOfTimeThatWasJudgedAreRefused() throws Exception {
        Cafe cafe = console.night().cafe("已判网吧").login("A01", -30);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "/hours");
            Locator form = form(page, "suspension");
            form.locator("[name=from]").fill("2026-07-10T08:00");
            form.locator("[name=document]").fill("瑞文旅罚〔2026〕1号");
            form.locator("button").click();

            assertThat(page.locator("[role=alert]")).containsText("不能早于 07-10 23:30");
            assertThat(form(page, "suspension").locator("[name=from]")).hasAttribute("aria-invalid", "true");
            assertThat(form(page, "closure").locator("[aria-invalid]")).hasCount(0);
            assertThat(form(page, "suspension").locator("[name=document]")).hasValue("瑞文旅罚〔2026〕1号");
        }
    }

    /** What is wrong is said beside its field, in the form that was sent and in no other. */
    @Test
    void theWrongFieldItselfIsMarked() throws Exception {
        Cafe cafe = console.night().cafe("填错网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "/hours");
            Locator form = form(page, "schedule");
            form.locator("[name=tue]").fill("8点到22点");
            form.locator("[name=from]").fill("2026-07-12");
            form.locator("[name=to]").fill("2026-07-11");
            form.locator("[name=document]").fill("瑞文旅〔2026〕8号");
            form.locator("button").click();

            Locator day = form(page, "schedule").locator("[name=tue]");
            assertThat(day).hasAttribute("aria-invalid", "true");
            assertThat(day).hasAttribute("aria-describedby", "wrong-schedule-tue");
            assertThat(day).hasValue("8点到22点");
            assertThat(page.locator("#wrong-schedule-tue")).containsText("周二");
            assertThat(page.locator("[aria-invalid]")).hasCount(1);

            day.fill("08:00-22:00");
            form(page, "schedule").locator("button").click();

            assertThat(form(page, "schedule").locator("[name=to]")).hasAttribute("aria-invalid", "true");
            assertThat(page.locator("#wrong-schedule-to")).containsText("晚于开始");
        }
    }

    @Test
    void anOrderIsGivenAndEnded() throws Exception {
        Cafe cafe = console.night().cafe("命令网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "/hours");
            Locator form = form(page, "order");
            form.locator("[name=from]").fill("2026-07-20T20:00");
            form.locator("[name=to]").fill("2026-07-21T12:00");
            form.locator("[name=document]").fill("瑞文旅令〔2026〕2号");
            form.locator("button").click();
            assertThat(page.locator(".headline")).hasText("自 07-20 20:00 起；1 家网吧。");
            page.getByText("确认保存").click();
            assertThat(page.locator(".notice")).hasText("命令已下达。");

            page.getByText("提前结束").click();
            assertThat(page.locator(".headline")).containsText("1 家网吧");
            page.getByText("确认保存").click();

            assertThat(page.locator(".notice")).hasText("命令已结束。");
            assertThat(page.locator("main")).containsText("没有命令");
        }
        auditorFinds(cafe.placeCode, "create-order", "李警官", "瑞文旅令〔2026〕2号");
    }

    @Test
    void whatTheEndOfASuspensionWouldDoIsSeenFirst() throws Exception {
        Cafe cafe = console.night().cafe("停业网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe.placeCode + "/hours");
            Locator form = form(page, "suspension");
            form.locator("[name=from]").fill("2026-07-20T00:00");
            form.locator("[name=document]").fill("瑞文旅罚〔2026〕2号");
            form.locator("button").click();
            page.getByText("确认保存").click();

            page.getByText("提前结束").click();
            assertThat(page.locator(".headline")).hasText("自 07-20 08:00 起；1 家网吧。");
            page.getByText("确认保存").click();
            assertThat(page.locator(".notice")).hasText("停业整顿已结束。");
        }
    }

    /**
     * The officer is shown a colleague's change before saving. The operator sees the result. The access log names the
     * readers of the name, not the name.
     */
    @Test
    void aSafetyOfficerIsNamedAndOneTapRecordsAnInspection() throws Exception {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + Night.LATE + "?tab=people");
            Locator safety = page.locator("[aria-labelledby=safety]");
            safety.getByText("登记或更改").click();
            safety.locator("[name=officer]").fill("吴安全");
            safety.locator("[name=phone]").fill("0792-4221234");
            safety.locator("[name=trainedOn]").fill("2026-07-05");
            safety.locator("[name=letterOn]").fill("2026-08-01");
            aColleagueEnters("陈先到");
            safety.locator("form button").click();
            assertThat(safety.locator("[role=alert]")).containsText("守法经营责任书签订日期");
            assertThat(safety.locator("[name=officer]")).hasValue("吴安全");

            safety.locator("[name=letterOn]").fill("2026-07-06");
            safety.locator("form button").click();
            assertThat(safety.locator("dl")).containsText("陈先到");
            safety.locator("form button").click();
            assertThat(page.locator(".notice")).containsText("已保存");
            assertThat(safety.locator("dl")).containsText("吴安全");
            page.getByText("记录检查").click();
            assertThat(page.locator("[name='premises.0.placeCode']")).hasValue(Night.LATE);
        }
        Page operator = console.page(Person.OPERATOR);
        try (BrowserContext context = operator.context()) {
            operator.navigate("/my-cafe");
            Locator safety = operator.locator("[aria-labelledby=safety] dl");
            assertThat(safety).containsText("吴安全");
            assertThat(safety).containsText("2026-07-05");
            assertThat(safety).containsText("2026-07-06");
            assertThat(operator.locator("[aria-labelledby=safety] form")).hasCount(0);
        }
        assertThat(console.service()
                        .rows("SELECT action || details::text || coalesce(encode(reason, 'escape'), '') FROM access_log"
                                + " WHERE action IN ('read-safety', 'change-safety') AND subject_id = '" + Night.LATE
                                + "' ORDER BY position"))
                .hasSizeGreaterThanOrEqualTo(3) // others open the page too
                .contains("change-safety{\"letter\":\"2026-07-06\",\"officer\":\"named\",\"trainings\":1}");
    }

    private void aColleagueEnters(String officer) throws Exception {
        console.service()
                .regulator("culture", "360481")
                .call(
                        HttpMethod.PUT,
                        "/cafes/" + Night.LATE + "/safety",
                        new JsonObject().put("officer", new JsonObject().put("name", officer)))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** The figures of a real summer campaign of a county, entered and reported on pages. */
    @Test
    void aCampaignsBriefingStatesARealSummer() throws Exception {
        String campaign;
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/campaigns");
            page.fill("[name=name]", "2013年暑期网吧专项整治");
            page.fill("[name=from]", "2013-07-01");
            page.fill("[name=to]", "2013-08-31");
            page.check("[name=public-security]");
            page.fill("[name=units]", "文化局\n公安局");
            page.click("form[action='/campaigns'] button");
            assertThat(page.locator("h1")).hasText("2013年暑期网吧专项整治");
            campaign = page.url().replaceAll("\\?.*", "");
            enter(page, "activity", THE_SUMMER);
            page.locator("form:has([name=type][value=activity]) [name=within]")
                    .selectOption(new SelectOption().setIndex(1));
            enter(page, "activity", ITS_MIDNIGHT_RAIDS);
        }
        Page police = console.page(Person.POLICE);
        try (BrowserContext context = police.context()) {
            police.navigate(campaign);
            enter(police, "activity", Map.of("unit", "公安局", "visits.premises", "100+"));
            enter(police, "training", Map.of("unit", "公安局", "kind", "安全员培训", "date", "2013-07-05", "cafes", "超过30"));
            enter(police, "letters", Map.of("unit", "公安局", "date", "2013-07-05"));

            police.navigate(campaign + "/report");
            assertThat(police.locator(".briefing"))
                    .containsText("2013年7月1日至2013年8月31日，各参加单位共出动人员208人次，出动车辆52车次，检查经营场所超过361家次，"
                            + "其中互联网上网服务营业场所156家次、娱乐场所72家次（其中游艺娱乐场所72家次）、出版物零售单位33家次。");
            assertThat(police.locator(".briefing"))
                    .containsText("其中开展零点行动5次，出动人员82人次，出动车辆22车次，检查经营场所104家次，其中互联网上网服务营业场所54家次、"
                            + "娱乐场所50家次。零点行动已包含在总数之内，没有重复计算。");
            assertThat(police.locator(".briefing")).containsText("公安局检查经营场所超过100家次。");
            assertThat(police.locator(".briefing")).containsText("举办培训1次，超过30家网吧的安全员和业主参加。");
            assertThat(police.locator(".briefing")).containsText("签订了守法经营责任书");
            Download word = police.waitForDownload(() -> police.click("a[href$=docx]"));
            Download web = police.waitForDownload(() -> police.click("a[href$='report.html']"));
            assertThat(word.suggestedFilename()).isEqualTo("2013年暑期网吧专项整治工作简报.docx");
            assertThat(new String(Files.readAllBytes(word.path()), UTF_8)).startsWith("PK");
            assertThat(Files.readString(web.path())).contains("超过361家次");
        }
    }

    /** A county joins its city's campaign, and is asked what a total contains before it counts twice. */
    @Test
    void aCountyJoinsItsCitysCampaignAndIsAsked() throws Exception {
        String campaign = "/campaigns/"
                + console.service()
                        .regulator("culture", "360400")
                        .call(
                                HttpMethod.POST,
                                "/campaigns",
                                new JsonObject()
                                        .put("name", "全市冬季专项行动")
                                        .put("from", "2026-11-01")
                                        .put("to", "2026-11-30"))
                        .await(PATIENCE_SECONDS, SECONDS)
                        .getString("id");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(campaign);
            assertThat(page.locator("[aria-labelledby=regions]")).containsText("尚未参加");
            assertThat(page.locator("[name=type]:not([value=join])")).hasCount(0);
            page.fill("[aria-labelledby=join] [name=units]", "文化局");
            page.fill("[aria-labelledby=join] [name='notice.number']", "瑞文广发〔2026〕8号");
            page.fill("[aria-labelledby=join] [name='notice.date']", "2026-10-30");
            page.click("[aria-labelledby=join] button");
            assertThat(page.locator("[aria-labelledby=regions]")).containsText("瑞文广发〔2026〕8号");

            Locator form = page.locator("form:has([name=type][value=activity])");
            Map.of("unit", "文化局", "visits.premises", "86", "visits.internet-cafe", "64", "visits.game-hall", "8")
                    .forEach((name, value) ->
                            form.locator("[name='" + name + "']").fill(value));
            form.locator("button").click();
            assertThat(page.locator("[aria-labelledby=asked]")).containsText("158");
            assertThat(page.locator("[aria-labelledby=entries] .row")).hasCount(0);
            page.check("[name=parts][value=within]");
            page.click("[aria-labelledby=asked] button");
            assertThat(page.locator("[aria-labelledby=entries] .row")).hasCount(1);
            assertThat(page.locator("[aria-labelledby=sums] .figures")).containsText("经营场所 86");
        }
    }

    /**
     * A finding that one officer dismissed counts in the precision that everybody sees, in the next county and in the
     * café too.
     */
    @Test
    void everybodySeesHowOftenARuleWasRight() throws Exception {
        Cafe cafe = console.night().cafe("停电网吧").login("A01", -30).login("A02", 20);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(console.night().violation("OVERTIME_OPERATION", cafe.placeCode));
            page.fill("form.act [name=note]", "当晚停电，钟慢了一小时");
            page.click("button[value=dismiss]");
            assertThat(page.locator(".dismissal [role=alert]")).hasText("请先核对并勾选。");
            assertThat(page.locator("form.act [name=note]")).hasValue("当晚停电，钟慢了一小时");
            page.check("[name=sure]");
            page.click("button[value=dismiss]");
            assertThat(page.locator(".notice")).isVisible();
        }
        String dismissed = console.service()
                .rows("SELECT count(*) FROM case_step WHERE action = 'dismiss' AND code = 'OVERTIME_OPERATION'")
                .getFirst();
        for (Person person : List.of(Person.GUANGDONG, Person.OPERATOR, Person.AUDITOR, Person.ADMINISTRATOR)) {
            Page precision = console.page(person);
            try (BrowserContext context = precision.context()) {
                boolean isOwner = person == Person.OPERATOR; // who meets a rule on the page of a violation
                precision.navigate(isOwner ? console.night().violation("OVERTIME_OPERATION", Night.LATE) : "/");
                Locator menu = precision.locator("details.menu > summary");
                if (menu.isVisible()) {
                    menu.click();
                }
                Locator inMenu = precision.locator("nav.sections a[href='/precision']");
                if (isOwner) {
                    assertThat(inMenu).hasCount(0);
                    precision.locator("main a[href='/precision']").click();
                } else {
                    inMenu.last().click();
                }
                Locator row = precision.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("超时营业"));
                assertThat(row.locator("td").nth(2)).hasText(dismissed);
            }
        }
    }

    private void enter(Page page, String type, Map<String, String> fields) {
        Locator form = page.locator("form:has([name=type][value=" + type + "])");
        Locator entries = page.locator("[aria-labelledby=entries] .row");
        int before = entries.count();
        if (!form.isVisible()) {
            page.locator("details:has([name=type][value=" + type + "]) > summary")
                    .click();
        }
        fields.forEach((name, value) -> form.locator("[name='" + name + "']").fill(value));
        form.locator("button").click();
        assertThat(entries).hasCount(before + 1);
    }

    private void auditorFinds(String placeCode, String action, String who, String document) {
        Page page = console.page(Person.AUDITOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/audit?action=" + action);
            Locator entry = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(document));
            assertThat(entry).hasCount(1);
            assertThat(entry).containsText(who);
            assertThat(entry).containsText("完成");
            if (action.equals("set-hours")) {
                assertThat(entry).containsText(placeCode);
                entry.locator("a").first().click();
                assertThat(page.locator("main")).containsText(who + " 所做的");
                assertThat(page.locator("tbody tr").filter(new Locator.FilterOptions().setHasNotText(who)))
                        .hasCount(0);
                page.navigate("/audit?subject=" + placeCode + "&from=2026-07-11&to=2026-07-11");
                assertThat(page.locator("tbody")).containsText(document);
                page.navigate("/audit");
                page.fill("[name=cafe]", "改时");
                page.fill("[name=person]", who.substring(1));
                page.click("form.filters button");
                assertThat(page.locator("tbody")).containsText(document);
                page.navigate("/audit?subject=夜航网吧");
                assertThat(page.locator("[role=alert]")).containsText("场所编码");
            }
        }
    }

    private String granted(Cafe cafe) throws Exception {
        return String.join(
                ",",
                console.service().rows("SELECT document FROM schedule WHERE place_code = '" + cafe.placeCode + "'"));
    }

    private static Locator form(Page page, String what) {
        return page.locator("form:has([name=what][value=" + what + "])");
    }
}
