package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lingdian.console.frame.Night.Cafe;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.testing.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console on a phone without a network, and in many tabs. */
@ExtendWith(ConsoleExtension.class)
class PhoneIT {
    private static final String KEPT = "async () => (await Kept.drafts()).length + (await Kept.allPhotos()).length";
    private static final String CACHED = """
            async () => {
              let all = "";
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                  all += request.url + "\\n" + (await (await cache.match(request)).text());
                }
              }
              return all;
            }""";

    private final RunningConsole console;

    PhoneIT(RunningConsole console) {
        this.console = console;
    }

    /**
     * Without a network: the round opens, an inspection with three photographs is written, the phone is restarted, and all
     * of it is still there. Then it is sent, once.
     */
    @Test
    void aRestartedPhoneSendsItsInspectionOnce(@TempDir Path directory) throws Exception {
        Cafe cafe = console.night().cafe("断网网吧").login("A01", -30).login("A02", 20);
        console.night().violation("OVERTIME_OPERATION", cafe.placeCode);
        console.service().groupCases();
        try (TcpProxy proxy = TcpProxy.listeningBefore(console.url().getPort())) {
            proxy.forward();
            URI at = URI.create("http://127.0.0.1:" + proxy.port());
            try (BrowserContext phone = console.phone(directory, at)) {
                Page page = phone.pages().getFirst();
                page.navigate("/sign-in?next=/rounds");
                console.signIn(page, Person.ON_THE_PHONE);
                page.evaluate("navigator.serviceWorker.ready.then(() => Kept.round())");
                page.waitForFunction("navigator.serviceWorker.controller !== null");
                proxy.cut();
                write(page);
                assertThat((String) page.evaluate(CACHED))
                        .contains("/console/")
                        .doesNotContain("何警官", "断网网吧", "csrf\" value=\"e");
            }
            try (BrowserContext phone = console.phone(directory, at)) {
                Page page = phone.pages().getFirst();
                page.navigate("/");
                assertThat(page.locator("#phone-drafts li")).containsText("3 张照片");
                whatIsSentNoLongerWaits(page);
                page.click("#phone-drafts a");
                assertThat(page.locator("[name='premises.0.found']")).hasValue("门开着，三人在上网");
                assertThat(page.locator("[name='premises.0.violations']")).isChecked();
                assertThat(page.locator("#queue img")).hasCount(3);
                proxy.forward();
                page.navigate("/sign-in");
                console.signIn(page, Person.ON_THE_PHONE);
                assertThat(page.locator("#outbox")).containsText("已发送：检查记录 1 份、照片 3 张");
                page.reload();
                assertThat(page.evaluate(KEPT)).isEqualTo(0);
            }
        }
        JsonArray recorded = inspections(cafe);
        assertThat(recorded).hasSize(1);
        assertThat(recorded.getJsonObject(0).getJsonArray("photos")).hasSize(3);
        assertThat(recorded.getJsonObject(0).encode()).contains("门开着");
    }

    private static void whatIsSentNoLongerWaits(Page page) {
        page.evaluate("""
                async () => {
                  window.one = (await Kept.drafts()).find((draft) => draft.key.startsWith("inspection-"));
                  await Kept.drop(window.one.key);
                  document.dispatchEvent(new CustomEvent("sent", { detail: window.one.action }));
                }""");
        assertThat(page.locator(".drafts")).isHidden();
        page.evaluate("async () => { await Kept.keep(window.one); document.dispatchEvent(new CustomEvent('sent')); }");
        assertThat(page.locator("#phone-drafts li")).hasCount(1);
    }

    private static void write(Page page) {
        page.navigate("/rounds");
        Locator stop = page.locator("#phone-stops .stop", new Page.LocatorOptions().setHasText("断网网吧"));
        stop.locator(".file a").click();
        assertThat(page.locator("#phone-case")).containsText("超时");
        page.goBack();
        stop.locator("a.record").click();
        assertThat(page.locator("[name='premises.0.name']")).hasValue("断网网吧");
        page.fill("[name=unit]", "瑞昌市大队");
        page.fill("[name='premises.0.found']", "门开着，三人在上网");
        Locator photos = page.locator("[data-photos] input").last();
        photos.setInputFiles(new FilePayload[] {photo("一.png"), photo("二.png"), photo("错.png")});
        assertThat(page.locator("#queue img")).hasCount(3);
        page.locator("#queue [aria-label='删除 错.png']").click();
        assertThat(page.locator("#queue img")).hasCount(2);
        photos.setInputFiles(photo("三.png"));
        assertThat(page.locator("#queue img")).hasCount(3);
        page.click(".save button");
        assertThat(page.locator(".said[role=alert]")).containsText("还没有保存到系统");
    }

