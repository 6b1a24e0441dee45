package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.testing.Browser;
import lingdian.testing.Browser.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Sign-in through an OpenID Connect provider, and through one whose answers must not be trusted. */
class ProviderIT {
    private static final Map<String, Object> INSPECTOR =
            Map.of("role", "inspector", "authority", "culture", "region", "360400");

    private static TestProvider provider;
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        provider = new TestProvider();
        here = RunningSignIn.with(provider, "http://lingdian.example", """
                provision: true
                roles: {inspector: regulator, chief: admin, keeper: operator}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        provider.close();
    }

    @Test
    void aPersonWhomTheClaimsDescribeComesIn() throws Exception {
        provider.next("u-1", INSPECTOR);
        Browser browser = here.browser();
        assertThat(browser.get("/sign-in").text()).contains("统一认证");

        Answer arrived = signIn(browser, "/sign-in/provider?next=/sign-in/account");

        assertThat(arrived.status()).isEqualTo(200);
        assertThat(arrived.text()).contains("content=\"0;url=/sign-in/account\"");
        assertThat(browser.get("/sign-in/account").text()).contains("监管人员");
        assertThat(browser.get("/api/v1/violations").status()).isEqualTo(200);
        assertThat(account("u-1")).containsExactly("regulator culture 360400");
        assertThat(here.logged("create-account")).anyMatch(entry -> entry.contains("provider"));
    }

    @Test
    void aPersonWithoutAPasswordIsNotAskedForOne() throws Exception {
        provider.next("u-11", INSPECTOR);
        Browser browser = here.browser().saying("Origin", "http://lingdian.example");
        signIn(browser, "/sign-in/provider");

        assertThat(browser.get("/sign-in/second-factor").text()).doesNotContain("type=\"password\"");
        assertThat(browser.post("/sign-in/second-factor", Map.of()).text()).contains("class=\"secret\"");
    }

    @Test
    void theAccountFollowsTheClaims() throws Exception {
        provider.next("u-2", INSPECTOR);
        Browser before = here.browser();
        signIn(before, "/sign-in/provider");
        provider.next("u-2", Map.of("role", "inspector", "authority", "culture", "region", "500100"));
        Browser after = here.browser();
        signIn(after, "/sign-in/provider");

        assertThat(account("u-2")).containsExactly("regulator culture 500100");
        assertThat(before.get("/api/v1/violations").status())
                .as("opened with other rights")
                .isEqualTo(401);
        assertThat(after.get("/api/v1/violations").status()).isEqualTo(200);
    }

    /** Some providers let people edit their names: what one did before must not go under another's. */
    @Test
    void aNewNameOfTheClaimsIsWrittenDownWithTheFormerOne() throws Exception {
        for (String name : List.of("张三", "李四")) {
            var claims = new HashMap<>(INSPECTOR);
            claims.put("name", name);
            provider.next("u-12", claims);
            signIn(here.browser(), "/sign-in/provider");
        }

        assertThat(here.rows("SELECT account.name || ' ' || former.name FROM account"
                        + " JOIN former_name AS former ON former.account = account.id WHERE provider_subject = 'u-12'"))
                .containsExactly("李四 张三");
        assertThat(here.logged("change-account"))
                .last()
                .satisfies(entry -> assertThat(entry).contains("\"what\":\"name\""));
    }

    /** Whoever left the office must not go on with a session that was begun before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no role  | {'role':'visitor'}",
                "no scope | {'role':'inspector','authority':'culture'}",
                "no café  | {'role':'keeper','placeCode':'36048110009999'}",
            })
    void whomTheClaimsNoLongerDescribeLosesTheirSessions(String subject, String claims) throws Exception {
        provider.next(subject, INSPECTOR);
        Browser before = here.browser();
        signIn(before, "/sign-in/provider");
        int logged = here.logged("end-sessions").size();

        for (int attempt = 0; attempt < 2; attempt++) {
            provider.next(subject, new JsonObject(claims.replace('\'', '"')).getMap());
            assertRefused(signIn(here.browser(), "/sign-in/provider"));
        }

        assertThat(before.get("/api/v1/violations").status()).isEqualTo(401);
        assertThat(here.logged("end-sessions"))
                .hasSize(logged + 1)
                .last()
                .satisfies(entry ->
                        assertThat(entry).startsWith("done").contains("\"cause\":\"provider\"", "\"address\":"));
        provider.next(subject, INSPECTOR);
        assertThat(signIn(here.browser(), "/sign-in/provider").status())
                .as("described again")
                .isEqualTo(200);
    }

    /** Browsers do not send the session's cookie along when they come back from another site. */
    @Test
    void aSignInEndsTheSessionThatTheBrowserHadWhenItLeft() throws Exception {
        provider.next("u-10", INSPECTOR);
        Browser browser = here.browser();
        signIn(browser, "/sign-in/provider");
        String former = browser.cookies().get("lingdian-session");
        provider.next("u-10", INSPECTOR);
        String back = provider.authorize(browser.get("/sign-in/provider").location());
        browser.cookies().remove("lingdian-session");
        Browser thief = here.browser();
        thief.cookies().put("lingdian-session", former);
        assertThat(thief.get("/api/v1/violations").status()).isEqualTo(200);

        assertThat(browser.get(back).status()).isEqualTo(200);

        assertThat(thief.get("/api/v1/violations").status()).isEqualTo(401);
        assertThat(browser.get("/api/v1/violations").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{'role':'visitor'}",
                "{'role':'inspector','authority':'culture'}",
                "{'role':'inspector','authority':'king','region':'360400'}",
                "{'role':'inspector','authority':'culture','region':'36'}",
            })
    void whomTheClaimsDoNotDescribeIsRefused(String claims) throws Exception {
        provider.next("stranger", new JsonObject(claims.replace('\'', '"')).getMap());

        assertRefused(signIn(here.browser(), "/sign-in/provider"));
        assertThat(account("stranger")).isEmpty();
    }

    @Test
    void whoWasEndedStaysOut() throws Exception {
        provider.next("u-3", INSPECTOR);
        signIn(here.browser(), "/sign-in/provider");
        String id = here.rows("SELECT id FROM account WHERE provider_subject = 'u-3'")
                .getFirst();
        here.admin("DELETE", "/api/v1/accounts/" + id, null);
        provider.next("u-3", INSPECTOR);

        assertRefused(signIn(here.browser(), "/sign-in/provider"));
    }

    @Test
    void whomAnAdministratorEnteredKeepsWhatTheyWereGiven() throws Exception {
        here.admin(
                "POST",
                "/api/v1/accounts",
                new JsonObject().put("name", "a").put("role", "auditor").put("providerSubject", "u-4"));
        provider.next("u-4", Map.of("role", "chief"));
        Browser browser = here.browser();
        signIn(browser, "/sign-in/provider");

        assertThat(browser.get("/sign-in/account").text()).contains("审计人员");
        assertThat(account("u-4")).containsExactly("auditor");
    }

    @ParameterizedTest
    @CsvSource({"aud,another-client", "iss,https://evil.example", "nonce,of-another-visit", "azp,another-client"})
    void aTokenForAnotherIsRefused(String claim, String value) throws Exception {
        var claims = new HashMap<>(INSPECTOR);
        claims.put(claim, value);
        provider.next("u-5", claims);
        if (claim.equals("azp")) {
            provider.forge("azp", value); // the provider does not let a test choose this claim
        }

        assertRefused(signIn(here.browser(), "/sign-in/provider"));
        assertThat(account("u-5")).isEmpty();
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        provider.next("u-6", INSPECTOR, -3_600);

        assertRefused(signIn(here.browser(), "/sign-in/provider"));
        assertThat(account("u-6")).isEmpty();
    }

    @Test
    void aForgedTokenIsRefused() throws Exception {
        provider.next("u-7", INSPECTOR);
        provider.forge("role", "chief");
        assertRefused(signIn(here.browser(), "/sign-in/provider"));
        provider.next("u-7", INSPECTOR);
        provider.forgeUnsigned("role", "chief");
        assertRefused(signIn(here.browser(), "/sign-in/provider"));

        assertThat(account("u-7")).isEmpty();
        assertThat(here.logged("sign-in")).anyMatch(entry -> entry.startsWith("refused"));
    }

    @Test
    void whoComesBackMustBeWhoWent() throws Exception {
        List<String> before = here.rows("SELECT count(*) FROM account");
        Browser victim = here.browser();
        Browser attacker = here.browser();
        String back = provider.authorize(attacker.get("/sign-in/provider").location());

        assertRefused(victim.get(back)); // without the state's cookie
        victim.get("/sign-in/provider");
        assertRefused(victim.get(back)); // with the cookie of another visit
        assertRefused(attacker.get(back.replaceFirst("state=[\\w-]{4}", "state=AAAA")));
        assertThat(here.rows("SELECT count(*) FROM account")).isEqualTo(before);
    }

    @Test
    void nobodyComesBackTwice() throws Exception {
        provider.next("u-9", INSPECTOR);
        Browser browser = here.browser();
        String address = browser.get("/sign-in/provider").location();
        String state = browser.cookies().get("lingdian-provider");
        String back = provider.authorize(address);
        assertThat(browser.get(back).status()).isEqualTo(200);
        browser.cookies().put("lingdian-provider", state);

        assertRefused(browser.get(back));
    }

    /** A neighbouring host could otherwise plant the state of a sign-in that it began itself. */
    @Test
    void overTlsTheStateIsInACookieThatNoOtherHostCanPlant() throws Exception {
        try (var secure = RunningSignIn.with(provider, "https://lingdian.example", "")) {
            Answer leaving = secure.browser().get("/sign-in/provider");

            assertThat(leaving.setCookies()).containsOnlyKeys("__Host-lingdian-provider");
            assertThat(leaving.setCookies().get("__Host-lingdian-provider"))
                    .contains("; Secure", "; HTTPOnly", "; SameSite=Lax", "; Path=/;");
        }
    }

    @Test
    void codeAndVerifierGoTogether() throws Exception {
        String address = here.browser().get("/sign-in/provider").location();

        assertThat(address)
                .contains("code_challenge_method=S256")
                .containsPattern("code_challenge=[\\w-]{43}")
                .containsPattern("nonce=[\\w-]{43}")
                .containsPattern("state=[\\w-]{43}")
                .contains("redirect_uri=http%3A%2F%2Flingdian.example%2Fsign-in%2Fprovider%2Fcallback");
    }

    /** Anybody can begin one, without a login. */
    @Test
    void visitsOfANetworkHaveALimitAndAreDeletedOnceExpired() throws Exception {
        Browser stranger = here.browser();
        for (int i = 0; i < ProviderVisitLimit.OF_NETWORK_A_MINUTE; i++) {
            assertThat(stranger.get("/sign-in/provider").status()).isEqualTo(303);
        }
        List<String> before = here.rows("SELECT count(*) FROM provider_visit");

        assertThat(stranger.get("/sign-in/provider").status()).isEqualTo(429);
        assertThat(here.rows("SELECT count(*) FROM provider_visit")).isEqualTo(before);
        assertThat(here.browser().get("/sign-in/provider").status())
                .as("another network")
                .isEqualTo(303);

        here.wait(Duration.ofMinutes(11));
        here.service.sweepSignIns();
        assertThat(here.rows("SELECT count(*) FROM provider_visit")).containsExactly("0");
    }

    @Test
    void aFloodOfRefusedAnswersIsOneWarningAMinute() throws Exception {
        here.wait(Duration.ofMinutes(1));
        var log = (Logger) LoggerFactory.getLogger(Provider.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            for (int i = 0; i < 3; i++) {
                assertRefused(comingBackWithAnotherVisitsToken());
            }
            assertThat(lines.list).hasSize(1);
            here.wait(Duration.ofMinutes(1));
            assertRefused(comingBackWithAnotherVisitsToken());
            assertThat(lines.list.getLast().getFormattedMessage()).endsWith("(2 more before)");
        } finally {
            log.detachAppender(lines);
        }
    }

    private static Answer comingBackWithAnotherVisitsToken() {
        Browser browser = here.browser();
        browser.get("/sign-in/provider");
        return browser.get("/sign-in/provider/callback?code=unasked&state="
                + browser.cookies().get("lingdian-provider"));
    }

    private static Answer signIn(Browser browser, String path) throws Exception {
        return browser.get(provider.authorize(browser.get(path).location()));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.setCookies()).doesNotContainKey("lingdian-session");
    }

    private static List<String> account(String subject) {
        return here.rows("SELECT concat_ws(' ', role, authority, region) FROM account WHERE provider_subject = '"
                + subject + "'");
    }
}
