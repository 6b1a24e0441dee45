package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lingdian.access.signin.RunningSignIn.Enrolled;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.Chromium;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TcpProxy;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passkeys in a real browser with a virtual authenticator, and whoever comes with somebody else's answer. */
class PasskeyIT {
    private static final String PASSKEYS = "/sign-in/passkeys";
    private static final String SECOND_STEP = "/sign-in/second-step";
    private static final String REFUSED = "通行密钥或动态口令未通过验证";
    private static final String OVER = "第二步验证已失效或已使用";
    private static final String COPIED = "计数回退";

    /** Signs a challenge with a key of the authenticator, as a page at whichever address. */
    private static final String SIGN = """
            async ([challenge, id]) => {
              const bytes = (text) => Uint8Array.from(
                atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
              const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
                .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
              const used = await navigator.credentials.get({ publicKey: {
                challenge: bytes(challenge), rpId: "localhost", userVerification: "preferred",
                allowCredentials: [{ type: "public-key", id: bytes(id) }] } });
              return JSON.stringify({ id: used.id, rawId: used.id, type: used.type, response: {
                clientDataJSON: text(used.response.clientDataJSON), signature: text(used.response.signature),
                authenticatorData: text(used.response.authenticatorData) } });
            }
            """;

    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    private static RunningSignIn here;
    private static TcpProxy proxy;
    private static Chromium chromium;
    private static String publicUrl;

    private BrowserContext context;
    private Page page;
    private CDPSession devices;
    private String device;

    @BeforeAll
    static void start() throws Exception {
        Chromium.need();
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        publicUrl = "http://localhost:" + port;
        here = RunningSignIn.at(publicUrl);
        proxy = TcpProxy.forwarding(port, here.service.url().getPort());
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (here != null) {
            proxy.close();
            here.close();
        }
    }

