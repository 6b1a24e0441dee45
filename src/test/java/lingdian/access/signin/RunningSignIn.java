package lingdian.access.signin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.jspecify.annotations.Nullable;

/** A whole node to which people sign in, on a clock that the test moves. */
final class RunningSignIn implements AutoCloseable {
    static final String PASSWORD = "correct horse battery staple";
    private static final Pattern SECRET = Pattern.compile("<p class=\"secret\">([A-Z2-7 ]+)</p>");
    private static final Pattern CODE = Pattern.compile("<li>([A-Z2-7 ]+)</li>");

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock;
    private final @Nullable String publicUrl;
    final RunningService service;

    RunningSignIn() throws Exception {
        this("");
    }

    /** @param settings further lines of {@code signIn} */
    RunningSignIn(String settings) throws Exception {
        this(settings, null, Instant::now);
    }

    /** A node whose clock moves by {@link #wait} only. */
    static RunningSignIn whoseClockStands() throws Exception {
        Instant now = Instant.now();
        return new RunningSignIn("", null, () -> now);
    }

    /** A node at this address, which its browsers name as their origin. */
    static RunningSignIn at(String publicUrl) throws Exception {
        return new RunningSignIn("  publicUrl: " + publicUrl + "\n", publicUrl, Instant::now);
    }

    /**
     * A node whose people may come by a provider.
     *
     * @param more further lines of {@code provider}
     */
    static RunningSignIn with(TestProvider provider, String publicUrl, String more) throws Exception {
        return new RunningSignIn("""
                  publicUrl: %s
                  provider:
                    issuer: %s
                    clientId: lingdian
                    name: 统一认证
                """.formatted(publicUrl, provider.issuer()) + more.indent(4));
    }

    private RunningSignIn(String settings, @Nullable String publicUrl, InstantSource time) throws Exception {
        this.clock = () -> time.instant().plus(ahead.get()).truncatedTo(ChronoUnit.MICROS);
        this.publicUrl = publicUrl;
        service = RunningService.with()
                .settings("signIn:\n  forwardedAddresses: true\n" + settings)
                .clock(clock)
                .start();
    }

    void wait(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    Instant now() {
        return clock.instant();
    }

    Browser browser() {
        var browser = new Browser(service.url());
        return publicUrl == null ? browser : browser.saying("Origin", publicUrl);
    }

    /** A person who has set a password; they may still need a second factor. */
    String person(String name, String role) {
        return person(new JsonObject().put("role", role).put("signInName", name), name);
    }

    String regulator(String name, String region) {
        return person(
                new JsonObject()
                        .put("role", "regulator")
                        .put("authority", "culture")
                        .put("region", region)
                        .put("signInName", name),
                name);
    }

    String operator(String name, String placeCode) {
        return person(
                new JsonObject()
                        .put("role", "operator")
                        .put("placeCode", placeCode)
                        .put("signInName", name),
                name);
    }

    private String person(JsonObject account, String name) {
        JsonObject made = admin("POST", "/api/v1/accounts", account.put("name", name));
        Browser browser = browser();
        String path = made.getJsonObject("invitation").getString("path");
        browser.get(path);
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        return made.getString("id");
    }

    /** A person's second factor, and the browser on which it was set up. */
    record Enrolled(byte[] secret, List<String> recoveryCodes, Browser browser) {}

    /** Signs in for the first time and sets up the second factor. */
    Enrolled enrol(String name) {
        Browser browser = browser();
        browser.signIn(name, PASSWORD, "");
        return enrol(browser);
    }

    /** Sets up the second factor of the person who has signed in. */
    Enrolled enrol(Browser browser) {
        browser.get("/sign-in/second-factor");
        var shown = browser.post("/sign-in/second-factor", Map.of("current", PASSWORD));
        byte[] secret = secret(shown);
        var done = browser.post("/sign-in/second-factor/confirmation", Map.of("code", code(secret)));
        return new Enrolled(secret, all(CODE, done.text()), browser);
    }

    /** The secret that a page shows. */
    static byte[] secret(Browser.Answer shown) {
        return SecondFactor.BASE32.decode(all(SECRET, shown.text()).getFirst());
    }

    String code(byte[] secret) {
        return OneTimeCode.code(secret, OneTimeCode.step(now()));
    }

    JsonObject admin(String method, String path, JsonObject body) {
        Http.Answer response = api(method, path, RunningService.ADMIN_TOKEN, body);
        if (response.status() >= 300) {
            throw new IllegalStateException(response.body());
        }
        return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
    }

    Http.Answer api(String method, String path, String token, JsonObject body) {
        try {
            return Http.to(service).as(token).send(method, path, body);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    URI url(String path) {
        return service.url().resolve(path);
    }

    /** The access log's entries of an action, as {@code outcome details}, oldest first. */
    List<String> logged(String action) {
        return rows(
                "SELECT outcome || ' ' || details FROM access_log WHERE action = '" + action + "' ORDER BY position");
    }

    List<String> rows(String sql) {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    void execute(String sql) {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> all(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        var found = new ArrayList<String>();
        while (matcher.find()) {
            found.add(matcher.group(1).replace(" ", ""));
        }
        return found;
    }

    @Override
    public void close() throws Exception {
        service.close();
    }
}
