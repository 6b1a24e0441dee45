package lingdian.console.violation;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Objects;
import java.util.regex.Pattern;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A café that is compared with others, as its violation's page and the page of trends show it. */
@ExtendWith(ConsoleExtension.class)
class ComparedCafeIT {
    private final RunningConsole console;

    ComparedCafeIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void theFigureTheMedianAndWhatMayExplainThemAreSaid() throws Exception {
        String cafe = console.night().cafe("车站网吧").login("A01", -30).login("A02", 20).placeCode;
        sql("""
                UPDATE violation SET snapshot = replace(snapshot, '"caseFile"', '"peers":{"figure":"night-logins","region":"360400",\
                "cafes":23,"logins":640,"value":0.41249,"median":0.083,"score":4.249},"caseFile"') WHERE place_code = '%s'
                """.formatted(cafe));
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(console.night().violation("OVERTIME_OPERATION", cafe));

            assertThat(page.locator("main"))
                    .containsText("0 时至 8 时登录所占比例：41.2 %；同市其他 23 家场所的中位数：8.3 %；稳健 z 值 +4.2；28 天内登录 640 人次");
            assertThat(page.locator("main")).containsText("本线索不表示存在违规");
        }
    }

    /** Nothing can come from a café whose key was ended: who judges its silence is told so (handbook, silence.md#what-counts). */
    @Test
    void aSilenceIsShownWithTheTimeWithoutAKey() throws Exception {
        String cafe = console.night().cafe("被盗网吧").login("A01", -30).login("A02", 20).placeCode;
        String path = console.night().violation("OVERTIME_OPERATION", cafe);
        console.service().groupCases();
        sql("""
                UPDATE violation SET code = 'MEASURES_STOPPED', snapshot = replace(snapshot, 'OVERTIME_OPERATION', 'MEASURES_STOPPED')
                WHERE place_code = '%1$s' AND code = 'OVERTIME_OPERATION';
                UPDATE case_violation SET code = 'MEASURES_STOPPED'
                WHERE case_id IN (SELECT id FROM case_file WHERE place_code = '%1$s') AND code = 'OVERTIME_OPERATION'
                """.formatted(cafe));
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(path);
            assertThat(page.locator("main")).not().containsText("全部停用");
            sql("UPDATE agent_key SET ended_at = created_at WHERE place_code = '" + cafe + "'");
            page.reload();
            assertThat(page.locator("main")).containsText("全部停用，至今没有新密钥");
            page.click(".head a[href^='/cases/']");
            assertThat(page.locator(".findings")).containsText("全部停用，至今没有新密钥");
            page.navigate("/cafes/" + cafe);
            assertThat(page.locator("main .warning").first()).containsText("全部停用，至今没有新密钥");
        }
    }

    @Test
    void trendsShowHowManyTerminalsWereHeardOf() throws Exception {
        sql("""
                INSERT INTO region_terminals VALUES ('2026-07-08', '360481', 400, 300, 0), ('2026-07-09', '360481', 400, 360, 2)
                ON CONFLICT (day, region) DO UPDATE
                SET licensed = excluded.licensed, heard = excluded.heard, unknown_cafes = excluded.unknown_cafes
                """);
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/trends?from=2026-07-01&to=2026-07-09");
            assertThat(page.locator("figure", new Page.LocatorOptions().setHasText("近 7 天有上报的终端")))
                    .containsText("83%");
            assertThat(page.locator("main")).containsText("2026-07-09 有 2 家场所数量未知");
            drawsWhatTheTableHas(page.locator("figure", new Page.LocatorOptions().setHasText("近 7 天有上报的终端")));
            withoutScriptsTheTableIsShown(context);
            withoutTheLibraryTheTableIsOpened(context);

            page.navigate("/trends?from=2026-06-01&to=2026-06-09");
            assertThat(page.locator("figure", new Page.LocatorOptions().setHasText("近 7 天有上报的终端")))
                    .containsText("未知");
        }
    }

    /** Two bars, and a gap with its word for the week of which nothing is known. */
    private static void drawsWhatTheTableHas(Locator figure) {
        figure.scrollIntoViewIfNeeded();
        assertThat(figure).hasAttribute("data-drawn", "true");
        assertThat(figure.locator(".marks")).hasText("7 天无数据");
        assertThat(figure.locator(".plot")).hasAttribute("aria-label", Pattern.compile("近 7 天有上报的终端.*83%.*7 天无数据"));
        assertThat(figure.locator("svg path[fill='var(--good)']")).hasCount(2);
        assertThat(figure.locator("svg text", new Locator.LocatorOptions().setHasText("无数据")))
                .hasCount(1);
        assertThat(figure.locator("td")).hasText(new String[] {"90%", "75%"});
        assertThat(figure.locator("td").first()).isHidden();
        figure.locator(".plot").hover();
        assertThat(figure.locator("svg")).containsText("2026-07-0");
    }

    private static void withoutScriptsTheTableIsShown(BrowserContext context) {
        try (BrowserContext plain = likewise(context, false)) {
            Page page = plain.newPage();
            page.navigate("/trends?from=2026-07-01&to=2026-07-09");
            Locator figure = page.locator("figure", new Page.LocatorOptions().setHasText("近 7 天有上报的终端"));
            assertThat(figure.locator("td").first()).isVisible();
            assertThat(figure.locator(".plot")).isHidden();
        }
    }

    private static void withoutTheLibraryTheTableIsOpened(BrowserContext context) {
        try (BrowserContext lossy = likewise(context, true)) {
            lossy.route("**/echarts.js", Route::abort);
            Page page = lossy.newPage();
            page.navigate("/trends?from=2026-07-01&to=2026-07-09");
            Locator figure = page.locator("figure", new Page.LocatorOptions().setHasText("近 7 天有上报的终端"));
            assertThat(figure.locator("td").first()).isVisible();
            assertThat(figure.locator(".plot")).isHidden();
        }
    }

    private static BrowserContext likewise(BrowserContext context, boolean scripts) {
        return Objects.requireNonNull(context.browser())
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(context.pages().getFirst().url())
                        .setStorageState(context.storageState())
                        .setLocale("zh-CN")
                        .setJavaScriptEnabled(scripts));
    }

    private void sql(String sql) throws Exception {
        try (var database = console.service().superuser();
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
