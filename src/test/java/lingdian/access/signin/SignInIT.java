package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import lingdian.access.signin.RunningSignIn.Enrolled;
import lingdian.testing.Browser;
import lingdian.testing.QrReading;
import lingdian.testing.RunningService;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyUse;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How people sign in, and which attempts are refused and logged. */
class SignInIT {
    private static final String CAFE = "36048110000001";
    private static final int TIMED = 4;
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn();
        here.service.cafe(CAFE, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
    }

    /** Nor fill in a name, by a link of theirs or one that another browser got. */
    @Test
    void aStrangerCannotHaveThePageSayThatAPasswordWasSet() {
        JsonObject made = here.admin(
                "POST",
                "/api/v1/accounts",
                new JsonObject()
                        .put("name", "钱")
                        .put("role", "operator")
                        .put("placeCode", CAFE)
                        .put("signInName", "qian.operator"));
        Browser setting = here.browser();
        setting.get(made.getJsonObject("invitation").getString("path"));
        String then = setting.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD))
                .location();
        Browser other = here.browser();
        other.get("/sign-in");

        for (String link : List.of("/sign-in?set=1&name=qian.operator", then)) {
            assertThat(other.get(link).text()).doesNotContain("密码已设置").doesNotContain("qian.operator");
        }
        assertThat(setting.get(then.replace("qian.operator", "another.name")).text())
                .doesNotContain("密码已设置")
                .doesNotContain("another.name");
        assertThat(setting.get(then).text()).contains("密码已设置");
    }

    @Test
    void aPersonIsInvitedSetsAPasswordAndSignsIn() {
        JsonObject made = here.admin(
                "POST",
                "/api/v1/accounts",
                new JsonObject()
                        .put("name", "李")
                        .put("role", "operator")
                        .put("placeCode", CAFE)
                        .put("signInName", "li.operator"));
        assertThat(made.containsKey("token")).isFalse();
        Browser browser = here.browser();

        var page = browser.get(made.getJsonObject("invitation").getString("path"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("li.operator").contains("设置密码");
        assertThat(browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", "other"))
                        .status())
                .isEqualTo(400);
        String then = browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD))
                .location();
        assertThat(then).matches("/sign-in\\?set=[\\w-]{43}&name=li\\.operator");
        assertThat(browser.get(then).text()).contains("value=\"li.operator\"").contains("密码已设置");
        assertThat(browser.get("/sign-in?name=li.operator").text())
                .as("only after a password was set")
                .doesNotContain("li.operator");

        var in = browser.signIn("Li.Operator", PASSWORD, "");
        assertThat(in.status()).isEqualTo(303);
        assertThat(in.location()).isEqualTo("/");
        assertThat(in.setCookies().get("lingdian-session"))
                .containsIgnoringCase("; HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");
        assertThat(browser.get("/sign-in/account").text()).contains("李").contains("场所经营者");
        assertThat(browser.get("/api/v1/cafes/" + CAFE).status()).isEqualTo(200);
    }

    @Test
    void anInvitationIsGoodOnceAndNotForEver() {
        String id = here.operator("once.only", CAFE);
        String path = invite(id);
        here.browser().get(path);
        String newer = invite(id);
        assertThat(here.browser().get(path).status())
                .as("taken back by a newer one")
                .isEqualTo(410);

        Browser browser = here.browser();
        browser.get(newer);
        String other = "another password entirely";
        browser.post("/sign-in/invitation", Map.of("password", other, "again", other));
        assertThat(here.browser().get(newer).status()).isEqualTo(410);
        assertThat(here.browser().signIn("once.only", other, "").status()).isEqualTo(303);

        String late = invite(id);
        here.wait(Duration.ofHours(73));
        assertThat(here.browser().get(late).status()).isEqualTo(410);
    }

    @Test
    void whoeverIsWrongIsToldTheSame() {
        here.operator("known.person", CAFE);
        var unknown = here.browser().signIn("unknown.person", PASSWORD, "");
        var wrong = here.browser().signIn("known.person", "wrong password here", "");

        assertThat(unknown.status()).isEqualTo(403);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(neutral(unknown.text())).isEqualTo(neutral(wrong.text()).replace("known.person", "unknown.person"));
        assertThat(here.logged("sign-in")).anyMatch(entry -> entry.startsWith("refused {\"address\":\"10.0."));
    }

    @Test
    void whoeverIsWrongWaitsAsLong() {
        here.operator("timed.person", CAFE);
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < TIMED; i++) { // alternating, so that other load affects both alike
            known = Math.min(known, nanosOfAWrongPassword("timed.person", i));
            unknown = Math.min(unknown, nanosOfAWrongPassword("no.such." + i, i));
        }

        // Without computing a hash the ratio would be a twentieth; a busy machine alone causes a factor of two or
        // three.
        assertThat((double) unknown / known)
                .as("unknown %d, known %d", unknown, known)
                .isBetween(0.2, 5.0);
    }

    @Test
    void aGuesserIsLockedOutLongerAndLonger() {
        here.operator("guessed.person", CAFE);
        for (int i = 0; i < 5; i++) {
            assertThat(here.browser()
                            .at("192.0.2.50")
                            .signIn("guessed.person", "guess number " + i, "")
                            .status())
                    .isEqualTo(403);
        }

        assertThat(here.browser()
                        .at("192.0.2.50")
                        .signIn("guessed.person", PASSWORD, "")
                        .status())
                .as("the right password is not even tried")
                .isEqualTo(429);
        assertThat(here.logged("lock-out")).isNotEmpty();
        here.wait(Duration.ofSeconds(16));
        assertThat(here.browser()
                        .at("192.0.2.50")
                        .signIn("guessed.person", "guess number 6", "")
                        .status())
                .isEqualTo(403);
        here.wait(Duration.ofSeconds(16));
        assertThat(here.browser()
                        .at("192.0.2.50")
                        .signIn("guessed.person", PASSWORD, "")
                        .status())
                .as("now it is thirty seconds")
                .isEqualTo(429);
        here.wait(Duration.ofSeconds(16));
        assertThat(here.browser()
                        .at("192.0.2.50")
                        .signIn("guessed.person", PASSWORD, "")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void aNameThatNobodyHasIsLockedOutAlike() {
        for (int i = 0; i < 5; i++) {
            here.browser().at("192.0.2.50").signIn("nobody.at.all", "guess number " + i, "");
        }

        assertThat(here.browser()
                        .at("192.0.2.50")
                        .signIn("nobody.at.all", PASSWORD, "")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void anAddressThatTriesManyNamesIsLockedOut() {
        for (int i = 0; i < 30; i++) {
            assertThat(here.browser()
                            .at("192.0.2.1")
                            .signIn("sprayed." + i, PASSWORD, "")
                            .status())
                    .isEqualTo(403);
        }

        assertThat(here.browser()
                        .at("192.0.2.1")
                        .signIn("sprayed.31", PASSWORD, "")
                        .status())
                .isEqualTo(429);
        assertThat(here.browser()
                        .at("192.0.2.2")
                        .signIn("sprayed.31", PASSWORD, "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void manyGuessesAtOnceAreNoMore() {
        here.operator("flooded.person", CAFE);
        long tried = LongStream.range(0, 24)
                .parallel()
                .filter(i -> here.browser()
                                .at("192.0.2.51")
                                .signIn("flooded.person", "guess number " + i, "")
                                .status()
                        == 403)
                .count();

        assertThat(tried).isLessThanOrEqualTo(5);
    }

    @Test
    void aSecondFactorIsSetUpBeforeAnythingElse() {
        here.regulator("officer.one", "360400");
        Browser browser = here.browser();
        assertThat(browser.signIn("officer.one", PASSWORD, "").location()).isEqualTo("/sign-in/second-factor");
        assertThat(browser.get("/api/v1/violations").status()).isEqualTo(403);

        Enrolled enrolled = here.enrol("officer.one");
        assertThat(enrolled.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        assertThat(enrolled.browser().get("/api/v1/violations").status()).isEqualTo(200);
        assertThat(browser.get("/api/v1/violations").status())
                .as("sessions before have ended")
                .isEqualTo(401);
        assertThat(enrolled.browser().post("/sign-in/second-factor", Map.of()).status())
                .isEqualTo(403);
        assertThat(here.rows("SELECT count(*) FROM second_factor f WHERE f::text LIKE '%"
                        + SecondFactor.BASE32.encodeToString(enrolled.secret()) + "%'"))
                .containsExactly("0");
    }

    /** The authenticator has the key already, and whoever found another session open must not see it. */
    @Test
    void aMistypedCodeLosesNoKeyAndShowsNone() throws Exception {
        here.regulator("officer.mistyping", "360400");
        Browser browser = here.browser();
        browser.signIn("officer.mistyping", PASSWORD, "");
        browser.get("/sign-in/second-factor");
        String shown = browser.post("/sign-in/second-factor", Map.of()).text();
        String scanned = QrReading.read(shown);
        assertThat(scanned).startsWith("otpauth://totp/Lingdian:officer.mistyping?secret=");
        String secret = scanned.replaceAll(".*secret=(\\w+).*", "$1");

        var mistyped = browser.post("/sign-in/second-factor/confirmation", Map.of("code", "000000"));
        assertThat(mistyped.status()).isEqualTo(400);
        assertThat(mistyped.text()).contains("name=\"code\"").doesNotContain("<svg", secret.substring(0, 4) + " ");

        String code = here.code(SecondFactor.BASE32.decode(secret));
        assertThat(browser.post("/sign-in/second-factor/confirmation", Map.of("code", code))
                        .text())
                .doesNotContain("name=\"code\"");
        assertThat(browser.get("/api/v1/violations").status()).isEqualTo(200);
    }

    /** Otherwise whoever found a session open would lock its owner out by a factor of their own. */
    @Test
    void aSecondFactorIsSetUpByWhoKnowsThePassword() {
        here.operator("careful.person", CAFE);
        Browser browser = here.browser();
        browser.signIn("careful.person", PASSWORD, "");
        assertThat(browser.get("/sign-in/second-factor").text())
                .contains("<input id=\"current\" name=\"current\" type=\"password\"");

        assertThat(browser.post("/sign-in/second-factor", Map.of()).status()).isEqualTo(403);
        var wrong = browser.post("/sign-in/second-factor", Map.of("current", "a guess"));
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).contains("当前密码不正确").doesNotContain("class=\"secret\"");
        assertThat(here.rows("SELECT count(*) FROM second_factor f JOIN account a ON a.id = f.account"
                        + " WHERE sign_in_name = 'careful.person'"))
                .containsExactly("0");

        here.wait(Duration.ofMinutes(30));
        assertThat(here.enrol(browser).recoveryCodes()).hasSize(10);
        assertThat(browser.get("/api/v1/cafes").status()).isEqualTo(200);
        assertThat(here.rows("SELECT count(*) || ' ' || count(DISTINCT expires_at) FROM sign_in_session s"
                        + " JOIN account a ON a.id = s.account WHERE sign_in_name = 'careful.person'"))
                .as("two sessions, of which the new one lasts no longer")
                .containsExactly("2 1");
    }

    /** Otherwise the time of the answer would tell that the password is right. The unreadable secret shows the work. */
    @Test
    void aCodeIsComparedWhetherOrNotThePasswordIsRight() throws Exception {
        here.regulator("costly.officer", "360400");
        byte[] secret = here.enrol("costly.officer").secret();
        try (var connection = here.service.superuser();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE second_factor SET sealed = '\\x00' WHERE account = "
                    + "(SELECT id FROM account WHERE sign_in_name = 'costly.officer')");
        }
        var log = (Logger) LoggerFactory.getLogger(SecondFactor.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            here.browser().signIn("costly.officer", PASSWORD, here.code(secret));
            assertThat(lines.list).as("right password").hasSize(1);
            here.browser().signIn("costly.officer", "a password that is wrong", here.code(secret));
            assertThat(lines.list).as("wrong password").hasSize(2);
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void aWrongPasswordDoesNotUseTheCodeUp() {
        here.regulator("hasty.officer", "360400");
        byte[] secret = here.enrol("hasty.officer").secret();
        here.wait(Duration.ofMinutes(2));
        String code = here.code(secret);

        assertThat(here.browser()
                        .signIn("hasty.officer", "a password that is wrong", code)
                        .status())
                .isEqualTo(403);
        assertThat(here.browser().signIn("hasty.officer", PASSWORD, code).status())
                .isEqualTo(303);
    }

    @Test
    void noCodeIsTakenTwice() {
        here.regulator("officer.two", "360400");
        Enrolled enrolled = here.enrol("officer.two");
        assertThat(here.browser()
                        .signIn("officer.two", PASSWORD, here.code(enrolled.secret()))
                        .status())
                .as("the code that set it up")
                .isEqualTo(403);
        here.wait(Duration.ofSeconds(60));
        String code = here.code(enrolled.secret());
        assertThat(here.browser().signIn("officer.two", PASSWORD, "").status()).isEqualTo(403);
        assertThat(here.browser().signIn("officer.two", PASSWORD, code).status())
                .isEqualTo(303);
        assertThat(here.browser().signIn("officer.two", PASSWORD, code).status())
                .isEqualTo(403);
    }

    @Test
    void aSecondFactorOutlivesTheKeyThatSealedIt() throws Exception {
        here.regulator("officer.five", "360400");
        Enrolled enrolled = here.enrol("officer.five");
        here.service.rotate();
        here.service.rekey();
        String old = KeyRingRotation.list(KeyRing.load(here.service.keyRing())).stream()
                .filter(key -> key.use() == KeyUse.SEALING && !key.primary())
                .findFirst()
                .orElseThrow()
                .number();
        here.service.rotation().retire(KeyUse.SEALING, old, Duration.ZERO);
        here.service.lookAtKeyRing();

        here.wait(Duration.ofSeconds(60));
        assertThat(here.browser()
                        .signIn("officer.five", PASSWORD, here.code(enrolled.secret()))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void aRecoveryCodeStandsInOnce() {
        here.regulator("officer.three", "360400");
        Enrolled enrolled = here.enrol("officer.three");
        String code = enrolled.recoveryCodes().getFirst().toLowerCase(Locale.ROOT);

        assertThat(here.browser()
                        .signIn("officer.three", PASSWORD, code.substring(0, 4) + " " + code.substring(4))
                        .status())
                .isEqualTo(303);
        assertThat(here.browser().signIn("officer.three", PASSWORD, code).status())
                .isEqualTo(403);
    }

    @Test
    void anAdministratorResetsASecondFactor() {
        String id = here.regulator("officer.four", "360400");
        Enrolled enrolled = here.enrol("officer.four");

        here.admin("DELETE", "/api/v1/accounts/" + id + "/second-factor", null);

        assertThat(enrolled.browser().get("/api/v1/violations").status()).isEqualTo(401);
        assertThat(here.browser().signIn("officer.four", PASSWORD, "").location())
                .isEqualTo("/sign-in/second-factor");
        assertThat(here.logged("change-account")).anyMatch(entry -> entry.contains("second-factor"));
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        here.operator("changing.person", CAFE);
        Browser browser = here.browser();
        browser.signIn("changing.person", PASSWORD, "");
        browser.get("/sign-in/password");
        String next = "yet another password";
        assertThat(browser.post("/sign-in/password", Map.of("current", "wrong", "password", next, "again", next))
                        .status())
                .isEqualTo(403);
        assertThat(browser.post("/sign-in/password", Map.of("current", PASSWORD, "password", next, "again", next))
                        .status())
                .isEqualTo(303);

        assertThat(browser.get("/api/v1/cafes").status())
                .as("its sessions have ended")
                .isEqualTo(401);
        assertThat(here.browser().signIn("changing.person", PASSWORD, "").status())
                .isEqualTo(403);
        assertThat(here.browser().signIn("changing.person", next, "").status()).isEqualTo(303);
    }

    @Test
    void aHashThatCostsTooLittleIsRenewed() throws Exception {
        here.operator("cheap.person", CAFE);
        String cheap = PasswordHash.of(PASSWORD, new PasswordHash.Cost(64, 1, 1), new byte[16], new FixedBlockPool(64))
                .text();
        try (var connection = here.service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE password SET hash = '" + cheap
                    + "' WHERE account = (SELECT id FROM account WHERE sign_in_name = 'cheap.person')");
        }

        assertThat(here.browser().signIn("cheap.person", PASSWORD, "").status()).isEqualTo(303);

        assertThat(here.rows("SELECT hash FROM password p JOIN account a ON a.id = p.account"
                        + " WHERE sign_in_name = 'cheap.person'"))
                .allMatch(hash -> hash.startsWith("$argon2id$v=19$m=64,t=2,p=1$"));
    }

    @Test
    void aNameBelongsToOneAccount() {
        here.operator("taken.name", CAFE);

        var second = here.api(
                "POST",
                "/api/v1/accounts",
                RunningService.ADMIN_TOKEN,
                new JsonObject().put("name", "a").put("role", "auditor").put("signInName", "taken.name"));

        assertThat(second.status()).isEqualTo(409);
    }

    @Test
    void thePageIsChineseFirstAndHoldsNoScript() {
        var page = here.browser().get("/sign-in");

        assertThat(page.text()).contains("<html lang=\"zh-CN\"").contains("登录").doesNotContain("<script");
        assertThat(here.browser().get("/sign-in?lang=en").text())
                .contains("<html lang=\"en\"")
                .contains("Sign in");
    }

    private static String invite(String account) {
        return here.admin("POST", "/api/v1/accounts/" + account + "/invitation", null)
                .getString("path");
    }

    private static String neutral(String page) {
        return page.replaceAll("name=\"csrf\" value=\"[^\"]*\"", "");
    }

    private static long nanosOfAWrongPassword(String name, int number) {
        long begin = System.nanoTime();
        here.browser().signIn(name, "wrong password " + number, "");
        return System.nanoTime() - begin;
    }
}
