package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.console.frame.ConsolePagesIT.Shown;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page of a role, one after the other in one session: no page is wider than the screen of a phone, a desk or a wall, nor than
 * paper, in either language, and its colours have contrast in the themes that {@link ConsolePagesIT} leaves out. Not in a build:
 * {@code mvn verify -Dit.test=PageMatrixIT -Dlingdian.long=true}.
 */
@EnabledIfSystemProperty(named = "lingdian.long", matches = "true")
@ExtendWith(ConsoleExtension.class)
class PageMatrixIT {
    private static final List<Integer> WIDTHS = List.of(390, 1_440, 2_560);
    /** A4 at 96 pixels an inch. */
    private static final int PAPER_WIDTH = 794;

    private final RunningConsole console;

    PageMatrixIT(RunningConsole console) {
        this.console = console;
    }

    static Stream<Map.Entry<Person, List<Shown>>> roles() {
        Map<Person, List<Shown>> pages = new EnumMap<>(Person.class);
        ConsolePagesIT.pages()
                .filter(shown -> shown.person() != null)
                .forEach(shown -> pages.computeIfAbsent(shown.person(), person -> new ArrayList<>())
                        .add(shown));
        return pages.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("roles")
    void everyPageFitsEveryScreenAndPaper(Map.Entry<Person, List<Shown>> role) {
        Page page = console.page(role.getKey());
        List<String> faults = new ArrayList<>();
        try (BrowserContext context = page.context()) {
            for (Shown shown : role.getValue()) {
                String path = ConsolePagesIT.path(console, shown);
                for (boolean phone : List.of(true, false)) {
                    page.setViewportSize(phone ? WIDTHS.getFirst() : WIDTHS.getLast(), 900);
                    page.emulateMedia(new EmulateMediaOptions()
                            .setMedia(Media.SCREEN)
                            .setColorScheme(phone ? ColorScheme.LIGHT : ColorScheme.DARK));
                    page.navigate(ConsolePagesIT.withLanguage(path, phone ? "zh" : "en"));
                    page.evaluate("delete document.documentElement.dataset.theme"); // else it is dark at night
                    page.evaluate("document.getAnimations().forEach(one => one.finish())"); // colours fade
                    String name = shown.name() + (phone ? " on a phone by day" : " on a wall at night");
                    faults.addAll(faintTexts(page, name));
                    faults.addAll(overflows(page, name));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> overflows(Page page, String name) {
        List<String> faults = new ArrayList<>();
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            faults.addAll(wider(page, name, width));
        }
        page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
        page.setViewportSize(PAPER_WIDTH, 900);
        faults.addAll(wider(page, name + ", printed", PAPER_WIDTH));
        if (page.locator("header.top").isVisible()) {
            faults.add(name + ": the menu is printed");
        }
        return faults;
    }

    private static List<String> wider(Page page, String name, int width) {
        int needed = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        return needed <= width ? List.of() : List.of(name + ": " + needed + " of " + width);
    }

    private static List<String> faintTexts(Page page, String name) {
        var contrast = new AxeRunOptions();
        contrast.setResultTypes(List.of("violations"));
        return new AxeBuilder(page)
                        .options(contrast)
                        .setLegacyMode(true)
                        .withRules(List.of("color-contrast"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .flatMap(one -> one.getNodes().stream())
                        .map(node -> name + ": " + node.getHtml())
                        .toList();
    }
}
