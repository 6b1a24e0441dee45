package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.console.frame.RunningConsole.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requirements on every page: both languages, desktop and phone, no serious accessibility violation, few bytes, and no
 * message on the browser's console. A new page needs one line in {@link #pages()}.
 */
@ExtendWith(ConsoleExtension.class)
class ConsolePagesIT {
    /** Without ECharts, which a browser loads once, and only for a chart that comes near the screen. */
    private static final long MOST_BYTES = 200_000;

    private static final int PHONE_WIDTH = 360;

    /** Expected messages: a refused page, and htmx's message about the feed when its page is left. */
    private static final Pattern EXPECTED = Pattern.compile("the server responded with a status of|^Event$");

    /** Colours fade from day to night. */
    private static final String FADED =
            "document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())";

    private static final Map<Optional<Person>, BrowserContext> BROWSERS = new HashMap<>();

    private final RunningConsole console;

    ConsolePagesIT(RunningConsole console) {
        this.console = console;
    }

    /**
     * A page.
     *
     * @param person null for a visitor who is not signed in
     * @param path or the code of a violation, for its page; or {@code CAMPAIGN}, for a campaign's page; or the name of
     *     a record in the {@link Ledger}
     */
    record Shown(String name, Person person, String path, int status) {
        static Shown of(String name, Person person, String path) {
            return new Shown(name, person, path, 200);
        }
    }

    static Stream<Shown> pages() {
        return Stream.of(
                Shown.of("sign-in", null, "/sign-in"),
                Shown.of("worklist", Person.COLLEAGUE, "/"),
                Shown.of("worklist-filtered", Person.POLICE, "/?view=mine&step=assigned&sort=due"),
                Shown.of("worklist-grouped", Person.COLLEAGUE, "/?group=county"),
                Shown.of("case", Person.OFFICER, "a case"),
                Shown.of("approvals", Person.COLLEAGUE, "an inbox"),
                Shown.of("approvals-admin", Person.ADMINISTRATOR, "/approvals"),
                Shown.of("record-requests", Person.OFFICER, "/record-requests"),
                Shown.of("legal-holds", Person.COLLEAGUE, "/legal-holds"),
                Shown.of("legal-holds-auditor", Person.AUDITOR, "/legal-holds"),
                Shown.of("registry", Person.POLICE, "/registry"),
                Shown.of("cosigning", Person.OFFICER, "/cosigning?number=1"),
                Shown.of("integrity", Person.AUDITOR, "/integrity"),
                Shown.of("integrity-admin", Person.ADMINISTRATOR, "/integrity"),
                Shown.of("complaints", Person.OFFICER, "/complaints"),
                Shown.of("complaint-new", Person.POLICE, "/complaints/new"),
                Shown.of("complaint", Person.OFFICER, "a complaint"),
                Shown.of("last-night", Person.OFFICER, "/last-night"),
                Shown.of("last-night-earlier", Person.POLICE, "/last-night?day=2026-07-01"),
                Shown.of("live", Person.OFFICER, "/live"),
                Shown.of("live-filtered", Person.POLICE, "/live?code=MINOR_ADMITTED"),
                Shown.of("violation", Person.OFFICER, "OVERTIME_OPERATION"),
                Shown.of("violation-of-a-person", Person.POLICE, "IDENTITY_SHARED"),
                Shown.of("violation-own", Person.OPERATOR, "OVERTIME_OPERATION"),
                Shown.of("cafes", Person.COLLEAGUE, "/cafes?sort=cases"),
                Shown.of("cafe", Person.OFFICER, "/cafes/" + Night.LATE),
                Shown.of("cafe-cases", Person.POLICE, "/cafes/" + Night.LATE + "?tab=cases"),
                Shown.of("cafe-connection", Person.OFFICER, "/cafes/" + Night.LATE + "?tab=connection"),
                Shown.of("cafe-documents", Person.OFFICER, "/cafes/" + Night.LATE + "?tab=documents"),
                Shown.of("map", Person.OFFICER, "/map"),
                Shown.of("map-board", Person.COLLEAGUE, "/map"),
                Shown.of("violations", Person.COLLEAGUE, "/violations?region=360481&from=2026-07-10&to=2026-07-11"),
                Shown.of("hours-cafe", Person.OFFICER, "/cafes/" + Night.LATE + "/hours"),
                Shown.of("hours-region", Person.COLLEAGUE, "/regions/360400/hours"),
                Shown.of("campaigns", Person.OFFICER, "/campaigns"),
                Shown.of("campaign", Person.OFFICER, "CAMPAIGN"),
                Shown.of("campaign-report", Person.OFFICER, "CAMPAIGN/report"),
                Shown.of("returns", Person.OFFICER, "/returns"),
                Shown.of("return", Person.OFFICER, "/returns/2026-07"),
                Shown.of("return-rows", Person.OFFICER, "/returns/2026/rows?column=complaints"),
                Shown.of("return-city", Person.COLLEAGUE, "/returns/2026-07"),
                Shown.of("targets", Person.COLLEAGUE, "/targets"),
                Shown.of("export-links", Person.OFFICER, "/export-links?of=%2Fapi%2Fv1%2Fcafes"),
                Shown.of("my-cafe", Person.OPERATOR, "/my-cafe"),
                Shown.of("my-cafe-now", Person.OPERATOR, "/my-cafe/now"),
                Shown.of("my-cafes", Person.OWNER, "/my-cafe"),
                Shown.of("administration", Person.ADMINISTRATOR, "/administration"),
                Shown.of("administration-accounts", Person.ADMINISTRATOR, "/administration/accounts"),
                Shown.of("administration-cafe", Person.ADMINISTRATOR, "/administration/cafes/" + Night.LATE),
                Shown.of("administration-keys", Person.ADMINISTRATOR, "/administration/keys?of=keys"),
                Shown.of("administration-imports", Person.ADMINISTRATOR, "/administration/imports"),
                Shown.of("administration-rules", Person.ADMINISTRATOR, "/administration/rules"),
                Shown.of("administration-rule-set", Person.ADMINISTRATOR, "a rule set"),
                Shown.of("administration-rights", Person.ADMINISTRATOR, "/administration/rights"),
                Shown.of("administration-health", Person.ADMINISTRATOR, "/administration/health"),
                Shown.of("roster", Person.COLLEAGUE, "/roster"),
                Shown.of("rosters-of-others", Person.ADMINISTRATOR, "/roster"),
                Shown.of("handover", Person.OFFICER, "/handover"),
                Shown.of("rounds", Person.OFFICER, "/rounds"),
                Shown.of("phone", null, "/phone"),
                Shown.of("inspections", Person.OFFICER, "/inspections"),
                Shown.of("inspection", Person.OFFICER, "an inspection"),
                Shown.of("site-record", Person.OFFICER, "an inspection's record"),
                Shown.of("inspection-form", Person.OFFICER, "/inspections/new?kind=night-round&place=" + Night.LATE),
                Shown.of("draws", Person.OFFICER, "/draws"),
                Shown.of("draw", Person.OFFICER, "a draw"),
                Shown.of("trends", Person.COLLEAGUE, "/trends"),
                Shown.of("comparison", Person.COLLEAGUE, "/trends/comparison"),
                Shown.of("precision", Person.OPERATOR, "/precision"),
                Shown.of("audit", Person.AUDITOR, "/audit"),
                Shown.of("notifications", Person.COLLEAGUE, "/notifications"),
                Shown.of("notifications-dead", Person.ADMINISTRATOR, "/notifications"),
                Shown.of("inspection-edit", Person.OFFICER, "an inspection to write"),
                Shown.of("styleguide", Person.AUDITOR, "/styleguide"),
                Shown.of("account", Person.OFFICER, "/sign-in/account"),
                new Shown("foreign-cafe", Person.OFFICER, "/cafes/" + Night.ELSEWHERE, 404),
                new Shown("not-there", Person.OFFICER, "/nowhere", 404),
                new Shown("registry-not-permitted", Person.OFFICER, "/registry", 403),
                new Shown("not-permitted", Person.AUDITOR, "/live", 403));
    }

