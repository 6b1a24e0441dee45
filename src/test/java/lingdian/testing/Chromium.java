package lingdian.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The distribution's Chromium, for pages and pictures. It makes no requests to outside hosts.
 *
 * <p>Its build without a user interface takes half of the processor time for the same pages.
 */
public final class Chromium implements AutoCloseable {
    private static final Path HEADLESS = Path.of("/usr/bin/chromium-headless-shell");
    private static final Path PROGRAM = Files.exists(HEADLESS) ? HEADLESS : Path.of("/usr/bin/chromium");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(ARGUMENTS));
    }

    /** A browser that keeps its data in a directory, as a phone does over a restart. */
    public BrowserContext kept(Path directory, BrowserType.LaunchPersistentContextOptions options) {
        return playwright
                .chromium()
                .launchPersistentContext(
                        directory, options.setExecutablePath(PROGRAM).setArgs(ARGUMENTS));
    }

    /** Starts the browser; skips the test if there is none, see {@link NeededProgram}. */
    public static Chromium start() {
        need();
        return new Chromium();
    }

    /** Skips the test if there is no browser, before the test does other work. */
    public static void need() {
        NeededProgram.ofPackage("chromium-headless-shell", PROGRAM);
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
