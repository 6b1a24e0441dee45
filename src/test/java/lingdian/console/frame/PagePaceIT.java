package lingdian.console.frame;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.Browser;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** One account loads pages at a pace, and others beside it. The clock stands, so that a page takes no time. */
class PagePaceIT {
    private static final int AT_ONCE = 40; // the default
    private static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.MICROS));

    @Test
    void pagesBeyondThePaceWaitAndThoseBeyondAreRefused() throws Exception {
        try (var service = RunningService.with()
                        .settings("signIn:\n  secondFactorFor: []\n")
                        .clock(NOW::get)
                        .start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Browser officer = signedIn(service, "officer");
            Browser other = signedIn(service, "other");
            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(officer.get("/cafes").status()).isEqualTo(200);
            }

            List<CompletableFuture<Browser.Answer>> more = new ArrayList<>();
            for (int i = 0; i <= PagePace.WAITING_MAX; i++) {
                more.add(CompletableFuture.supplyAsync(() -> officer.get("/cafes"), threads));
            }
            var refused = (Browser.Answer) CompletableFuture.anyOf(more.toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, SECONDS);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("请求过多");
            assertThat(more).filteredOn(CompletableFuture::isDone).hasSize(1);

            assertThat(officer.get("/phone/session").status())
                    .as("asks nothing")
                    .isEqualTo(200);
            assertThat(other.get("/cafes").status()).isEqualTo(200);

            NOW.updateAndGet(now -> now.plus(Duration.ofSeconds(20)));
            for (CompletableFuture<Browser.Answer> one : more) {
                assertThat(one.get(PATIENCE_SECONDS, SECONDS).status()).isIn(200, 429);
            }
            assertThat(more).filteredOn(one -> one.join().status() == 200).hasSize(PagePace.WAITING_MAX);
        }
    }

    private static Browser signedIn(RunningService service, String name) throws Exception {
        JsonObject account = new JsonObject()
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360481")
                .put("name", name)
                .put("signInName", "pace." + name);
        JsonObject made =
                service.admin().call(HttpMethod.POST, "/accounts", account).await(PATIENCE_SECONDS, SECONDS);
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post(
                "/sign-in/invitation", Map.of("password", RunningConsole.PASSWORD, "again", RunningConsole.PASSWORD));
        assertThat(browser.signIn("pace." + name, RunningConsole.PASSWORD, "").status())
                .isEqualTo(303);
        return browser;
    }
}
