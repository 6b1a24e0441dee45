package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lingdian.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person sees their own sessions and ends them. */
class OwnSessionsIT {
    private static final String SESSIONS = "/sign-in/account/sessions";
    private static final Pattern NAME = Pattern.compile("value=\"([\\w-]{43})\"> ");

    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn("  secondFactorFor: [auditor]\n");
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
    }

    @Test
    void theListMarksThisOneAndLeavesEndedOnesOut() {
        here.person("lister", "admin");
        Browser idle = signedIn("lister");
        here.wait(Duration.ofMinutes(50));
        Browser other = signedIn("lister");
        Browser mine = signedIn("lister");
        signedIn("lister").post("/sign-out", Map.of());
        assertThat(rows(mine.get("/sign-in/account").text())).isEqualTo(3);

        here.wait(Duration.ofMinutes(15));
        String page = mine.get("/sign-in/account").text();

        assertThat(rows(page)).as("one was idle for too long, one signed out").isEqualTo(2);
        assertThat(page).containsOnlyOnce("(本次登录)").contains("其他浏览器", "登录时间", "最近使用");
        assertThat(mine.get("/sign-in/account?lang=en").text()).contains("Your sessions", "(this one)", "Last used");
        assertThat(idle.get("/sign-in/account").location()).isEqualTo("/sign-in");
        assertThat(other.get("/sign-in/account").status()).isEqualTo(200);
    }

    @Test
    void oneIsEndedByThePasswordAndWrittenDown() {
        String account = here.person("ender", "admin");
        Browser other = signedIn("ender");
        Browser third = signedIn("ender");
        here.wait(Duration.ofMinutes(2));
        third.get("/sign-in/account");
        Browser mine = signedIn("ender");
        int before = here.logged("end-sessions").size();
        String oldest = names(mine.get("/sign-in/account").text()).getLast();

        assertThat(mine.post(SESSIONS, Map.of("end", oldest, "current", "a wrong password"))
                        .status())
                .isEqualTo(403);
        assertThat(other.get("/sign-in/account").status())
                .as("not by a wrong one")
                .isEqualTo(200);
        assertThat(mine.post(SESSIONS, Map.of("end", oldest, "current", PASSWORD))
                        .location())
                .isEqualTo("/sign-in/account");

        assertThat(List.of(
                        other.get("/sign-in/account").status(),
                        third.get("/sign-in/account").status(),
                        mine.get("/sign-in/account").status()))
                .containsExactly(303, 200, 200);
        assertThat(here.logged("end-sessions"))
                .hasSize(before + 1)
                .last()
                .satisfies(entry -> assertThat(entry).startsWith("done"));
        assertThat(here.rows("SELECT actor_id FROM access_log WHERE action = 'end-sessions' ORDER BY position"))
                .last()
                .isEqualTo(account);
    }

    @Test
    void allOthersAreEndedAndNobodyElses() {
        here.person("leaver", "admin");
        here.person("stayer", "admin");
        Browser one = signedIn("leaver");
        Browser two = signedIn("leaver");
        Browser mine = signedIn("leaver");
        Browser foreign = signedIn("stayer");
        Browser foreignOther = signedIn("stayer");
        String stayers = names(foreign.get("/sign-in/account").text()).getFirst();

        mine.get("/sign-in/account");
        for (String nonsense : List.of(stayers, "", "x", "!".repeat(43))) {
            assertThat(mine.post(SESSIONS, Map.of("end", nonsense, "current", PASSWORD))
                            .status())
                    .isEqualTo(303);
        }
        assertThat(one.get("/sign-in/account").status()).isEqualTo(200);
        mine.post(SESSIONS, Map.of("end", "others", "current", PASSWORD));

        assertThat(one.get("/sign-in/account").status()).isEqualTo(303);
        assertThat(two.get("/sign-in/account").status()).isEqualTo(303);
        assertThat(mine.get("/sign-in/account").text()).doesNotContain(SESSIONS);
        assertThat(foreign.get("/sign-in/account").status()).isEqualTo(200);
        assertThat(foreignOther.get("/sign-in/account").status()).isEqualTo(200);
    }

    @Test
    void ofVeryManyTheOneThatWasNotUsedForLongestEnds() {
        String account = here.person("collector", "admin");
        Browser used = signedIn("collector");
        here.wait(Duration.ofMinutes(1));
        Browser unused = signedIn("collector");
        here.wait(Duration.ofMinutes(2));
        used.get("/sign-in/account");
        for (int i = 2; i < 50; i++) {
            signedInLater("collector");
        }
        assertThat(unused.polling("/sign-in/account").status()).isEqualTo(200);
        signedInLater("collector");

        assertThat(unused.get("/sign-in/account").status()).isEqualTo(303);
        assertThat(used.get("/sign-in/account").status()).isEqualTo(200);
        assertThat(here.rows(
                        "SELECT count(*) FROM sign_in_session WHERE ended_at IS NULL AND account = '" + account + "'"))
                .containsExactly("50");
    }

    /** Once their password may be checked again. */
    private static void signedInLater(String name) {
        here.wait(PasswordPace.EACH);
        signedIn(name);
    }

    /** Their password alone is not enough for their role. */
    @Test
    void whoHasYetToSetUpASecondFactorSeesAndEndsNone() {
        here.person("half", "auditor");
        Browser other = signedIn("half");
        Browser mine = signedIn("half");

        assertThat(names(mine.get("/sign-in/account").text())).isEmpty();
        assertThat(mine.post(SESSIONS, Map.of("end", "others", "current", PASSWORD))
                        .location())
                .isEqualTo("/sign-in/second-factor");
        assertThat(other.get("/sign-in/account").status()).isEqualTo(200);
    }

    /** It was sent to somebody who was to have other rights. */
    @Test
    void anInvitationEndsWithAChangeOfRights() {
        JsonObject officer = new JsonObject()
                .put("name", "n")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360400");
        for (String change : List.of("name", "region", "authority", "role")) {
            JsonObject made =
                    here.admin("POST", "/api/v1/accounts", officer.copy().put("signInName", "invited." + change));
            String id = made.getString("id");
            here.admin(
                    "PUT",
                    "/api/v1/accounts/" + id,
                    switch (change) {
                        case "region" -> officer.copy().put("region", "360481");
                        case "authority" -> officer.copy().put("authority", "public-security");
                        case "role" -> new JsonObject().put("name", "n").put("role", "admin");
                        default -> officer.copy().put("name", "m");
                    });

            assertThat(here.browser()
                            .get(made.getJsonObject("invitation").getString("path"))
                            .status())
                    .as(change)
                    .isEqualTo(change.equals("name") ? 200 : 410);
        }
    }

    private static Browser signedIn(String name) {
        Browser browser = here.browser();
        browser.signIn(name, PASSWORD, "");
        browser.get("/sign-in/account");
        return browser;
    }

    private static int rows(String page) {
        return page.split("<li>", -1).length - 1;
    }

    /** The names of the other sessions, the last used first. */
    private static List<String> names(String page) {
        return NAME.matcher(page).results().map(found -> found.group(1)).toList();
    }
}
