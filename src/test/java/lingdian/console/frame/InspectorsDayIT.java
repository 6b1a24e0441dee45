package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.console.frame.Night.Cafe;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.record.evidence.BundleCheck;
import lingdian.testing.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An inspector's night at the console, in a real browser. */
@ExtendWith(ConsoleExtension.class)
class InspectorsDayIT {
    private static final int MOST_TABS = 100;

    private final RunningConsole console;

    InspectorsDayIT(RunningConsole console) {
        this.console = console;
    }

    /** The violation appears without a reload, opens on a phone too, and its evidence bundle verifies. */
    @Test
    void aViolationAppearsAndIsConfirmedOnTheSpot() throws Exception {
        Page page = console.page(Person.POLICE);
        String violation;
        try (BrowserContext context = page.context()) {
            page.navigate("/live");
            connected(page);
            page.evaluate("window.neverLoadedAnew = true");
            Cafe cafe = console.night().cafe("凌晨网吧").shared(-60);

            Locator card = card(page, cafe);
            assertThat(card).containsText("凌晨网吧");
            assertThat(card).containsText("一证多机");
            assertThat(page.evaluate("window.neverLoadedAnew")).isEqualTo(true);

            card.getByText("一证多机").click();
            assertThat(page.locator("h1")).hasText("一证多机");
            violation = page.url().replaceAll("\\?.*|.*/violations/", "");
            assertThat(page.locator("main")).not().containsText("陈小明");
            assertThat(page.locator(".law").first()).containsText("未按规定核对、登记上网消费者的有效身份证件");
            assertThat(page.locator("[aria-labelledby=law]")).containsText("未与国家法律法规数据库核对");
            page.fill("#reason", "核实冒用");
            page.getByText("解除遮盖", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator(".unmasked")).containsText("陈小明");
            for (String action : List.of("acknowledge", "dispatch")) {
                page.fill("#note", "现场处理 " + action);
                page.click("button[value=" + action + "]");
                assertThat(page.locator(".steps ." + action)).isVisible();
            }
            Download bundle = page.waitForDownload(() -> page.click("a[download]"));
            BundleCheck.check(Files.readAllBytes(bundle.path()));

            page.setViewportSize(360, 740);
            page.getByText("检查记录", new Page.GetByTextOptions().setExact(true))
                    .last()
                    .click();
            page.getByText("填写记录").click();
            page.fill("[name=officers]", "赵民警、钱协警");
            page.fill("[name=vehicles]", "1");
            page.fill("[name='premises.0.found']", "两台机器同用一张身份证，当事人承认借用。");
            RunningConsole.picture(page, "recording-phone");
            page.click(".save button");
            assertThat(page.locator(".notice", new Page.LocatorOptions().setHasText("已存入系统")))
                    .isVisible(); // the form has notices too
            assertThat(page.locator("main")).containsText("2 人");

            page.locator("[data-photos] input")
                    .last()
                    .setInputFiles(new FilePayload("收银台.png", "image/png", Ledger.photo(64)));
            assertThat(page.locator("#photos")).containsText("收银台.png");
            page.locator("#photos summary").click();
            assertThat(page.locator("#photos img:not(.small)")).hasJSProperty("naturalWidth", 64);

            assertThat(page.locator(".case [name=note]")).hasValue("两台机器同用一张身份证，当事人承认借用。");
            page.click(".case button[value=confirm]");
            assertThat(page.locator(".case .step")).hasText("属实");
            RunningConsole.picture(page, "recorded-phone");
        }
        anAuditorFinds(violation);
    }

