package lingdian.console.cafe;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator changed of a café, as the pages of its office show it. */
@ExtendWith(ConsoleExtension.class)
class ChangedCafeIT {
    private final RunningConsole console;

    ChangedCafeIT(RunningConsole console) {
        this.console = console;
    }

    private void put(String cafe, JsonObject changed) throws Exception {
        console.service()
                .admin()
                .putCafe(
                        cafe,
                        changed.put("name", "隐身网吧")
                                .put(
                                        "licence",
                                        new JsonObject().put("number", "1").put("validUntil", "2099-12-31")))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void itsPageShowsZoneAndSeatsAndTheLivePageThatItLeft() throws Exception {
        String cafe = console.night().cafe("隐身网吧").placeCode;
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes/" + cafe);
            assertThat(page.locator("[aria-labelledby=about]")).containsText("Asia/Shanghai (UTC+08:00)");
            assertThat(page.locator("main")).not().containsText("近一年区划");

            put(
                    cafe,
                    new JsonObject()
                            .put("timeZone", "Asia/Karachi")
                            .put("staffTerminals", new JsonArray().add("B01").add("B02")));
            page.reload();
            assertThat(page.locator("[aria-labelledby=about]")).containsText("Asia/Karachi (UTC+05:00) · ");
            assertThat(page.locator("[aria-labelledby=about]")).containsText("B01 B02 · ");
            page.click("summary:has-text('近一年区划')");
            assertThat(page.locator("main")).containsText("时区由 Asia/Shanghai 改为 Asia/Karachi");

            put(cafe, new JsonObject().put("region", "999999"));
            page.navigate("/live");
            page.click("summary:has-text('筛选')");
            page.click("summary:has-text('近 7 天场所区划')");
            assertThat(page.locator("main")).containsText("隐身网吧 " + cafe + ": 所属区划由 九江市 瑞昌市 改为 999999（行政区划表中没有）");
        }
    }
}