    private static FilePayload photo(String name) {
        return new FilePayload(name, "image/png", Ledger.photo(64));
    }

    /** The inspections of a café, whole. */
    private JsonArray inspections(Cafe cafe) throws Exception {
        var officer = console.service().regulator("culture", "360481");
        JsonArray found = officer.get("/inspections", Map.of("placeCode", cafe.placeCode))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getJsonArray("items");
        var whole = new JsonArray();
        for (Object one : found) {
            whole.add(officer.get("/inspections/" + ((JsonObject) one).getString("id"), Map.of())
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        return whole;
    }

    /** What was typed in one tab is not left to whoever comes next, by a sign-out in another, which asks before. */
    @Test
    void aSignOutRemovesDraftsInAllTabs() {
        String path = console.ledger().newInspection() + "/edit";
        Page tab = console.stranger();
        try (BrowserContext context = tab.context()) {
            tab.navigate("/sign-in");
            assertThat(tab.locator("html")).hasAttribute("data-theme", "dark"); // it is half past one at night
            console.signIn(tab, Person.OFFICER);
            tab.navigate(path);
            tab.fill("[name=note]", "李四说");
            Page other = context.newPage();
            other.navigate("/cafes/" + Night.LATE);
            List<String> asked = new CopyOnWriteArrayList<>();
            other.onDialog(dialog -> answer(dialog, asked));
            context.route("**/photos", Route::abort); // as if the network were lost just then
            tab.locator("[data-photos] input").last().setInputFiles(photo("窗.png"));
            assertThat(tab.locator("#queue li")).hasAttribute("data-state", "lost");
            other.click("form[action='/sign-out'] button");

            tab.waitForURL(url -> url.contains("/sign-in"));
            assertThat(asked).hasSize(1);
            other.waitForURL(url -> url.contains("/sign-in"));
            console.signIn(tab, Person.OFFICER);
            assertThat(tab.evaluate(KEPT)).isEqualTo(0);
            tab.navigate(path);
            assertThat(tab.locator("[name=note]")).hasValue("");
            tab.fill("[name=note]", "赵六说");
            tab.waitForFunction("async () => (await Kept.drafts()).length > 0");
            tab.navigate("/sign-in/account"); // a page without script
            tab.click("form[action='/sign-out'] button");
            tab.waitForURL(url -> url.endsWith("/sign-in?out=1"));
            console.signIn(tab, Person.OFFICER);
            assertThat(tab.evaluate(KEPT)).as("after a sign-out without script").isEqualTo(0);
            tab.navigate(path);
            tab.fill("[name=note]", "王五说");
            context.clearCookies();
            tab.navigate("/sign-in");
            console.signIn(tab, Person.COLLEAGUE);
            assertThat(tab.evaluate(KEPT)).as("of another person").isEqualTo(0);
        }
    }

    private static void answer(Dialog dialog, List<String> asked) {
        asked.add(dialog.message());
        dialog.accept();
    }

    /** A browser has six connections to a server: seven tabs share one feed, and another tab takes it over. */
    @Test
    void sevenTabsShareOneConnection() throws Exception {
        Page first = console.page(Person.OFFICER);
        try (BrowserContext context = first.context()) {
            List<String> feeds = new CopyOnWriteArrayList<>();
            context.onRequest(request -> {
                if (request.url().contains("/violations/feed")) {
                    feeds.add(request.url());
                }
            });
            first.navigate("/live");
            assertThat(first.locator("#link")).hasAttribute("data-state", "up");
            for (int i = 0; i < 6; i++) {
                Page tab = context.newPage();
                Response shown = tab.navigate(i == 5 ? "/live?standing=lead" : "/live");
                assertThat(shown.ok()).isTrue();
                assertThat(tab.locator("#link")).hasAttribute("data-state", "up");
            }
            Cafe cafe = console.night().cafe("七页网吧").login("A01", -30).login("A02", 20);
            List<Page> tabs = context.pages();
            for (Page tab : tabs.subList(0, 6)) {
                assertThat(tab.locator("#cafe-" + cafe.placeCode)).containsText("七页网吧");
            }
            assertThat(tabs.getLast().locator("#cafe-" + cafe.placeCode)).hasCount(0);
            assertThat(feeds).hasSize(1);

            first.close();
            Cafe later = console.night().cafe("八页网吧").login("A01", -30).login("A02", 20);
            assertThat(tabs.get(3).locator("#cafe-" + later.placeCode)).containsText("八页网吧");
            assertThat(feeds).hasSize(2);
        }
    }
}