    /** The access log tells who did what with the violation and why, and names no guest. */
    private void anAuditorFinds(String violation) {
        Page audit = console.page(Person.AUDITOR);
        try (BrowserContext context = audit.context()) {
            audit.navigate("/audit?subject=" + violation);
            Locator entries = audit.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("赵民警"));
            assertThat(entries.filter(new Locator.FilterOptions().setHasText("办理")))
                    .hasCount(3);
            assertThat(entries.filter(new Locator.FilterOptions().setHasText("取得证据包")))
                    .hasCount(1);
            assertThat(entries.filter(new Locator.FilterOptions().setHasText("核实冒用")))
                    .containsText("解除遮盖");
            audit.navigate("/audit?action=change-inspection");
            assertThat(entries.first()).isVisible();
            assertThat(audit.locator("main")).not().containsText("陈小明");
        }
    }

    /** From the live page to a step of the case without a mouse; the focus is visible all the way. */
    @Test
    void theKeyboardAloneLeadsFromTheLivePageToAStep() throws Exception {
        Cafe cafe = console.night().cafe("键盘网吧").shared(-60);
        Page page = console.page(Person.POLICE);
        try (BrowserContext context = page.context()) {
            page.navigate("/live?code=IDENTITY_SHARED");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter"); // skips the menu
            tabTo(page, "#cafe-" + cafe.placeCode + " a[href^='/violations/']");
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("一证多机");
            assertThat(page.locator(".also")).containsText("终端 S01"); // the seat that is not the finding's own
            assertThat(page.locator(".also")).not().containsText("S02");

            tabTo(page, "#reason");
            page.keyboard().type("核实冒用");
            tabTo(page, "[action$=unmask] button");
            page.keyboard().press("Enter");
            assertThat(page.locator(".unmasked")).containsText("陈小明");

            tabTo(page, "#note");
            page.keyboard().type("去看看");
            tabTo(page, "button[value=acknowledge]");
            page.keyboard().press("Enter");
            assertThat(page.locator(".steps .acknowledge")).containsText("去看看");
        }
    }

    /** Filters by code, standing, authority and region also apply to violations that arrive later. */
    @Test
    void theListIsFiltered() throws Exception {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/live?code=MINOR_ADMITTED&region=360481&standing=fact&authority=culture");
            connected(page);
            assertThat(page.locator("#cards")).containsText("晨光网吧");
            assertThat(page.locator("#cards .row", new Page.LocatorOptions().setHasNotText("接纳未成年人")))
                    .hasCount(0);
            Cafe other = console.night().cafe("别样网吧").login("A01", -30).login("A02", 20);
            Cafe same = console.night().cafe("同样网吧").login("A01", -60, "P-filtered", "2011-01-01");
            assertThat(card(page, same)).containsText("接纳未成年人");
            assertThat(card(page, other)).hasCount(0);

            for (String none : List.of("standing=lead", "region=360421", "authority=public-security")) {
                page.navigate("/live?code=MINOR_ADMITTED&" + none);
                assertThat(page.locator("#cards article")).hasCount(0);
            }
        }
    }

    /** A café's county is its region, which its place code does not name once it has moved. */
    @Test
    void theFilterByCountyGoesWithACafeThatMoves() throws Exception {
        Cafe cafe = console.night().cafe("迁址网吧").login("A01", -30).login("A02", 20);
        Page left = console.page(Person.COLLEAGUE);
        Page entered = console.page(Person.COLLEAGUE);
        Page everywhere = console.page(Person.COLLEAGUE);
        try (BrowserContext one = left.context();
                BrowserContext two = entered.context();
                BrowserContext three = everywhere.context()) {
            left.navigate("/live?region=360481");
            entered.navigate("/live?region=360482");
            everywhere.navigate("/live?region=000000");
            connected(left);
            connected(entered);
            connected(everywhere);
            assertThat(card(left, cafe)).containsText("超时营业");

            console.night().move(cafe, "360482");

            assertThat(card(entered, cafe)).containsText("超时营业");
            assertThat(card(left, cafe)).hasCount(0);

            cafe.login("A03", 25, "P-moved", "2013-01-01");

            assertThat(card(entered, cafe)).containsText("接纳未成年人");
            assertThat(card(everywhere, cafe)).containsText("接纳未成年人");
            assertThat(card(left, cafe)).hasCount(0);
        }
    }

    /** A county's silence is one line, also at an hour at which no silence is a violation; the cause is left open. */
    @Test
    void cafesThatFallSilentTogetherAreOneLine() throws Exception {
        Page page = console.page(Person.COLLEAGUE);
        try (var database = console.service().superuser();
                var statement = database.createStatement();
                BrowserContext context = page.context()) {
            statement.execute("SET session_replication_role = replica"); // no look comes for what is removed below
            statement.execute("""
                    INSERT INTO lingdian.cafe (place_code, name, region, licence_number, created_at)
                    SELECT '3604261000000' || i, '断网' || i, '360426', 'L' || i, now() FROM generate_series(1, 6) AS i""");
            statement.execute("""
                    INSERT INTO lingdian.cafe_state (place_code, version, received_at, open_sessions, state)
                    SELECT '3604261000000' || i, 1, latest - i * interval '20 seconds' - interval '1 hour', i % 2, '{}'
                    FROM generate_series(1, 5) AS i, (SELECT max(received_at) AS latest FROM lingdian.cafe_state) AS heard""");
            try {
                page.navigate("/live");
                assertThat(page.locator("[role=status] .warning"))
                        .containsText(Pattern.compile("德安县 6 家场所中有 5 家自 .*起同时没有上报：可能是网络问题"));
                page.navigate("/rounds?region=360426");
                assertThat(page.locator(".stop", new Page.LocatorOptions().setHasText("断网1")))
                        .containsText("离线，最近一次 1 人在上网（"); // not as if it were so now
                page.navigate("/cafes/36042610000001");
                assertThat(page.locator("main")).containsText("离线；最近一次 1（");
            } finally {
                statement.execute("DELETE FROM lingdian.cafe_state WHERE place_code LIKE '3604261000000%'");
                statement.execute("DELETE FROM lingdian.cafe WHERE place_code LIKE '3604261000000%'");
            }
        }
    }

    private static void tabTo(Page page, String there) {
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            page.keyboard().press("Tab");
            var now = (Map<?, ?>) page.evaluate("""
                    (there) => {
                      const one = document.activeElement;
                      const style = getComputedStyle(one);
                      const box = one.getBoundingClientRect();
                      return {
                        there: one.matches(there),
                        what: one.outerHTML.slice(0, 120),
                        seen: one === document.body || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                          && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                      };
                    }\
                    """, there);
            assertThat(now.get("seen")).as(now.get("what").toString()).isEqualTo(true);
            if (now.get("there").equals(true)) {
                return;
            }
        }
        throw new AssertionError("no Tab leads to " + there);
    }

    @Test
    void aCardGrowsWhereAnotherViolationOfTheSameCafeArrives() throws Exception {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            Cafe cafe = console.night().cafe("双喜网吧").login("A01", -30).login("A02", 20);
            page.navigate("/live");
            connected(page);
            assertThat(card(page, cafe).locator(".row")).hasCount(1);

            cafe.login("A03", 25, "P-child", "2013-01-01");

            assertThat(card(page, cafe).locator(".row")).hasCount(2);
            assertThat(page.locator("[id=cafe-" + cafe.placeCode + "]")).hasCount(1);
        }
    }

    /** The page says that the connection is lost, and after a reconnect it has missed nothing. */
    @Test
    void aLostConnectionIsSaidAndMissesNothing() throws Exception {
        try (TcpProxy proxy = TcpProxy.listeningBefore(console.url().getPort())) {
            proxy.forward();
            Page page = console.page(Person.OFFICER, URI.create("http://127.0.0.1:" + proxy.port()));
            try (BrowserContext context = page.context()) {
                page.navigate("/live");
                connected(page);

                proxy.cut();
                assertThat(page.locator("#link")).hasAttribute("data-state", "down");
                assertThat(page.locator("#link")).containsText("起中断");
                Cafe cafe = console.night().cafe("断线网吧").login("A01", -30).login("A02", 20);
                proxy.forward();

                assertThat(card(page, cafe)).containsText("断线网吧");
                connected(page);
            }
        }
    }

    @Test
    void theSecondOfTwoOfficersIsToldAndKeepsTheirNote() throws Exception {
        Cafe cafe = console.night().cafe("同案网吧").login("A01", -30).login("A02", 20);
        String violation = console.night().violation("OVERTIME_OPERATION", cafe.placeCode);
        Page first = console.page(Person.COLLEAGUE);
        Page second = console.page(Person.OFFICER);
        try (BrowserContext one = first.context();
                BrowserContext other = second.context()) {
            first.navigate(violation);
            second.navigate(violation);

            first.fill("#note", "我去看看");
            first.click("button[value=acknowledge]");
            assertThat(first.locator(".notice")).isVisible();
            second.fill("#note", "电话核实，不属实");
            second.check("[name=sure]");
            second.click("button[value=dismiss]");

            assertThat(second.locator("[role=alert]")).containsText("同事已先一步处理");
            assertThat(second.locator("[role=alert]")).containsText("已受理");
            assertThat(second.locator("#note")).hasValue("电话核实，不属实");
            second.check("[name=sure]");
            second.click("button[value=dismiss]");
            assertThat(second.locator(".head .step")).hasText("不属实");
            assertThat(second.locator("main")).containsText("核实后已认定不属实。");
            assertThat(second.locator("main")).not().containsText("仍只是线索");
        }
    }

    /** A second person must approve the unmasking of a minor; whoever asked sees it at once, and finds it again. */
    @Test
    void aMinorIsUnmaskedByTwo() throws Exception {
        Cafe cafe = console.night().cafe("少年网吧").login("A01", -60, "P-minor", "2011-01-01");
        String violation = console.night().violation("MINOR_ADMITTED", cafe.placeCode);
        Page asking = console.page(Person.OFFICER);
        Page approving = console.page(Person.COLLEAGUE);
        try (BrowserContext one = asking.context();
                BrowserContext other = approving.context()) {
            asking.navigate(violation);
            asking.fill("#reason", "联系家长");
            asking.click("[action$=unmask] button");
            assertThat(asking.locator("main")).containsText("等待另一位同事批准");
            assertThat(asking.locator("main")).not().containsText("陈小明");
            assertThat(asking.locator(".pending")).hasCount(0);

            approving.navigate(violation);
            assertThat(approving.locator(".pending")).containsText("联系家长");
            approving.click("nav.sections a[href='/approvals']:has(.waiting)");
            Locator request = approving.locator(".inbox > li", new Page.LocatorOptions().setHasText("联系家长"));
            assertThat(request).containsText("当事人是未成年人");
            request.locator("button[value=approve]").click();
            assertThat(approving.locator(".notice")).isVisible();
            assertThat(request).hasCount(0);
            assertThat(approving.locator("main")).not().containsText("陈小明");

            assertThat(asking.locator(".unmasked")).containsText("陈小明"); // without a reload
            asking.navigate("/approvals");
            asking.locator(".inbox a[href='" + violation + "']").first().click(); // the other one is of its decision
            assertThat(asking.locator(".unmasked")).containsText("陈小明");
        }
    }

    /** A form without the page's CSRF token has no effect, even when signed in. */
    @Test
    void aForgedFormIsRefused() throws Exception {
        Cafe cafe = console.night().cafe("伪造网吧").login("A01", -30).login("A02", 20);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(console.night().violation("OVERTIME_OPERATION", cafe.placeCode));
            page.evaluate("document.querySelector('.act [name=csrf]').value = 'forged'");
            page.fill("#note", "x");
            page.click("button[value=acknowledge]");

            assertThat(page.locator(".said")).containsText("不是从本系统的页面发出的");
            assertThat(page.locator(".steps li")).hasCount(0);
        }
    }

    /** The picture shows only sessions in the reader's scope, without seats or persons. */
    @Test
    void theTimelineShowsBarsAndNobody() throws Exception {
        Cafe cafe =
                console.night().cafe("横线网吧").login("A01", -30).logout("A01", 15).login("A02", 20);
        String path = console.night().violation("OVERTIME_OPERATION", cafe.placeCode) + "/timeline";
        AdminClient near = console.service().regulator("culture", "360481");
        AdminClient far = console.service().regulator("culture", "360421");

        JsonObject timeline = near.get(path, Map.of()).await(PATIENCE_SECONDS, SECONDS);

        assertThat(timeline.getJsonArray("sessions")).hasSize(2);
        assertThat(timeline.getJsonArray("sessions").getJsonObject(0).fieldNames())
                .containsExactly("from", "to");
        assertThat(timeline.getJsonArray("closed").getJsonObject(0).getString("from"))
                .isEqualTo("2026-07-11T00:00:00+08:00");
        assertThat(timeline.getJsonArray("closed").getJsonObject(0).getString("to"))
                .as("in full, though the picture ends before")
                .isEqualTo("2026-07-11T08:00:00+08:00");
        assertThatThrownBy(() -> far.get(path, Map.of()).await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("404");
    }

    /** A violation about one session marks its bar among those of the others, in the picture and in its text. */
    @Test
    void theBarOfTheViolationsOwnSessionIsMarked() throws Exception {
        Cafe cafe = console.night()
                .cafe("标线网吧")
                .login("A01", -90)
                .login("A02", -60, "P-marked", "2011-01-01")
                .login("A03", -30);
        String violation = console.night().violation("MINOR_ADMITTED", cafe.placeCode);
        AdminClient near = console.service().regulator("culture", "360481");

        List<JsonObject> sessions = near
                .get(violation + "/timeline", Map.of())
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonArray("sessions")
                .stream()
                .map(JsonObject.class::cast)
                .toList();

        assertThat(sessions).hasSize(3);
        assertThat(sessions.get(1).fieldNames()).containsExactly("from", "to", "own");
        assertThat(sessions.get(1).getBoolean("own")).isTrue();
        assertThat(List.of(sessions.get(0), sessions.get(2)))
                .allSatisfy(other -> assertThat(other.fieldNames()).containsExactly("from", "to"));
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(violation);
            assertThat(page.locator(".timeline .bar")).hasCount(3);
            assertThat(page.locator(".timeline .bar.own")).hasCount(1);
            assertThat(page.locator(".legend .key.own")).isVisible();
            assertThat(page.locator("#timeline-text")).containsText("已标出本条所指的人次");
        }
    }

    private static Locator card(Page page, Cafe cafe) {
        return page.locator("#cafe-" + cafe.placeCode);
    }

    private static void connected(Page page) {
        assertThat(page.locator("#link")).hasAttribute("data-state", "up");
    }
}
