package lingdian.console.approval;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.console.frame.ConsoleExtension;
import lingdian.console.frame.RunningConsole;
import lingdian.console.frame.RunningConsole.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The second person is shown what a proposal will replace, not what it would replace today. */
@ExtendWith(ConsoleExtension.class)
class RuleProposalsIT {
    private final RunningConsole console;

    RuleProposalsIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void aSetIsComparedWithTheOneThatIsInForceWhenItBegins() throws Exception {
        AdminClient second = console.service().regulator("culture", "000000");
        String coming = proposed("coming", "enabled", "2026-09-01T00:00:00+08:00");
        second.call(HttpMethod.POST, "/rule-sets/" + coming + "/approval", null).await(PATIENCE_SECONDS, SECONDS);
        String undoing = proposed("undoing", "shadow", "2026-09-02T00:00:00+08:00");
        String meanwhile = proposed("meanwhile", "disabled", null);

        Page page = console.page(Person.ADMINISTRATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/approvals");
            Locator last = page.locator("#inbox .panel", new Page.LocatorOptions().setHasText("undoing"));
            assertThat(last).containsText("启用 → 试运行");
            assertThat(last).containsText("对比对象为 coming");
            assertThat(last).containsText("coming 已发布，自 09-01 00:00 起执行；自 09-02 00:00 起由本规则集整套取代");
            Locator first = page.locator("#inbox .panel", new Page.LocatorOptions().setHasText("meanwhile"));
            assertThat(first).containsText("试运行 → 停用");
            assertThat(first).containsText("coming 已发布，自 09-01 00:00 起执行，届时整套取代本规则集");
        } finally {
            withdraw(undoing);
            withdraw(meanwhile);
        }
    }

    /** The rules of the file, with one rule in another state. */
    private String proposed(String version, String state, @Nullable String from) throws TimeoutException {
        AdminClient admin = console.service().admin();
        var sets = admin.all("/rule-sets", Map.of()).await(PATIENCE_SECONDS, SECONDS);
        String file = sets.getJsonObject(sets.size() - 1).getString("id");
        JsonObject content = admin.get("/rule-sets/" + file, Map.of())
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonObject("content")
                .put("version", version);
        content.getJsonObject("rules").getJsonObject("MINORS_GRAVE").put("state", state);
        var body = new JsonObject().put("content", content);
        return admin.call(HttpMethod.POST, "/rule-sets", from == null ? body : body.put("from", from))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
    }

    private void withdraw(String id) throws TimeoutException {
        console.service()
                .admin()
                .call(HttpMethod.DELETE, "/rule-sets/" + id, null)
                .await(PATIENCE_SECONDS, SECONDS);
    }
}
