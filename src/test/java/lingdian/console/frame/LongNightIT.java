package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.testing.Stopwatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Situations of a long night: a page in the background, an expired session, a long list. */
@ExtendWith(ConsoleExtension.class)
class LongNightIT {
    private static final int MANY = 10_000;

    private final RunningConsole console;

    LongNightIT(RunningConsole console) {
        this.console = console;
    }

    /** The page makes a sound, and counts in its title, only after the user has switched this on. */
    @Test
    void soundAndTheCountInTheTitleComeOnRequest() throws Exception {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.addInitScript("""
                    window.tones = 0;
                    window.AudioContext = class {
                      constructor() { this.currentTime = 0; this.destination = {}; }
                      createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; }
                      createOscillator() { return { frequency: {}, connect: (to) => to, start: () => { window.tones++; }, stop() {} }; }
                    };""");
            page.navigate("/live");
            assertThat(page.locator("#link")).hasAttribute("data-state", "up");
            page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })");
            String placeCode = console.night().cafe("静夜网吧").login("A01", -30).login("A02", 20).placeCode;
            assertThat(page.locator("#cafe-" + placeCode)).isVisible();
            assertThat(page.evaluate("window.tones")).isEqualTo(0);
            assertThat(page).hasTitle(Pattern.compile("^实时"));

            page.click("#count");
            assertThat(page).hasTitle(Pattern.compile("^\\(1\\) 实时"));
            page.click("#sound"); // plays the sound once, as a sample
            console.night().cafe("闹夜网吧").login("A01", -30).login("A02", 20);

            assertThat(page).hasTitle(Pattern.compile("^\\(2\\) 实时"));
            assertThat(page.evaluate("window.tones")).isEqualTo(2);
        }
    }

    /** What goes on is seen first, though accounts have changed: on a phone without scrolling, on a wall in its whole width. */
    @Test
    void theCardsAreNotPushedOffAPhoneNorSqueezedOnAWall() {
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            for (String language : List.of("en", "zh")) {
                page.setViewportSize(390, 844);
                page.navigate("/live?standing=fact&lang=" + language);
                assertThat(page.locator(".folded .badge")).hasCount(2);
                assertThat(page.locator("#link")).hasAttribute("data-state", "up");
                RunningConsole.picture(page, "live-phone-" + language);
                assertThat(page.locator("#cards article").first().boundingBox().y)
                        .as("the first card, " + language)
                        .isLessThanOrEqualTo(420);
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .isEqualTo(390);
            }
            assertThat(page.locator("[name=standing]")).isHidden();
            page.click(".folded > summary");
            assertThat(page.locator("[name=standing]")).hasValue("fact");
            assertThat(page.locator(".folded .notice").first()).containsText("账号");
            page.setViewportSize(2_560, 1_440);
            for (String path : List.of("/live", "/cafes", "/last-night")) {
                page.navigate(path);
                RunningConsole.picture(page, "wall" + path.replace('/', '-'));
                assertThat(page.locator("main").boundingBox().width).as(path).isGreaterThan(1_800);
            }
        }
    }

    /** The page says that the session has expired, and after the sign-in the user is back on the page. */
    @Test
    void aSessionThatIsOverIsSaidAndOneGoesOn() {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/cafes?region=360481");
            Cookie session = context.cookies().stream()
                    .filter(cookie -> cookie.name.equals("lingdian-session"))
                    .findFirst()
                    .orElseThrow();
            session.value = "x".repeat(session.value.length());
            context.addCookies(List.of(session));

            page.reload();
            assertThat(page.locator("main")).containsText("登录已失效");
            console.signIn(page, Person.OFFICER);

            assertThat(page).hasURL(Pattern.compile("/cafes\\?region=360481$"));
            assertThat(page.locator("h1")).hasText("场所");
        }
    }

    /** Uses a province that no other test reads. */
    @Test
    void aListOfTenThousandStaysUsable() throws Exception {
        try (var connection = console.service().superuser();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                    SELECT '44010010' || lpad(n::text, 6, '0'), '网吧 ' || n, '440103', 'L', now() FROM generate_series(1, %d) AS n
                    """.formatted(MANY));
            statement.execute("INSERT INTO cafe_state (place_code, version, received_at, open_sessions, state)"
                    + " VALUES ('44010010000003', 1, '2026-07-01Z', 0, '{}')");
            statement.execute(violation("44010010009999", "open"));
            statement.execute(violation("44010010000002", "ended"));
        }
        Page page = console.page(Person.GUANGDONG);
        try (BrowserContext context = page.context()) {
            var begun = Stopwatch.start();
            page.navigate("/cafes");
            assertThat(page.locator("tbody tr")).hasCount(50);
            page.getByText("下一页").click();
            assertThat(page.locator("tbody tr").first()).containsText("网吧 51");
            assertThat(page.locator("tbody tr")).hasCount(50);
            begun.assertWithin("two pages", Duration.ofSeconds(10));
            assertThat(page.content().length()).isLessThan(100_000);
            page.navigate("/live");
            assertThat(page.locator(".tally")).containsText("10000");
            assertThat(page.locator("#cards h2")).hasText("网吧 9999"); // open for years
            theSilenceIsSaid(page);
            page.navigate("/map?region=440103");
            assertThat(page.locator("#cafes li")).hasCount(500);
            assertThat(page.locator("#cafes li").first()).containsText("网吧 9999");
            assertThat(page.locator("main .warning")).containsText("这里只显示 500 家");
            page.navigate("/cafes");
            page.getByRole(AriaRole.SEARCHBOX).fill("440100100077");
            page.locator("form.filters button").click();
            assertThat(page.locator("tbody tr")).hasCount(50);
            page.navigate("/cafes?q=" + URLEncoder.encode("网吧 777", StandardCharsets.UTF_8));
            assertThat(page.locator("tbody tr").first()).containsText("网吧 777");
            assertThat(page.locator("tbody tr")).hasCount(11);
        }
    }

    /** One café reported ten days ago, and none does now: else the page would look like that of a quiet night. */
    private static void theSilenceIsSaid(Page page) {
        page.setViewportSize(390, 844);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.navigate("/live?theme=" + (scheme == ColorScheme.DARK ? "dark" : "light"));
            assertThat(page.locator("main .warning")).containsText("曾有上报的 1 家在最近 15 分钟都没有上报");
            assertThat(page.locator("main .warning a")).isInViewport();
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
            RunningConsole.picture(page, "live-silent-" + scheme.name().toLowerCase(Locale.ROOT));
        }
        page.setViewportSize(1_280, 800);
    }

    /** Years old. */
    private static String violation(String placeCode, String state) {
        String at = "2020-01-01T00:00:00Z";
        UUID id = UUID.randomUUID();
        JsonObject snapshot = new JsonObject()
                .put("id", id.toString())
                .put("code", "TERMINAL_UNREGISTERED")
                .put("standing", "fact")
                .put("state", state)
                .put("case", "new")
                .put("placeCode", placeCode)
                .put("region", "440103")
                .put("authorities", new JsonArray().add("culture"))
                .put("startedAt", at)
                .put("detectedAt", at)
                .put("endedAt", state.equals("ended") ? at : null)
                .put("evidence", new JsonArray());
        return "INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at,"
                + " ended_at, snapshot) VALUES ('" + id + "', 'TERMINAL_UNREGISTERED', '" + placeCode
                + "', '440103', 'fact', '" + state + "', '{culture,public-security}', '" + at + "', '" + at + "', "
                + (state.equals("ended") ? "'" + at + "'" : "NULL") + ", '" + snapshot.encode() + "')";
    }
}
