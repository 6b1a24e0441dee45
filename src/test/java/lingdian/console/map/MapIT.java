package lingdian.console.map;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Media;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The map in a browser. Its cafés are of a county that no other test draws. */
@ExtendWith(ConsoleExtension.class)
class MapIT {
    private static final String COUNTY = "360424";

    private final RunningConsole console;

    MapIT(RunningConsole console) {
        this.console = console;
    }

    /** Two in one street, one far away, and one of which nobody knows where it is. */
    @BeforeEach
    void cafes() throws Exception {
        put(1, "同街甲网吧", ",\"latitude\":22.5401,\"longitude\":114.1301");
        put(2, "同街乙网吧", ",\"latitude\":22.5411,\"longitude\":114.1311");
        put(3, "远处网吧", ",\"latitude\":22.5701,\"longitude\":114.1601");
        put(4, "无处网吧", "");
    }

    private void put(int number, String name, String position) throws Exception {
        console.service()
                .admin()
                .putCafe(
                        COUNTY + "1000000" + number,
                        new JsonObject("{\"name\":\"" + name
                                + "\",\"licence\":{\"number\":\"L\",\"validUntil\":\"2099-12-31\"}" + position + "}"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void cafesCloseTogetherAreOneSignThatOpens() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            page.navigate("/map?region=" + COUNTY);
            Locator signs = page.locator("#map .pin");
            assertThat(signs).hasCount(2);
            assertThat(page.locator("#map .pin .several")).hasText("2");
            assertThat(signs.filter(new Locator.FilterOptions().setHasText("2")))
                    .hasAttribute("title", "离线 2");
            assertThat(page.locator("#map .leaflet-control-scale-line")).containsText("m");
            assertThat(page.locator(".schematic")).isHidden();

            page.locator("#map .pin .several").click();
            assertThat(page.locator("#map .pin .several")).hasCount(0);
            page.locator("#map .pin[title^='同街甲网吧'] > div").click();
            assertThat(page.locator(".leaflet-popup-content")).containsText("离线");
            page.locator(".leaflet-popup-content a").click();
            assertThat(page.locator("h1")).hasText("同街甲网吧");
            assertThat(asked)
                    .allMatch(url -> url.startsWith(console.service().url().toString()));
        }
    }

    /** The list has every café, also that without coordinates, and marks the sign of the one that has the focus. */
    @Test
    void theListHasEveryCafeAndIsEnoughWithoutScriptsAndOnPaper() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.navigate("/map?region=" + COUNTY);
            assertThat(page.locator("#cafes li")).hasCount(4);
            assertThat(page.locator("#cafes li", new Page.LocatorOptions().setHasText("无处网吧")))
                    .containsText("未登记位置");
            assertThat(page.locator(".help", new Page.LocatorOptions().setHasText("1 家没有登记经纬度")))
                    .hasCount(1);
            assertThat(page.locator("main")).containsText("“事实进行中”不含正在发生的嫌疑");
            assertThat(page.locator("#map .pin")).hasCount(2);
            page.locator("#cafes a", new Page.LocatorOptions().setHasText("远处网吧"))
                    .focus();
            assertThat(page.locator(".pin.lit")).hasAttribute("title", "远处网吧: 离线");
            page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator("#map")).isHidden();
            assertThat(page.locator(".schematic")).isVisible();
            try (BrowserContext plain = Objects.requireNonNull(context.browser())
                    .newContext(new Browser.NewContextOptions()
                            .setBaseURL(console.service().url().toString())
                            .setStorageState(context.storageState())
                            .setJavaScriptEnabled(false))) {
                Page without = plain.newPage();
                without.navigate("/map?region=" + COUNTY);
                assertThat(without.locator(".schematic a.dot")).hasCount(3);
                assertThat(without.locator("#map")).isHidden();
                assertThat(without.locator("#cafes li")).hasCount(4);
            }
        }
    }

    /** With tiles, by a page that has them and the header for them: one that cannot be loaded is said. */
    @Test
    void tilesThatAreConfiguredAreDrawnAndTheirAbsenceIsSaid() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.route("**/map?region=*", route -> withTiles(route));
            page.navigate("/map?region=" + COUNTY);
            assertThat(page.locator("#map img.leaflet-tile").first()).isAttached();
            assertThat(page.locator("#no-tiles")).containsText("底图没有加载成功");
            assertThat(page.locator("#map .pin")).hasCount(2);
        }
    }

    private static void withTiles(Route route) {
        var answer = route.fetch();
        route.fulfill(new Route.FulfillOptions()
                .setResponse(answer)
                .setBody(answer.text()
                        .replace("data-tiles=\"\"", "data-tiles=\"/nowhere/{z}/{x}/{y}.png\"")
                        .replace("</svg>", "</svg><p id=\"no-tiles\" hidden data-failed=\"底图没有加载成功\"></p>")));
    }
}
