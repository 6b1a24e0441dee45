package lingdian.access.signin;

import static lingdian.testing.RunningService.ADMIN_TOKEN;
import static lingdian.testing.SealedCafe.ADULT;
import static lingdian.testing.SealedCafe.CAFE;
import static lingdian.testing.SealedCafe.MINOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import lingdian.testing.Browser;
import lingdian.testing.SealedCafe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was granted to an officer is used by that officer, and not by whoever takes the account over. */
class TakenOverIT {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String ANOTHER = "another horse battery staple";

    private SealedCafe cafe;
    private JsonObject officer;
    private String second;
    private byte[] secret;
    private Browser browser;
    private String violation;
    private String records;
    private String unmasking;

    @BeforeEach
    void grant() throws Exception {
        cafe = new SealedCafe(24);
        var account = new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360481");
        second = cafe.call("POST", "/accounts", ADMIN_TOKEN, account).json().getString("token");
        officer = cafe.call("POST", "/accounts", ADMIN_TOKEN, account.put("signInName", "officer"))
                .json();
        browser = entered(officer.getJsonObject("invitation"), PASSWORD);
        pass(Duration.ofHours(25));
        browser = signedIn(PASSWORD);
        violation = cafe.violation("MINOR_ADMITTED", "minor");
        records = "/record-requests/" + granted("/record-requests", wanted());
        unmasking = "/unmaskings/" + granted("/violations/" + violation + "/unmask", reason());
        pass(Duration.ofMinutes(2));
    }

    @AfterEach
    void stop() throws Exception {
        cafe.close();
    }

    @Test
    void theOfficerUsesWhatWasGranted() {
        assertThat(get(records + "/export").text()).contains(ADULT);
        assertThat(get(unmasking).text()).contains(MINOR);
    }

    @Test
    void anAdministratorWhoTakesTheAccountOverDoesNot() {
        String account = "/accounts/" + officer.getString("id");
        assertThat(cafe.call("DELETE", account + "/second-factor", ADMIN_TOKEN, null)
                        .status())
                .isEqualTo(204);
        long logged = cafe.logPosition();
        browser = entered(
                cafe.call("POST", account + "/invitation", ADMIN_TOKEN, null).json(), ANOTHER);

        refused(get(records + "/export"));
        refused(get(unmasking));
        assertThat(cafe.logged(logged))
                .contains("export-records refused", "unmask refused")
                .doesNotContain("export-records attempted", "unmask done");
    }

    @Test
    void whoChangedTheirOwnPasswordIsToldToAskAgain() {
        browser.get("/sign-in/password");
        browser.post("/sign-in/password", Map.of("current", PASSWORD, "password", ANOTHER, "again", ANOTHER));
        pass(Duration.ofMinutes(1));
        browser = signedIn(ANOTHER);

        refused(get(records + "/export"));
        assertThat(browser.get("/violations/" + violation).text())
                .contains("原批准不再有效", "/violations/" + violation + "/unmask\"")
                .doesNotContain(MINOR);

        pass(Duration.ofHours(24));
        browser = signedIn(ANOTHER);
        assertThat(get("/record-requests/" + granted("/record-requests", wanted()) + "/export")
                        .text())
                .contains(ADULT);
    }

    private static void refused(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("asker-changed");
        assertThat(new JsonObject(answer.text()).getString("detail")).contains("Ask again", "24 hours");
    }

    private void pass(Duration time) {
        cafe.now.updateAndGet(now -> now.plus(time));
    }

    private static JsonObject reason() {
        return new JsonObject().put("reason", "on-site check");
    }

    private static JsonObject wanted() {
        return reason().put("placeCode", CAFE)
                .put("from", "2026-07-10T00:00:00+08:00")
                .put("to", "2026-07-10T13:00:00+08:00");
    }

    private Browser.Answer get(String path) {
        return browser.get("/api/v1" + path);
    }

    /** Asked by the officer, granted by a second one. */
    private String granted(String path, JsonObject body) {
        Browser.Answer asked = browser.call(
                "POST", "/api/v1" + path, body.encode(), browser.hidden().get("csrf"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        String id = new JsonObject(asked.text()).getString("id");
        String kind = path.endsWith("/unmask") ? "/unmaskings/" : "/record-requests/";
        var approved = cafe.call("POST", kind + id + "/approval", second, null);
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        return id;
    }

    /** Sets a password and a second factor, and signs in by them. */
    private Browser entered(JsonObject invitation, String password) {
        var page = new Browser(cafe.service.url());
        page.get(invitation.getString("path"));
        page.post("/sign-in/invitation", Map.of("password", password, "again", password));
        var enrolling = new Browser(cafe.service.url());
        enrolling.signIn("officer", password, "");
        enrolling.get("/sign-in/second-factor");
        secret = RunningSignIn.secret(enrolling.post("/sign-in/second-factor", Map.of("current", password)));
        enrolling.post("/sign-in/second-factor/confirmation", Map.of("code", code()));
        pass(Duration.ofMinutes(1)); // no code is taken twice
        return signedIn(password);
    }

    private Browser signedIn(String password) {
        var session = new Browser(cafe.service.url());
        session.signIn("officer", password, code());
        session.get("/");
        assertThat(session.hidden()).containsKey("csrf");
        return session;
    }

    private String code() {
        return OneTimeCode.code(Objects.requireNonNull(secret), OneTimeCode.step(cafe.now.get()));
    }
}
