package lingdian.console.morning;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a section chief does with last night. */
@ExtendWith(ConsoleExtension.class)
class ChiefsMorningIT {
    private final RunningConsole console;

    ChiefsMorningIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void aSectionChiefReadsTheNightAndPassesItOn() throws Exception {
        console.service().groupCases();
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/last-night");
            assertThat(page.locator(".asof")).containsText("还没有结束"); // the clock stands at half past one
            assertThat(page.locator("#hearing")).hasText(Pattern.compile("辖区 \\d+ 家场所：.*听到 [1-9]\\d* 家，\\d+ 家从未上报.*"));
            assertThat(page.locator("section[aria-labelledby=worst] tbody tr").first())
                    .containsText("接纳未成年人"); // named, and not counted
            assertThat(page.locator("section[aria-labelledby=worst]")).containsText("夜航网吧");
            assertThat(page.locator(".todo")).containsText("夜航网吧");
            assertThat(page.locator("#paragraph")).hasValue(Pattern.compile("【昨夜情况】九江市.*听到 \\d+ 家.*超时营业事实 \\d+ 条"));
            Locator facts = page.locator("section[aria-labelledby=found] tbody tr td.last a")
                    .first();
            String count = facts.textContent();
            facts.click();
            assertThat(page.locator("tbody tr")).hasCount(Integer.parseInt(count));
            assertThat(page.locator("[name=standing]")).hasValue("fact");
            page.goBack();
            page.click("[data-copy]");
            assertThat(page.locator("#copied")).hasText("已复制。");
            Download file = page.waitForDownload(() -> page.click("a[download]"));
            assertThat(file.suggestedFilename()).isEqualTo("昨夜 2026-07-10.csv");
            assertThat(Files.readString(file.path())).startsWith("\uFEFF昨夜").contains(Night.LATE);
            double bar = page.locator(".top").boundingBox().height;
            page.click(".top .menu > summary");
            assertThat(page.locator(".top").boundingBox().height)
                    .as("the open menu lies over the page")
                    .isEqualTo(bar);
            page.click(".top .menu > summary");
            page.click("text=前一夜");
            assertThat(page.locator("section[aria-labelledby=premises]")).containsText("无数据");
            assertThat(page.locator("section[aria-labelledby=worst]")).containsText("没有收到任何场所的数据");
            assertThat(page.locator("section[aria-labelledby=unaccepted]")).containsText("不能说明");
        }
    }

    /** From the county on the board to the café, its place in a map program, and the list that finds it again. */
    @Test
    void anOfficerFindsACafeOnTheMapAndInTheList() throws Exception {
        String placeCode = console.night().cafe("地图网吧").placeCode;
        console.service()
                .admin()
                .putCafe(
                        placeCode,
                        new JsonObject("{\"name\":\"地图网吧\",\"latitude\":29.68,\"longitude\":115.67,\"terminals\":50,"
                                + "\"licence\":{\"number\":\"L\",\"validUntil\":\"2026-07-20\"}}"))
                .await(PATIENCE_SECONDS, SECONDS);
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/map");
            page.click(".board a >> text=瑞昌市");
            assertThat(page.locator("section[aria-labelledby=tonight]")).containsText("夜航网吧");
            assertThat(page.locator("#map .pin > div").first()).isVisible();
            page.locator("#cafes a[href$='" + placeCode + "']").focus();
            assertThat(page.locator(".pin.lit")).hasCount(1);
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("地图网吧");
            assertThat(page.locator(".ways a").first())
                    .hasAttribute(
                            "href",
                            Pattern.compile("https://uri.amap.com/marker\\?position=115.67\\d+,29.6[78]\\d+&.*"));

            page.navigate("/cafes");
            page.locator(".further summary").click();
            page.locator("[name=licenceDays]").selectOption("30"); // a choice applies itself
            assertThat(page.locator(".pager")).containsText("共 1 家");
            assertThat(page.locator("tbody tr")).containsText("2026-07-20");
            page.navigate("/complaints/new");
            page.locator("[name=placeCode]").pressSequentially("地图网");
            assertThat(page.locator("#cafe-choices button")).hasText(Pattern.compile("地图网吧.*" + placeCode + ".*瑞昌市.*"));
            page.locator("#cafe-choices button").click();
            assertThat(page.locator("[name=placeCode]")).hasValue("地图网吧 " + placeCode);
            assertThat(page.locator("#cafe-choices button")).hasCount(0);
            page.selectOption("[name=subject]", "minors");
            page.fill("[name=content]", "有未成年人");
            page.click("form.make-new button");
            page.navigate("/cafes/" + placeCode + "?tab=cases");
            assertThat(page.locator("section[aria-labelledby=complaints]")).containsText("待决定是否受理");

            page.navigate("/cafes?region=440000");
            assertThat(page.locator(".empty")).containsText("不在您的辖区内");
            page.navigate("/trends?region=440000");
            assertThat(page.locator(".empty")).containsText("不在您的辖区内");
            console.service().sweepFigures();
            page.navigate("/trends");
            page.locator(".figures summary").first().click();
            Locator day = page.locator(".figures table")
                    .first()
                    .locator("tr", new Locator.LocatorOptions().setHasText("2026-07-11"))
                    .locator("a");
            String figure = day.textContent();
            day.click();
            assertThat(page.locator("tbody tr")).hasCount(Integer.parseInt(figure));
            assertThat(page.locator("[name=from]")).hasValue("2026-07-11");

            page.setViewportSize(1_440, 900);
            page.navigate("/trends/comparison?lang=en"); // its words are long
            assertThat(page.locator("#counties .cautions").first()).isVisible();
            assertThat(page.evaluate("""
                            (() => {
                              const table = document.querySelector("#counties").parentElement;
                              return table.scrollWidth - table.clientWidth;
                            })()""")).as("cut off").isEqualTo(0);
            page.navigate("/?lang=zh");
        }
    }
}
