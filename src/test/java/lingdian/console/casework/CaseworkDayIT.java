package lingdian.console.casework;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.SelectOption;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.law.course.DocumentKind;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What officers do with the worklist and with the file of a case. */
@ExtendWith(ConsoleExtension.class)
class CaseworkDayIT {
    /** How often the list of what goes on is read again. */
    private static final long FRESH_MILLIS = 15_000;

    private final RunningConsole console;

    CaseworkDayIT(RunningConsole console) {
        this.console = console;
    }

    /** From the row of a running case to the order to correct and its paper; what is wrong is said beside its field. */
    @Test
    void aCultureOfficerTakesACaseFromTheListToAnOrder() throws Exception {
        String cafe = overtime("改正网吧");
        inspect(cafe);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/?q=改正网吧");
            Locator running = page.locator("#rows .ticking");
            String before = running.textContent();
            assertThat(running).not().hasText(before); // it counts on
            isPrinted(page, "#rows .what", ".saved summary");
            page.locator("#rows .what").click(new Locator.ClickOptions().setForce(true)); // a row is one link
            assertThat(page.locator("h1")).hasText("改正网吧");
            assertThat(page.locator(".law")).containsText("条例");
            assertThat(page.locator(".deeds summary").first()).hasText("接办或分派");
            assertThat(page.locator(".next-step")).hasText("下一步： 确定承办人，派员到场核查。");
            act(page, "assign").locator("button").click();
            assertThat(page.locator(".notice")).hasText("已接办。");
            assertThat(page.locator(".dealt")).containsText("李警官 本人");

            Locator check = act(page, "check");
            check.locator("[name=outcome]").selectOption("true");
            check.locator("button").click();
            assertThat(page.locator(".head .step")).hasText("已核查");

            Locator correct = act(page, "correct");
            correct.locator("[name=demand]").fill("按核定时间营业");
            correct.locator("[name=when]").selectOption("date");
            correct.locator("button").click();
            assertThat(page.locator("#wrong-correct-until")).hasText("请填写改正的最后日期。");
            assertThat(correct.locator("[name=demand]")).hasValue("按核定时间营业");
            correct.locator("[name=when]").selectOption("now");
            assertThat(correct.locator("[name=until]")).isHidden();
            correct.locator("[name=when]").selectOption("date");
            correct.locator("[name=until]").fill("2026-07-20");
            correct.locator("button").click();
            assertThat(page.locator(".head .step")).hasText("责令改正中");
            assertThat(page.locator(".steps .correct")).containsText("按核定时间营业");
            assertThat(page.locator(".next-step")).containsText("复查");

            assertThat(page.locator("#order-missing a")).isInViewport(); // beneath what says that it was done
            assertThat(page.locator(".deeds")).containsText("登记复查以后，案件回到“已核查”，那时可以立案");
            assertThat(page.locator(".make select")).hasValue("rectification-order");
            page.click(".panel .notice a"); // its paper is still to be made
            assertThat(page.locator("[name='f.demand']")).hasValue("按核定时间营业");
            assertThat(page.locator("[name='f.boxByDate']")).isChecked();
            assertThat(page.locator("#missing")).containsText("执法证号一"); // before a number is used
            assertThat(page.locator(".fields [name='f.officerCertificate1']")).isVisible();
            page.click(".document-form summary");
            assertThat(page.locator(".known", new Page.LocatorOptions().setHasText("违法行为")))
                    .containsText("在规定的营业时间以外营业");
            page.fill("[name='f.demand']", "联系 11010519491231002X");
            page.click(".save button");
            assertThat(page.locator("[name='f.demand']")).hasAttribute("aria-invalid", "true");
            page.fill("[name='f.demand']", "立即停止超时营业");
            assertThat(page.locator("[name='f.correctBy']")).hasValue("2026年7月20日");
            page.click(".save button");
            assertThat(page.locator("body")).containsText("2026年7月20日前");
            page.click(".bar a"); // from the paper to its case
            assertThat(page.locator(".papers")).containsText("责令改正通知书");
            assertThat(page.locator("#papers ~ .notice")).hasCount(0);
            Page paper = context.waitForPage(
                    () -> page.click(".papers .ways a[target]", new Page.ClickOptions().setTimeout(10_000)));
            assertThat(paper.locator("body")).containsText("立即停止超时营业");
            assertThat(paper.locator("main")).not().containsText("于自");
            assertThat(paper.locator(".blanks")).containsText("送达方式");
            assertThat(paper.locator("#print")).isVisible();
            assertThat(paper.locator(".bar a")).hasAttribute("href", Pattern.compile("/cases/.+"));
            paper.close();
            Locator voiding = page.locator(".papers details").last();
            voiding.locator("summary").click();
            voiding.locator("[name=reason]").fill("日期写错");
            voiding.locator("[name=sure]").check();
            voiding.locator(".grave").click();
            assertThat(page.locator(".papers .void")).containsText("已作废");
            everyKindOfPaperIsMade(page);
            putOnTheRound(page);
            handOver(page, cafe, overtime("未到网吧"));
        }
        Page colleague = console.page(Person.COLLEAGUE);
        try (BrowserContext context = colleague.context()) {
            colleague.navigate("/handover");
            assertThat(colleague.locator("#left ~ ul")).containsText("二十日复查");
            colleague.navigate("/?view=mine&q=改正网吧");
            assertThat(colleague.locator("#rows .yours")).hasText("本人");
        }
    }

    /** By its form, with the first row of each of its lists filled in. */
    private static void everyKindOfPaperIsMade(Page page) {
        List<String> kinds =
                Stream.of(DocumentKind.values()).map(DocumentKind::wire).toList();
        Object made = page.evaluate("""
                async kinds => Promise.all(kinds.map(async kind => {
                  const shown = await fetch(`${location.pathname}/documents/new?kind=${kind}`)
                  const page = new DOMParser().parseFromString(await shown.text(), 'text/html')
                  const form = page.querySelector('form[action$="/documents"]')
                  form.querySelectorAll('[name*=".0."]').forEach(cell => { cell.value = '一' })
                  const answer = await fetch(form.getAttribute('action'), {method: 'POST', body: new URLSearchParams(new FormData(form))})
                  return `${kind} ${answer.status} ${answer.url.includes('/api/')}`
                }))
                """, kinds);
        assertThat(made)
                .as("each kind, the status, and whether the paper is shown")
                .isEqualTo(kinds.stream().map(kind -> kind + " 200 true").toList());
    }

    /** The button says whether the café is on the round, which shows its address. */
    private static void putOnTheRound(Page page) {
        page.click(".to-round button");
        assertThat(page.locator(".to-round")).containsText("已加入今晚巡查");
        page.navigate("/rounds");
        Locator stop = page.locator(".stop", new Page.LocatorOptions().setHasText("改正网吧"));
        stop.locator("[name=remove]").click();
        assertThat(page.locator(".notice").first()).hasText("已移出今晚巡查。");
    }

    /** Paper has the list, though it stands in a form, and not what only a screen has use for. */
    private static void isPrinted(Page page, String list, String control) {
        page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator(list).first()).isVisible();
        assertThat(page.locator(control).first()).isHidden();
        page.emulateMedia(new EmulateMediaOptions().setMedia(Media.SCREEN));
    }

    /** Only the case of this test: others look at theirs. */
    private void handOver(Page page, String cafe, String unvisited) throws Exception {
        page.navigate("/cafes/" + unvisited);
        page.click(".to-round button");
        assertThat(page.locator(".to-round a")).hasAttribute("href", "/rounds");
        page.navigate("/handover");
        assertThat(page.locator("#unvisited ~ ul")).containsText("未到网吧");
        assertThat(page.locator("#unsent-none")).isVisible();
        page.evaluate("""
                for (const box of document.querySelectorAll(".handover [name=case]")) {
                  box.checked = box.closest("fieldset").textContent.includes("改正网吧");
                }""");
        Locator one = page.locator(".handover fieldset", new Page.LocatorOptions().setHasText("改正网吧"));
        one.locator("textarea").fill("二十日复查");
        isPrinted(page, ".handover textarea", ".handover [name=officer]");
        page.locator(".handover [name=officer]").selectOption(new SelectOption().setLabel("王科长"));
        act(theCase("culture", cafe), new JsonObject().put("action", "comment").put("note", "业主来电"));
        page.click(".handover .save button");
        assertThat(page.locator(".warning[role=alert]")).containsText("没有交出去（案件刚刚有变动");
        assertThat(one.locator("[name=case]")).not().isChecked(); // until the officer has looked at it again
        assertThat(one.locator("textarea")).hasValue("二十日复查");
        one.locator("[name=case]").check();
        page.click(".handover .save button");
        assertThat(page.locator(".notice").first()).containsText("已交班");
        assertThat(page.locator(".handed li")).containsText(Pattern.compile("改正网吧.*已交给王科长 "));
        Locator handed = page.locator(".handover fieldset", new Page.LocatorOptions().setHasText("改正网吧"));
        assertThat(handed).hasCount(0);
        page.navigate("/handover"); // later in the shift
        assertThat(handed).containsText("已交给王科长 ");
        assertThat(handed.locator("[name=case]")).not().isChecked();
    }

    /** A finding that was dismissed on its own page leaves nothing to check: the case says so, and its close is filled in. */
    @Test
    void aCaseWhoseOnlyFindingWasDismissedIsClosedAtOnce() throws Exception {
        String cafe = overtime("误报网吧");
        String id = theCase("culture", cafe).getString("id");
        culture()
                .call(
                        HttpMethod.POST,
                        console.night().violation("OVERTIME_OPERATION", cafe) + "/actions",
                        new JsonObject().put("action", "dismiss").put("note", "当晚停电，终端未关"))
                .await(PATIENCE_SECONDS, SECONDS);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cases/" + id);
            assertThat(page.locator(".notice")).containsText("唯一的线索已认定不属实");
            assertThat(page.locator(".steps .dismiss-finding")).containsText("当晚停电");
            assertThat(page.locator(".deeds summary").first()).hasText("结案");
            assertThat(page.locator(".next-step")).containsText("均已认定不属实");
            Locator close = act(page, "close");
            assertThat(close.locator("[name=note]")).hasValue("当晚停电，终端未关");
            close.locator("button").click();
            assertThat(page.locator(".head .step")).hasText("已结案");
            assertThat(page.locator(".next-step, .head .going-on")).hasCount(0);

            page.navigate("/?view=all&q=误报网吧"); // the sessions are still open, which is no violation
            assertThat(page.locator("#rows .certainty")).hasText("不属实");
            assertThat(page.locator("#rows .what")).hasText(Pattern.compile("超时营业，认定不属实。$"));
            assertThat(page.locator("#rows tr.running, #rows .going-on")).hasCount(0);
            page.navigate("/live");
            Locator card = page.locator("#cafe-" + cafe);
            assertThat(card).hasClass("card ended");
            assertThat(card).containsText("不属实");
            assertThat(card.locator(".going-on")).hasCount(0);
        }
    }

    /** Whose dismissal it was is said, and the case is not shown as settled: its own authority has not checked it. */
    @Test
    void aCaseWhoseFindingTheOtherAuthorityDismissedSaysSo() throws Exception {
        String cafe = console.night().cafe("公安已查网吧").shared(-60).placeCode;
        console.service().groupCases();
        String id = theCase("culture", cafe).getString("id");
        console.service()
                .regulator("public-security", "360481")
                .call(
                        HttpMethod.POST,
                        console.night().violation("IDENTITY_SHARED", cafe) + "/actions",
                        new JsonObject().put("action", "dismiss").put("note", "查无此人"))
                .await(PATIENCE_SECONDS, SECONDS);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cases/" + id);
            assertThat(page.locator(".notice")).containsText("有线索仅由另一主管部门（公安网安）认定不属实，本部门尚未核查");
            assertThat(page.locator(".sentence")).containsText("另一主管部门认定不属实");
            assertThat(page.locator(".findings")).containsText("另一主管部门（公安网安）认定不属实，本部门尚未核查");
            assertThat(page.locator(".steps .dismiss-finding")).containsText("公安网安");
            assertThat(page.locator(".head")).not().containsText("不属实");
            assertThat(page.locator(".head .going-on")).isVisible();
            assertThat(page.locator(".next-step")).containsText("派员到场核查");
            assertThat(page.locator(".deeds summary").first()).not().hasText("结案");
            page.navigate("/cases/" + id + "?lang=en");
            assertThat(page.locator(".notice"))
                    .containsText("findings were dismissed by the other one (Public security) alone");
            page.navigate("/cases/" + id + "?lang=zh");
        }
    }

    /** Several at once: each says what became of it, and a case that has moved is not touched. */
    @Test
    void severalCasesAreFoundUntrueAndClosedButNoneThatChangedMeanwhile() throws Exception {
        String own = overtime("并销一网吧");
        String moved = overtime("并销二网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/?q=并销");
            dismissAll(page).locator("button").click();
            assertThat(page.locator("body")).containsText("请先勾选“我已核对”");
            assertThat(page.locator("#rows [name=case]")).hasCount(2);

            Locator dismissal = dismissAll(page);
            dismissal.locator("[name=sure]").check();
            act(
                    theCase("culture", moved),
                    new JsonObject().put("action", "comment").put("note", "电话联系过"));
            dismissal.locator("button").click();
            assertThat(page.locator("#results-head")).hasText("认定不属实并结案：2 件中办理了 1 件");
            assertThat(page.locator(".results .refused")).containsText("并销二网吧");
            assertThat(page.locator(".results .refused")).containsText("案件已有变化");
            assertThat(page.locator("#rows [name=case]")).hasCount(1);

            page.navigate("/?view=all&q=并销");
            assertThat(page.locator("#rows tr", new Page.LocatorOptions().setHasText("并销一网吧")))
                    .containsText("不属实");
            assertThat(page.locator("#rows tr", new Page.LocatorOptions().setHasText("并销二网吧")))
                    .not()
                    .containsText("不属实");
        }
        assertThat(console.service()
                        .regulator("culture", "360481")
                        .all("/cases", Map.of("placeCode", own, "view", "all"))
                        .await(PATIENCE_SECONDS, SECONDS)
                        .getJsonObject(0)
                        .getString("step"))
                .isEqualTo("closed");
    }

    private static Locator dismissAll(Page page) {
        page.check("#every");
        Locator sheet = page.locator("#bar details:has(button[value=dismiss])");
        sheet.locator("summary").click();
        sheet.locator("[name='dismiss.note']").fill("全市停电，终端未关");
        return sheet;
    }

    @Test
    void aPoliceOfficerActsOnSeveralCasesAtOnce() throws Exception {
        String own = console.night().cafe("并办一网吧").shared(-60).placeCode;
        String moved = console.night().cafe("并办二网吧").shared(-60).placeCode;
        console.service().groupCases();
        Page page = console.page(Person.POLICE);
        try (BrowserContext context = page.context()) {
            page.navigate("/?q=并办&group=cafe");
            assertThat(page.locator("tr.group")).hasCount(2);
            assertThat(page.locator("#bar")).isHidden();
            page.check("#every");
            assertThat(page.locator("#ticked")).hasText("已选 2 件");
            page.click("button[value=dispatch]");
            assertThat(page.locator("#results-head")).hasText("派员检查：2 件中办理了 0 件");
            assertThat(page.locator(".results .refused").first()).containsText("请先“分给我”");
            page.navigate("/?q=并办&group=cafe");
            page.check("#every");
            JsonObject other = theCase("public-security", moved);
            act(other, new JsonObject().put("action", "comment").put("note", "电话联系过"));
            page.click("button[value=assign-me]");
            assertThat(page.locator("#results-head")).hasText("分派：2 件中办理了 1 件");
            assertThat(page.locator(".results .taken")).containsText(Pattern.compile("承办：\\S+"));
            assertThat(page.locator(".results .refused")).containsText("案件已有变化");
            assertThat(page.locator(".results .refused")).containsText("并办二网吧");
            page.navigate("/cases/actions");
            assertThat(page).hasURL(Pattern.compile("/$")); // an address kept after the action
            page.click(".views a >> text=我的");
            assertThat(page.locator("#rows")).containsText("并办一网吧");
            assertThat(page.locator("#rows")).not().containsText("并办二网吧");
            page.check("#every");
            page.locator("#rows [name=case]").first().evaluate("box => box.value = '-'.repeat(36) + '.1.0'");
            Response made = page.waitForResponse("**/cases/actions*", () -> page.click("button[value=assign-me]"));
            assertThat(made.status()).as("an id that is none").isEqualTo(400);
            aCaseThatIsTickedTwiceIsNotReadForEachTick(page);

            itAsksBeforeItReplacesAnOfficer(page, theCase("public-security", own));

            page.navigate("/cases/" + other.getString("id") + "?lang=en");
            Locator transfer = act(page, "transfer");
            transfer.locator("[name=to]").fill("Culture");
            transfer.locator("[name=note]").fill("not ours");
            transfer.locator("button").click();
            assertThat(page.locator(".head .step")).hasText("Lead"); // it asks first
            transfer.locator("[name=sure]").check();
            transfer.locator("button").click();
            assertThat(page.locator(".head .step")).hasText("Transferred");
            page.navigate("/?lang=zh");
        }
    }

    /** Otherwise one long case, ticked two thousand times, would be held as often. */
    private void aCaseThatIsTickedTwiceIsNotReadForEachTick(Page page) throws Exception {
        String readings = "SELECT count(*) FROM access_log WHERE action = 'read-case'";
        List<String> before = console.service().rows(readings);
        page.navigate("/?q=并办一网吧");
        page.check("#every");
        page.locator("#rows [name=case]").first().evaluate("box => box.after(box.cloneNode())");
        Response made = page.waitForResponse("**/cases/actions*", () -> page.click("button[value=assign-me]"));
        assertThat(made.status()).isEqualTo(400);
        assertThat(console.service().rows(readings)).isEqualTo(before);
    }

    private void itAsksBeforeItReplacesAnOfficer(Page page, JsonObject file) throws Exception {
        act(file, assignedToMany());
        Locator officers = page.locator("#rows .who");
        for (String mode : List.of("add", "replace")) {
            page.navigate("/?q=并办一网吧");
            page.check("#every");
            page.click("button[value=assign-me]");
            assertThat(page.locator("#replacing")).containsText("并办一网吧");
            assertThat(page.locator("#replacing")).containsText("欧阳文化执法大队一中队、司徒文化执法大队二中队");
            page.click("#replacing button[value=" + mode + "]");
            assertThat(page.locator("#results-head")).hasText("分派：1 件中办理了 1 件");
            assertThat(officers).containsText("赵民警");
            assertThat(officers.filter(new Locator.FilterOptions().setHasText("欧阳")))
                    .hasCount(mode.equals("add") ? 1 : 0);
        }
    }

    @Test
    void theSecondOfTwoOfficersIsShownWhatChangedAndKeepsTheirText() throws Exception {
        String cafe = overtime("两人网吧");
        String path = "/cases/" + theCase("culture", cafe).getString("id");
        Page first = console.page(Person.COLLEAGUE);
        Page second = console.page(Person.OFFICER);
        try (BrowserContext one = first.context();
                BrowserContext other = second.context()) {
            first.navigate(path);
            second.navigate(path);
            act(first, "assign").locator("button").click();
            assertThat(first.locator(".notice")).isVisible();

            Locator assign = act(second, "assign");
            assign.locator("[name=others]").fill("王勇 36040012");
            assign.locator("button").click();
            Locator told = second.locator("[role=alert]");
            assertThat(told).containsText("案件有了变化");
            assertThat(told.locator(".steps")).containsText("王科长");
            assertThat(assign.locator("[name=others]")).hasValue("王勇 36040012");
            assign.locator("button").click();
            assertThat(second.locator(".steps .assign").first()).containsText("王勇");

            first.navigate(path);
            Locator transfer = act(first, "transfer");
            transfer.locator("[name=to]").fill("市支队");
            transfer.locator("[name=note]").fill("案情重大");
            transfer.locator("[name=sure]").check();
            transfer.locator("button").click();
            assertThat(first.locator(".head .step")).hasText("移送");
            act(second, "assign").locator("[name=note]").fill("请再核对");
            act(second, "assign").locator("button").click();
            assertThat(second.locator("[role=alert]")).containsText("现在不能办理");
            assertThat(second.locator("[role=alert] textarea").first()).hasValue("请再核对");
        }
    }

    /** What was searched for is saved under a name, shared with a colleague, renamed and deleted. */
    @Test
    void aFilterIsSavedSharedExportedAndDeleted() throws Exception {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/?view=overdue&sort=due");
            page.locator(".saved summary").first().click();
            page.fill(".saved [name=name]", "最急的");
            page.check(".saved [name=shared]");
            page.click(".saved form button");
            assertThat(page.locator(".notice")).hasText("视图已保存。");
            assertThat(page.locator(".saved [aria-current]")).hasText("最急的");
            page.navigate("/");
            page.click(".saved nav a");
            page.waitForURL(url -> url.contains("view=overdue") && url.contains("sort=due"));

            Download table = page.waitForDownload(() -> page.click(".tables a[download$=xlsx]"));
            assertThat(Files.readAllBytes(table.path())).startsWith('P', 'K');
            Download lines = page.waitForDownload(() -> page.click(".tables a[download$=csv]"));
            assertThat(Files.readString(lines.path())).startsWith("\uFEFF").contains("场所编码,场所名称,");
            page.navigate("/?month=2020-01");
            assertThat(page.locator(".empty")).isVisible();
            assertThat(page.locator("[name=month]")).hasValue("2020-01");
            assertThat(page.locator(".tables a[download$=csv]"))
                    .hasAttribute("download", Pattern.compile("案件 2020-01 .*瑞昌市\\.csv"));
            page.locator("a", new Page.LocatorOptions().setHasText("含已结案、已移送的")).click();
            page.waitForURL(url -> url.contains("view=all") && url.contains("month=2020-01"));
            page.navigate("/?view=overdue&sort=due");

            page.locator(".saved summary").first().click();
            page.locator(".saved form [name=name]").fill("到期的");
            page.click(".saved button[value=change]");
            assertThat(page.locator(".saved nav")).containsText("到期的");
            page.locator(".saved summary").first().click();
            page.click(".saved button[value=delete]");
            assertThat(page.locator(".notice")).hasText("视图已删除。");
            assertThat(page.locator(".saved nav")).hasCount(0);
        }
    }

    /** Without a mouse: search, walk, tick, assign, open. */
    @Test
    void theKeyboardAloneDoesTheRound() throws Exception {
        overtime("按键网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/");
            page.keyboard().press("/");
            page.keyboard().type("按键网吧");
            page.keyboard().press("Enter");
            assertThat(page.locator("#rows tbody tr")).hasCount(1);
            page.keyboard().press("j");
            assertThat(page.locator("#rows .cover")).isFocused();
            page.keyboard().press("x");
            assertThat(page.locator("#ticked")).hasText("已选 1 件");
            page.keyboard().press("a");
            assertThat(page.locator("[name=officer]")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().type("夜班");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("#results-head")).hasText("分派：1 件中办理了 1 件");
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            assertThat(page.locator(".steps .assign")).containsText("夜班");
            page.navigate("/");
            page.keyboard().press("?");
            assertThat(page.locator("#help")).isVisible();
        }
    }

    /** On a phone the actions are at the lower edge, above the bar of the sections, and nothing is wider than the screen, not even an open form. */
    @Test
    void aPhoneShowsTheActionsAtItsLowerEdge() throws Exception {
        String cafe = overtime("手机网吧");
        String violation = console.night().violation("OVERTIME_OPERATION", cafe);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.setViewportSize(390, 844);
            page.navigate(violation);
            page.click(".head .aside a"); // from the violation to its case
            assertThat(page.locator("h1")).hasText("手机网吧");
            Object sections = page.evaluate("document.querySelector('nav.sections').getBoundingClientRect().top");
            for (Object bottom : List.of(bottom(page), opened(page))) {
                assertThat(((Number) bottom).intValue()).isEqualTo(((Number) sections).intValue());
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .isEqualTo(390);
            }
            page.keyboard().press("Escape");
            assertThat(page.locator(".deed.others a[href$='" + violation + "#note']"))
                    .hasText("认定不属实");
            page.click(".findings a"); // and back
            assertThat(page).hasURL(console.service().url() + violation);
            act(theCase("culture", cafe), assignedToMany());
            page.navigate("/?lang=en&q=手机网吧"); // English steps are long
            assertThat(page.locator("#rows .who")).containsText("欧阳");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
        }
    }

    private static JsonObject assignedToMany() {
        return new JsonObject()
                .put("action", "assign")
                .put("trigger", "data-monitoring")
                .put(
                        "officers",
                        new JsonArray()
                                .add(new JsonObject().put("name", "欧阳文化执法大队一中队").put("certificate", "1401"))
                                .add(new JsonObject().put("name", "司徒文化执法大队二中队").put("certificate", "1402")));
    }

    private static Object bottom(Page page) {
        return page.evaluate("Math.round(document.querySelector('.deeds').getBoundingClientRect().bottom)");
    }

    private static Object opened(Page page) {
        page.click(".deeds summary");
        return bottom(page);
    }

    /** The form of an action, opened. */
    private static Locator act(Page page, String action) {
        Locator form = page.locator(".deed form:has([name=action][value=" + action + "])");
        if (!form.isVisible()) {
            page.evaluate("""
                    (action) => {
                      for (let one = document.querySelector(`.deed [name=action][value=${action}]`); one; one = one.parentElement) {
                        if (one.tagName === "DETAILS") {
                          one.open = true;
                        }
                      }
                    }""", action);
        }
        return form;
    }

    /** The page shows the first of very many findings, says how many there are, and leads to the list of all. */
    @Test
    void aCaseOfVeryManyFindingsSaysHowManyThereAre() throws Exception {
        String cafe = overtime("许多网吧");
        try (Connection database = TestDatabase.superuser(console.service().database());
                var statement = database.createStatement()) {
            statement.execute("INSERT INTO case_violation SELECT (jsonb_populate_record(found,"
                    + " jsonb_build_object('violation_id', gen_random_uuid(), 'joined_at', now()))).*"
                    + " FROM case_file JOIN case_violation AS found ON case_id = case_file.id AND place_code = '" + cafe
                    + "', generate_series(1, 600)");
        }
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/?q=许多网吧");
            assertThat(page.locator("#rows .what")).containsText("另有600条线索");
            page.locator("#rows .what").click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("#findings")).hasText("线索（601）");
            assertThat(page.locator(".findings > li")).hasCount(500);
            assertThat(page.locator(".findings ~ .help")).containsText("这里只列出 500 条");
            page.click(".findings ~ .help a");
            assertThat(page.locator("body")).containsText("许多网吧");
        }
    }

    /** What a page reads by itself is marked, since no person asks; where the session has ended the page leads to the sign-in. */
    @Test
    void aListThatIsLeftOpenKeepsNoSession() throws Exception {
        overtime("留开网吧");
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.clock().install();
            page.navigate("/?view=running");
            assertThat(page.locator("#rows")).containsText("留开网吧");

            Request asked =
                    page.waitForRequest("**/?view=running", () -> page.clock().runFor(FRESH_MILLIS));

            assertThat(asked.headers()).containsEntry("hx-request", "true");
            context.clearCookies();
            page.clock().runFor(FRESH_MILLIS);
            page.waitForURL("**/sign-in?**");
        }
    }

    private String overtime(String name) throws Exception {
        String cafe = console.night().cafe(name).login("A01", -30).login("A02", 20).placeCode;
        console.service().groupCases();
        return cafe;
    }

    private void inspect(String cafe) throws Exception {
        culture()
                .call(
                        HttpMethod.POST,
                        "/inspections",
                        new JsonObject()
                                .put("kind", "night-round")
                                .put("unit", "瑞昌市大队")
                                .put(
                                        "premises",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("kind", "internet-cafe")
                                                        .put("placeCode", cafe))))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private JsonObject theCase(String authority, String cafe) throws Exception {
        return console.service()
                .regulator(authority, "360481")
                .all("/cases", Map.of("placeCode", cafe))
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonObject(0);
    }

    private void act(JsonObject one, JsonObject action) throws Exception {
        console.service()
                .regulator(one.getString("authority"), "360481")
                .call(
                        HttpMethod.POST,
                        "/cases/" + one.getString("id") + "/actions",
                        action.put("version", one.getLong("version")))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private AdminClient culture() throws Exception {
        return console.service().regulator("culture", "360481");
    }
}
