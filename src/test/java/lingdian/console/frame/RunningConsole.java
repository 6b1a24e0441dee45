package lingdian.console.frame;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Await;
import lingdian.testing.Chromium;
import lingdian.testing.RunningService;

/**
 * A service whose clock stands at half past one in the morning, with a few cafés, an account of each role, and one
 * Chromium.
 *
 * <p>Started once for all console tests ({@link ConsoleExtension}). So a test that changes a case or a café makes its
 * own with {@link #cafe}, and leaves the cafés of {@link Night} unchanged.
 */
public final class RunningConsole implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/screenshots");
    static final Instant BEGINS = Instant.parse("2026-07-11T01:30:00+08:00");

    static final String PASSWORD = "correct horse battery staple";
    /** No second factor, and pages at any pace: these have tests of their own, and would only take time here. */
    private static final String SETTINGS = "signIn:\n  secondFactorFor: []\n  sessions: {pagesAtOnce: 100000}\n";

    private final InstantSource clock;
    private final RunningService service;
    private final Night night;
    private final Ledger ledger;
    private final Chromium chromium;
    private final Map<String, String> states = new HashMap<>();

    /**
     * Pictures the whole page for people to look at, with {@code -Dlingdian.pictures=true} only: a third of what opening
     * a page costs.
     */
    static void picture(Page page, String name) {
        if (Boolean.getBoolean("lingdian.pictures")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + ".png"))
                    .setAnimations(ScreenshotAnimations.DISABLED) // colours fade from day to night
                    .setFullPage(true));
        }
    }

    /** The accounts of the tests, with their sign-in names. */
    public enum Person {
        OFFICER("officer-li", role("regulator").put("authority", "culture").put("region", "360481"), "李警官"),
        /** Records a round that other tests would go on with, were it theirs. */
        ON_THE_PHONE("officer-he", role("regulator").put("authority", "culture").put("region", "360481"), "何警官"),
        COLLEAGUE("officer-wang", role("regulator").put("authority", "culture").put("region", "360400"), "王科长"),
        POLICE(
                "officer-zhao",
                role("regulator").put("authority", "public-security").put("region", "360481"),
                "赵民警"),
        AUDITOR("auditor-sun", role("auditor"), "孙审计"),
        OPERATOR("owner-qian", role("operator").put("placeCode", Night.LATE), "钱老板"),
        OWNER(
                "owner-feng",
                role("operator")
                        .put("placeCodes", new JsonArray().add(Night.LATE).add(Night.ELSEWHERE)),
                "冯老板"),
        GUANGDONG("officer-wu", role("regulator").put("authority", "culture").put("region", "440000"), "吴处长"),
        ADMINISTRATOR("admin-zhou", role("admin"), "周管理员");

        private final String signInName;
        private final JsonObject account;

        Person(String signInName, JsonObject account, String name) {
            this.signInName = signInName;
            this.account = account.put("name", name).put("signInName", signInName);
        }

        private static JsonObject role(String role) {
            return new JsonObject().put("role", role);
        }
    }

    RunningConsole() throws Exception {
        Chromium.need();
        Instant started = Instant.now();
        clock = () -> BEGINS.plus(started.until(Instant.now(), ChronoUnit.MICROS), ChronoUnit.MICROS);
        service = RunningService.with().settings(SETTINGS).clock(clock).start();
        night = new Night(service, clock);
        night.begin();
        ledger = new Ledger(service, night);
        for (Person person : Person.values()) {
            enter(person);
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(Await.PATIENCE_MILLIS);
        chromium = Chromium.start();
    }

    URI url() {
        return service.url();
    }

    public RunningService service() {
        return service;
    }

    public Night night() {
        return night;
    }

    Ledger ledger() {
        return ledger;
    }

    /** A page without a signed-in account. */
    Page stranger() {
        return stranger(url());
    }

    /** The same, through a proxy. */
    Page stranger(URI at) {
        return chromium.browser().newContext(options(at)).newPage();
    }

    /** A page on which this person is signed in, as wide as on a desktop, in Chinese. */
    public Page page(Person person) {
        return page(person, url());
    }

    /** The same, through a proxy: the cookie belongs to the host and is valid on any port. */
    Page page(Person person, URI at) {
        String state = states.computeIfAbsent(person.signInName, name -> signIn(person));
        BrowserContext context = chromium.browser().newContext(options(at).setStorageState(state));
        return context.newPage();
    }

    /** A phone that keeps its data in a directory. Nobody is signed in. */
    BrowserContext phone(Path directory, URI at) {
        return chromium.kept(
                directory,
                new BrowserType.LaunchPersistentContextOptions()
                        .setBaseURL(at.toString())
                        .setLocale("zh-CN")
                        .setViewportSize(390, 844));
    }

    private static Browser.NewContextOptions options(URI at) {
        return new Browser.NewContextOptions()
                .setBaseURL(at.toString())
                .setLocale("zh-CN")
                .setViewportSize(1280, 800);
    }

    private String signIn(Person person) {
        Page page = stranger();
        try (BrowserContext context = page.context()) {
            page.navigate("/sign-in");
            signIn(page, person);
            return context.storageState();
        }
    }

    /** Fills in the sign-in page, and waits for the page that follows. */
    void signIn(Page page, Person person) {
        page.fill("[name=name]", person.signInName);
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
        page.waitForURL(url -> !url.contains("/sign-in?") && !url.endsWith("/sign-in"));
    }

    /** Creates the account, and sets its password with the invitation. */
    private void enter(Person person) throws Exception {
        JsonObject made = admin().call(HttpMethod.POST, "/accounts", person.account.copy())
                .await(PATIENCE_SECONDS, SECONDS);
        String path = made.getJsonObject("invitation").getString("path");
        var visitor = new lingdian.testing.Browser(url());
        visitor.get(path);
        var set = visitor.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        if (set.status() != 303) {
            throw new IllegalStateException("no password for " + person + ": " + set.status());
        }
    }

    private AdminClient admin() {
        return service.admin();
    }

    @Override
    public void close() throws Exception {
        chromium.close();
        night.close();
        service.close();
    }
}