    /** Addresses that a page or a script asks for, and that anybody may type in. */
    private static final List<String> PARTS = List.of(
            "/cafes/file",
            "/cafe-choices?placeCode=" + Night.LATE.substring(0, 6),
            "/administration/regions?part=3604",
            "/inspections/new",
            "/integrity/checkpoints/1",
            "/cosigning",
            "/cosigning/1/text",
            "/last-night/file",
            "/live/tally",
            "/live/outages",
            "/live/cafes/" + Night.LATE,
            "/map/pictures/360481",
            "/phone/session",
            "/returns/2026-07/return.xlsx",
            "/cases/actions",
            "/hours");

    @AfterAll
    static void closeBrowsers() {
        BROWSERS.values().forEach(BrowserContext::close);
        BROWSERS.clear();
    }

    /** In the browser of the person, or of a stranger: one for each, which need not load styles and scripts again. */
    private Page newPage(@Nullable Person person) {
        return BROWSERS.computeIfAbsent(
                        Optional.ofNullable(person),
                        first -> (person == null ? console.stranger() : console.page(person)).context())
                .newPage();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isWellMade(Shown shown) {
        try (Page page = newPage(shown.person())) {
            List<String> complaints = complaints(page);
            var bytes = new AtomicLong();
            page.onResponse(response -> bytes.addAndGet(length(response)));
            for (String language : List.of("zh", "en")) {
                Response response = page.navigate(withLanguage(path(console, shown), language));
                assertThat(response.status()).isEqualTo(shown.status());
                assertThat(page.locator("html").getAttribute("lang")).startsWith(language);
                assertThat(page.locator("h1, h2").first().textContent()).isNotBlank();
                look(page, shown.name(), language);
            }
            assertThat(complaints).isEmpty();
            assertThat(bytes.get() / 2).as("bytes a page").isLessThan(MOST_BYTES);
        }
    }

    /** Whoever types in an address gets the page, another one or a refusal, and never an error of the service. */
    @ParameterizedTest
    @EnumSource(names = {"OFFICER", "POLICE", "AUDITOR", "OPERATOR", "ADMINISTRATOR"})
    void everyAddressIsAnsweredToEveryRole(Person person) {
        try (Page page = newPage(person)) {
            List<String> failed = Stream.concat(pages().map(shown -> path(console, shown)), PARTS.stream())
                    .distinct()
                    .map(path -> path + ": " + status(page, path))
                    .filter(answer -> answer.matches(".* 5\\d\\d"))
                    .toList();
            assertThat(failed).isEmpty();
        }
    }

    private static int status(Page page, String path) {
        return page.request()
                .get(path, RequestOptions.create().setMaxRedirects(0))
                .status();
    }

    @Test
    void anAdministratorIsLedToTheCafesThatAreTheirs() {
        try (Page page = newPage(Person.ADMINISTRATOR)) {
            page.navigate("/cafes?region=360481");
            assertThat(page.url()).endsWith("/administration/cafes");
            assertThat(status(page, "/cafes/file")).isEqualTo(403);
            page.navigate("/cafes/" + Night.LATE);
            assertThat(page.url()).endsWith("/administration/cafes/" + Night.LATE);
            assertThat(status(page, "/cafes/" + Night.LATE + "/hours")).isEqualTo(200);
        }
    }

    /**
     * Checks a page on a desktop and on a phone, where nothing may be wider than the screen. One language is checked
     * and pictured on the desktop by day, the other on the phone at night, because the pages differ only in their
     * texts. Whether all can use it is asked once a page, on the desktop or on the phone; of both with {@code
     * -Dlingdian.long=true}.
     */
    private static void look(Page page, String pageName, String language) {
        String name = pageName + "-" + language;
        boolean day = language.equals("zh");
        boolean asked = Boolean.getBoolean("lingdian.long") || (pageName.hashCode() % 2 == 0) == day;
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(day ? ColorScheme.LIGHT : ColorScheme.DARK));
        if (day) { // it is half past one at night
            page.evaluate("delete document.documentElement.dataset.theme");
        }
        page.evaluate(FADED);
        page.setViewportSize(1280, 800);
        if (day) {
            RunningConsole.picture(page, name + "-desk");
        }
        if (day && asked) {
            accessible(page, name + " on a desk by day");
        }
        page.setViewportSize(PHONE_WIDTH, 740);
        if (!day) {
            RunningConsole.picture(page, name + "-phone");
        }
        if (!day && asked) {
            accessible(page, name + " on a phone at night");
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of " + name)
                .isEqualTo(PHONE_WIDTH);
    }

    private static void accessible(Page page, String what) {
        var violations = new AxeRunOptions();
        violations.setResultTypes(List.of("violations")); // leaves out the details of checks that pass
        var serious = new AxeBuilder(page)
                        .options(violations)
                        .setLegacyMode(true) // else a second page collects results from frames, and there are none
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .filter(one -> List.of("serious", "critical").contains(one.getImpact()))
                        .map(one -> one.getId() + ": "
                                + one.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList();
        assertThat(serious).as(what).isEmpty();
    }

    /** The messages on the browser's console, which include violations of the Content-Security-Policy. */
    private static List<String> complaints(Page page) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !EXPECTED.matcher(message.text()).find()) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return complaints;
    }

    private static long length(Response response) {
        if (response.url().endsWith("/echarts.js")) {
            return 0;
        }
        String length = response.headers().get("content-length");
        return length == null ? 0 : Long.parseLong(length);
    }

    /** The address of a page. */
    static String path(RunningConsole console, Shown shown) {
        if (shown.path().startsWith("CAMPAIGN")) {
            return console.night().campaign() + shown.path().substring("CAMPAIGN".length());
        }
        return switch (shown.path()) {
            case "an inspection" -> console.ledger().inspection();
            case "an inspection's record" -> console.ledger().inspection() + "/records/" + Night.LATE;
            case "an inspection to write" -> console.ledger().inspection() + "/edit";
            case "a case" -> console.ledger().caseFile();
            case "an inbox" -> console.ledger().approvals();
            case "a complaint" -> console.ledger().complaint();
            case "a draw" -> console.ledger().draw();
            case "a rule set" -> console.ledger().ruleSet();
            default ->
                shown.path().startsWith("/") ? shown.path() : console.night().violation(shown.path());
        };
    }

    static String withLanguage(String path, String language) {
        return path + (path.contains("?") ? "&" : "?") + "lang=" + language;
    }
}