    @BeforeEach
    void open() {
        context = chromium.browser()
                .newContext(new NewContextOptions().setBaseURL(publicUrl).setLocale("zh-CN"));
        context.setDefaultTimeout(Await.PATIENCE_MILLIS);
        page = context.newPage();
        devices = context.newCDPSession(page);
        devices.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var added = new JsonObject();
        added.add("options", options);
        device = devices.send("WebAuthn.addVirtualAuthenticator", added)
                .get("authenticatorId")
                .getAsString();
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void aPasskeyReplacesTheCodeOnceInOneBrowser() {
        Enrolled person = enrolled("passkey.once");
        String id = register("passkey.once", person, "办公室电脑");
        assertThat(page.content()).contains("办公室电脑", "尚未使用");
        assertThat(here.logged("set-second-factor").getLast()).contains("done", "\"cause\":\"passkey-added\"");
        assertThat(person.browser().get("/sign-in/account").location())
                .as("sessions before have ended")
                .isEqualTo("/sign-in");

        beginSecondStep("passkey.once");
        assertThat(here.logged("sign-in").getLast()).contains("attempted", "\"cause\":\"second-step\"");
        Request sent = page.waitForRequest(
                request -> request.url().endsWith(SECOND_STEP), () -> page.click("form[data-passkey] button"));
        page.waitForURL(url -> !url.contains("/sign-in"));
        assertThat(here.logged("sign-in").getLast()).contains("done", "\"cause\":\"passkey\"");
        page.navigate(PASSKEYS);
        assertThat(page.content()).contains("最近使用").doesNotContain("尚未使用");

        APIResponse replayed = page.request()
                .post(
                        publicUrl + SECOND_STEP,
                        RequestOptions.create()
                                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                                .setHeader("Origin", publicUrl)
                                .setData(sent.postData()));
        assertThat(replayed.status()).isEqualTo(403);
        assertThat(replayed.text()).contains(OVER);

        String challenge = beginSecondStep("passkey.once");
        page.navigate(here.url("/sign-in").toString().replace("127.0.0.1", "localhost"));
        String elsewhere = sign(challenge, id);
        APIResponse wrongOrigin = answer(challenge, elsewhere);
        assertThat(wrongOrigin.status()).as("signed for another origin").isEqualTo(403);
        assertThat(wrongOrigin.text()).contains(REFUSED);

        String next = beginSecondStep("passkey.once");
        String early = sign(next, id);
        String later = beginSecondStep("passkey.once");
        assertThat(answer(later, early).text())
                .as("signed for another challenge")
                .contains(REFUSED);
        assertThat(answer(next, early).text()).as("the browser has a newer one").contains(OVER);
    }

    @Test
    void aCopiedPasskeyIsRefusedAndItsOwnerTold() {
        Enrolled person = enrolled("passkey.copied");
        register("passkey.copied", person, "安全密钥");
        beginSecondStep("passkey.copied");
        page.click("form[data-passkey] button");
        page.waitForURL(url -> !url.contains("/sign-in"));

        copyBack();
        beginSecondStep("passkey.copied");
        page.click("form[data-passkey] button");
        page.waitForSelector("p.fault >> text=" + COPIED);
        assertThat(here.logged("sign-in").getLast()).contains("refused", "\"cause\":\"passkey-copied\"");

        Browser codeless = here.browser();
        assertThat(codeless.signIn("passkey.copied", PASSWORD, "").text())
                .as("it is not offered again")
                .doesNotContain("data-passkey");
        signInByCode("passkey.copied", person);
        page.navigate(PASSKEYS);
        assertThat(page.content()).contains(COPIED, "已拒绝，自");

        page.check("[name=key]");
        page.fill("#removal-current", PASSWORD);
        page.click("form[action$=removal] button");
        page.waitForSelector("text=尚无通行密钥");
        assertThat(here.logged("set-second-factor").getLast()).contains("done", "\"cause\":\"passkey-removed\"");
    }

    @Test
    void aRemovedKeyAndAnothersKeyAdmitNobody() {
        Enrolled other = enrolled("passkey.other");
        String theirs = register("passkey.other", other, "他人的");
        Enrolled person = enrolled("passkey.mine");
        String mine = register("passkey.mine", person, "我的");

        String challenge = beginSecondStep("passkey.mine");
        assertThat(answer(challenge, sign(challenge, theirs)).text())
                .as("another account's key")
                .contains(REFUSED);

        String late = beginSecondStep("passkey.mine");
        here.wait(PasskeyStore.LASTS.plusSeconds(1));
        assertThat(answer(late, sign(late, mine)).text()).as("expired").contains(OVER);

        String open = beginSecondStep("passkey.mine");
        Browser desk = here.browser();
        desk.signIn("passkey.mine", PASSWORD, code(person));
        desk.get(PASSKEYS);
        assertThat(desk.post(PASSKEYS + "/removal", Map.of("key", mine, "current", "a wrong password"))
                        .status())
                .isEqualTo(403);
        assertThat(desk.post(PASSKEYS + "/removal", Map.of("key", theirs, "current", PASSWORD))
                        .status())
                .as("another account's key")
                .isEqualTo(404);
        assertThat(desk.post(PASSKEYS + "/removal", Map.of("key", mine, "current", PASSWORD))
                        .location())
                .isEqualTo(PASSKEYS);
        assertThat(answer(open, sign(open, mine)).text()).as("a removed key").contains(REFUSED);
    }

    @Test
    void anAdministratorsResetEndsPasskeysToo() {
        Enrolled person = enrolled("passkey.reset");
        String id = register("passkey.reset", person, "手机");
        String account = here.rows("SELECT id FROM account WHERE sign_in_name = 'passkey.reset'")
                .getFirst();
        String challenge = beginSecondStep("passkey.reset");
        String signed = sign(challenge, id);

        here.admin("DELETE", "/api/v1/accounts/" + account + "/second-factor", null);

        assertThat(answer(challenge, signed).text()).contains(OVER);
        assertThat(here.rows("SELECT count(*) FROM passkey WHERE account = '" + account + "'"))
                .containsExactly("0");
        assertThat(here.browser().signIn("passkey.reset", PASSWORD, "").location())
                .isEqualTo("/sign-in/second-factor");
    }

    /** The reset waits for the one that is being added, and takes it along. */
    @Test
    void aResetBesideAPasskeyThatIsBeingAddedEndsItToo() throws Exception {
        enrolled("passkey.beside");
        String account = here.rows("SELECT id FROM account WHERE sign_in_name = 'passkey.beside'")
                .getFirst();
        CompletableFuture<Http.Answer> reset;
        try (Connection adding = TestDatabase.superuser(here.service.database());
                Statement statement = adding.createStatement()) {
            adding.setAutoCommit(false);
            statement.execute("SELECT 1 FROM second_factor WHERE account = '" + account + "' FOR UPDATE");
            reset = Http.begin(Http.to(here.service)
                    .as(RunningService.ADMIN_TOKEN)
                    .request("/api/v1/accounts/" + account + "/second-factor")
                    .DELETE()
                    .build());
            Await.until("the reset waits", () -> here.rows(WAITING).contains("1"));
            statement.execute("INSERT INTO passkey (credential_id, account, public_key, sign_count, name, added_on)"
                    + " VALUES ('\\x01', '" + account + "', '\\x00', 0, 'key', current_date)");
            adding.commit();
        }

        assertThat(reset.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(204);
        assertThat(here.rows("SELECT count(*) FROM passkey WHERE account = '" + account + "'"))
                .containsExactly("0");
    }

    @Test
    void codesOfTheSecondStepAreGuessedAtNoBetter() {
        Enrolled person = enrolled("passkey.guessed");
        stored("passkey.guessed", 1);
        Browser guesser = here.browser();
        for (int i = 0; i < 2; i++) {
            assertThat(guesser.signIn("passkey.guessed", PASSWORD, "").text()).contains("data-passkey");
            assertThat(guesser.post(SECOND_STEP, Map.of("code", "000000")).text())
                    .contains(REFUSED);
        }
        Browser thief = here.browser();
        thief.get("/sign-in");
        String shown = guesser.hidden().get("challenge");
        assertThat(thief.post(SECOND_STEP, Map.of("challenge", shown, "code", "000000"))
                        .text())
                .as("a step of another browser")
                .contains(OVER);
        assertThat(guesser.post(SECOND_STEP, Map.of("code", "000000")).status())
                .as("each step counts, whatever came before")
                .isEqualTo(403);
        assertThat(guesser.post(SECOND_STEP, Map.of("code", "000000")).status()).isEqualTo(429);

        here.wait(Duration.ofMinutes(1));
        guesser.signIn("passkey.guessed", PASSWORD, "");
        assertThat(guesser.post(SECOND_STEP, Map.of("code", code(person))).location())
                .as("the code admits without a script")
                .isEqualTo("/");
    }

    @Test
    void addingNeedsARecentSignInThePasswordAndRoom() {
        Enrolled person = enrolled("passkey.full");
        Browser browser = person.browser();
        assertThat(browser.get(PASSKEYS).text()).contains("name=\"keyName\"");
        assertThat(browser.post(PASSKEYS, Map.of("keyName", "甲", "current", "a wrong password"))
                        .status())
                .isEqualTo(403);
        assertThat(browser.post(PASSKEYS, Map.of("keyName", " ", "current", PASSWORD))
                        .status())
                .isEqualTo(400);
        assertThat(browser.post(PASSKEYS, Map.of("keyName", "甲", "current", PASSWORD))
                        .text())
                .contains("data-passkey=\"create\"");
        assertThat(browser.post(PASSKEYS + "/confirmation", Map.of("credential", "{\"id\":7}"))
                        .status())
                .isEqualTo(400);
        assertThat(browser.get(PASSKEYS + "/confirmation?lang=zh").location()).isEqualTo(PASSKEYS);

        here.wait(Duration.ofMinutes(11));
        assertThat(browser.get(PASSKEYS).text()).contains("请重新登录").doesNotContain("name=\"keyName\"");
        assertThat(browser.post(PASSKEYS, Map.of("keyName", "甲", "current", PASSWORD))
                        .status())
                .isEqualTo(403);

        stored("passkey.full", Passkey.OF_ACCOUNT_MAX);
        String full = browser.get(PASSKEYS).text();
        assertThat(full).contains("最多五个").doesNotContain("name=\"keyName\"");
        String key = full.replaceAll("(?s).*?name=\"key\" value=\"([^\"]+)\".*", "$1");
        assertThat(browser.post(PASSKEYS + "/removal", Map.of("key", key, "current", PASSWORD))
                        .status())
                .isLessThan(400);
        assertThat(browser.get(PASSKEYS).text())
                .as("the session that follows the removal is no newer sign-in")
                .contains("请重新登录")
                .doesNotContain("name=\"keyName\"");
    }

    private Enrolled enrolled(String name) {
        here.regulator(name, "360400");
        return here.enrol(name);
    }

    /** Signs in by code and adds a passkey; returns its id. */
    private String register(String name, Enrolled person, String keyName) {
        signInByCode(name, person);
        page.navigate(PASSKEYS);
        page.fill("[name=keyName]", keyName);
        page.fill("[name=current]", PASSWORD);
        page.click("form[action='" + PASSKEYS + "'] button");
        page.click("form[data-passkey] button");
        page.waitForURL(publicUrl + PASSKEYS);
        return page.getAttribute("[name=key]", "value");
    }

    private void signInByCode(String name, Enrolled person) {
        context.clearCookies();
        page.navigate("/sign-in");
        page.fill("[name=name]", name);
        page.fill("[name=password]", PASSWORD);
        page.fill("[name=code]", code(person));
        page.click("main button");
        page.waitForURL(url -> !url.endsWith("/sign-in"));
    }

    /** A code that was not used before. */
    private static String code(Enrolled person) {
        here.wait(Duration.ofSeconds(30));
        return here.code(person.secret());
    }

    /** Types the password alone; returns the challenge of the second step. */
    private String beginSecondStep(String name) {
        page.navigate("/sign-in");
        page.fill("[name=name]", name);
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
        return page.waitForSelector("form[data-passkey] [name=challenge]", attached())
                .getAttribute("value");
    }

    private static Page.WaitForSelectorOptions attached() {
        return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED);
    }

    private String sign(String challenge, String id) {
        return (String) page.evaluate(SIGN, new Object[] {challenge, id});
    }

    /** Sends an answer as the page of this browser would. */
    private APIResponse answer(String challenge, String credential) {
        String visit = context.cookies().stream()
                .filter(cookie -> cookie.name.equals("lingdian-visit"))
                .findFirst()
                .orElseThrow()
                .value;
        return page.request()
                .post(
                        publicUrl + SECOND_STEP,
                        RequestOptions.create()
                                .setHeader("Origin", publicUrl)
                                .setForm(FormData.create()
                                        .set("csrf", CsrfToken.of(visit))
                                        .set("challenge", challenge)
                                        .set("credential", credential)));
    }

    /** Replaces a key by a copy that was made before its uses. */
    private void copyBack() {
        var which = new JsonObject();
        which.addProperty("authenticatorId", device);
        JsonObject credential = devices.send("WebAuthn.getCredentials", which)
                .getAsJsonArray("credentials")
                .get(0)
                .getAsJsonObject();
        assertThat(credential.get("signCount").getAsInt()).isPositive();
        credential.addProperty("signCount", 0);
        devices.send("WebAuthn.clearCredentials", which);
        which.add("credential", credential);
        devices.send("WebAuthn.addCredential", which);
    }

    /** Passkeys of nobody's device. */
    private static void stored(String name, int count) {
        here.execute("INSERT INTO passkey (credential_id, account, public_key, sign_count, name, added_on)"
                + " SELECT decode(md5('" + name + "' || n), 'hex'), a.id, '\\x00', 0, 'key ' || n, current_date"
                + " FROM account a, generate_series(1, " + count + ") n WHERE a.sign_in_name = '" + name + "'");
    }
}
