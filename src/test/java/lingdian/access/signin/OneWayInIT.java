package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whom a provider signs in has no second way in, by which an administrator would act in their name. */
class OneWayInIT {
    private static TestProvider provider;
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        provider = new TestProvider();
        here = RunningSignIn.with(provider, "http://lingdian.example", "");
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        provider.close();
    }

    @Test
    void anAccountHasANameOrAProvider() {
        JsonObject both = auditor().put("signInName", "both.ways").put("providerSubject", "u-both");

        Http.Answer answer = here.api("POST", "/api/v1/accounts", RunningService.ADMIN_TOKEN, both);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("/signInName").doesNotContain("token=");
        assertThat(here.rows("SELECT id FROM account WHERE provider_subject = 'u-both'"))
                .isEmpty();
    }

    @Test
    void whomAProviderSignsInIsNotInvited() {
        String account = here.admin("POST", "/api/v1/accounts", auditor().put("providerSubject", "u-provided"))
                .getString("id");

        assertThat(here.api("POST", "/api/v1/accounts/" + account + "/invitation", RunningService.ADMIN_TOKEN, null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anInvitationEndsWhereAProviderTakesOver() {
        JsonObject made = here.admin("POST", "/api/v1/accounts", auditor().put("signInName", "invited"));
        here.rows(
                "UPDATE account SET sign_in_name = NULL, provider_issuer = 'i', provider_subject = 'u-invited' WHERE id = '"
                        + made.getString("id") + "' RETURNING id");
        Browser browser = here.browser().saying("Origin", "http://lingdian.example");

        assertThat(browser.get(made.getJsonObject("invitation").getString("path"))
                        .text())
                .doesNotContain("name=\"password\"");
    }

    @Test
    void theLogSaysByWhichWaySomebodySignedIn() throws Exception {
        here.admin("POST", "/api/v1/accounts", auditor().put("providerSubject", "u-logged"));
        provider.next("u-logged", Map.of());
        Browser browser = here.browser();
        browser.get(provider.authorize(browser.get("/sign-in/provider").location()));
        assertThat(here.logged("sign-in").getLast()).contains("done", "\"cause\":\"provider\"");

        JsonObject made = here.admin("POST", "/api/v1/accounts", auditor().put("signInName", "logged"));
        Browser other = here.browser().saying("Origin", "http://lingdian.example");
        other.get(made.getJsonObject("invitation").getString("path"));
        other.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        other.signIn("logged", PASSWORD, "");
        assertThat(here.logged("sign-in").getLast()).contains("done", "\"cause\":\"password\"");
    }

    private static JsonObject auditor() {
        return new JsonObject().put("name", "a").put("role", "auditor");
    }
}
