package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.record.accesslog.RefusalLimit;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on people's sessions, which are refused and logged. */
class AttacksIT {
    private static final String CAFE = "36048110000001";
    private static final Map<String, String> SESSION = new HashMap<>();
    private static RunningSignIn here;
    private Browser person;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn("  secondFactorFor: []\n");
        here.service.cafe(CAFE, List.of());
        here.person("the.admin", "admin");
        here.operator("the.operator", CAFE);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
    }

    /** Once, unless a test has ended the session: ever more right passwords have to wait. */
    @BeforeEach
    void signIn() {
        person = here.browser();
        person.cookies().putAll(SESSION);
        if (person.get("/api/v1/cafes").status() != 200) {
            person = here.browser();
            person.signIn("the.admin", PASSWORD, "");
            SESSION.clear();
            SESSION.putAll(person.cookies());
        }
    }

    /** Every changing operation of the API document, with each kind of forged request. */
    @ParameterizedTest
    @MethodSource("changes")
    void noChangeIsMadeForAnotherSite(String method, String path) {
        String token = CsrfToken.of(person.cookies().get("lingdian-session"));

        assertForged(person.call(method, path, "{}", null));
        assertForged(person.call(method, path, "{}", "A".repeat(43)));
        assertForged(person.call(method, path, "{}", CsrfToken.of("A".repeat(43))));
        assertForged(person.saying("Origin", "https://evil.example").call(method, path, "{}", token));
        assertForged(person.saying("Origin", "null").call(method, path, "{}", token));
        person.saying("Origin", here.service.url().toString());
        assertForged(person.saying("Sec-Fetch-Site", "cross-site").call(method, path, "{}", token));
        assertForged(person.saying("Sec-Fetch-Site", "same-site").call(method, path, "{}", token));
        assertForged(
                person.saying("Sec-Fetch-Site", null).saying("Origin", null).call(method, path, "{}", token));
        person.saying("Origin", here.service.url().toString());
        assertThat(person.call(method, path, "{}", token).text())
                .as("from a page of ours it is judged by what it says")
                .doesNotContain("page of this service");
    }

    static Stream<Arguments> changes() throws Exception {
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(AttacksIT.class.getResourceAsStream("/lingdian/api/openapi.yaml"));
        var changes = new ArrayList<Arguments>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (path.getKey().startsWith("/api/")
                            && Set.of("post", "put", "delete", "patch").contains(method)) {
                        changes.add(Arguments.of(
                                method.toUpperCase(Locale.ROOT),
                                path.getKey()
                                        .replace("{placeCode}", CAFE)
                                        .replace("{code}", "360481")
                                        .replaceAll("\\{\\w+}", "00000000-0000-4000-8000-000000000000")));
                    }
                }));
        return changes.stream();
    }

    @Test
    void theDocumentsChangesAreAllTried() throws Exception {
        assertThat(changes().count()).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-out",
                "/sign-in/password",
                "/sign-in/second-factor",
                "/sign-in/second-factor/confirmation",
                "/sign-in/account/sessions"
            })
    void noFormIsSentByAnotherSite(String form) {
        person.get("/sign-in/account");
        int before = here.logged("call").size();

        assertThat(person.post(form, Map.of("csrf", "")).status()).isEqualTo(403);
        assertThat(person.saying("Origin", "https://evil.example")
                        .post(form, Map.of())
                        .status())
                .isEqualTo(403);

        assertThat(here.logged("call").subList(before, here.logged("call").size()))
                .hasSize(2)
                .allMatch(entry -> entry.startsWith("refused") && entry.contains("forged-request"));
        assertThat(person.get("/sign-in/account").status())
                .as("nothing happened")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/sign-in/invitation"})
    void nobodyIsSignedInByAnotherSite(String form) {
        Browser victim = here.browser();
        victim.get("/sign-in");
        Map<String, String> typed = Map.of("name", "the.operator", "password", PASSWORD, "code", "");

        assertThat(victim.saying("Origin", "https://evil.example")
                        .post(form, typed)
                        .status())
                .isEqualTo(403);
        Browser other = here.browser(); // brings a form's token without the cookie that it belongs to
        other.get("/sign-in");
        other.cookies().clear();
        assertThat(other.post(form, typed).status()).isEqualTo(403);
        assertThat(other.cookies()).doesNotContainKey("lingdian-session");
    }

    @Test
    void aSessionThatSomebodyFixedBeforeIsWorthNothing() {
        Browser victim = here.browser();
        String fixed = "F".repeat(43);
        victim.cookies().put("lingdian-session", fixed);
        victim.signIn("the.operator", PASSWORD, "");

        assertThat(victim.cookies().get("lingdian-session")).isNotEqualTo(fixed);
        assertThat(withCookie(fixed).get("/api/v1/cafes").status()).isEqualTo(401);

        String first = victim.cookies().get("lingdian-session");
        victim.signIn("the.operator", PASSWORD, "");
        assertThat(victim.cookies().get("lingdian-session")).isNotEqualTo(first);
    }

    /** The browser forgets the former cookie, so its owner could not sign out of it any more. */
    @Test
    void aSignInEndsTheFormerSessionOfTheSameBrowser() {
        Browser shared = here.browser();
        shared.signIn("the.operator", PASSWORD, "");
        String former = shared.cookies().get("lingdian-session");
        assertThat(shared.signIn("the.admin", "a password that is wrong", "").status())
                .isEqualTo(403);
        assertThat(withCookie(former).get("/api/v1/cafes").status())
                .as("a refused sign-in ends nothing")
                .isEqualTo(200);
        int before = here.logged("sign-out").size();

        assertThat(shared.signIn("the.admin", PASSWORD, "").status()).isEqualTo(303);

        assertThat(withCookie(former).get("/api/v1/cafes").status()).isEqualTo(401);
        assertThat(shared.get("/api/v1/cafes").status()).isEqualTo(200);
        assertThat(person.get("/api/v1/cafes").status())
                .as("the session on another browser")
                .isEqualTo(200);
        assertThat(here.logged("sign-out")).hasSize(before + 1);
    }

    @Test
    void aStolenCookieEndsWithTheSignOut() {
        Browser victim = here.browser();
        victim.signIn("the.operator", PASSWORD, "");
        String stolen = victim.cookies().get("lingdian-session");
        assertThat(withCookie(stolen).get("/api/v1/cafes").status()).isEqualTo(200);

        victim.get("/sign-in/account");
        assertThat(victim.post("/sign-out", Map.of()).location()).isEqualTo("/sign-in?out=1");
        assertThat(victim.get("/sign-in?out=1").text()).contains("已退出登录");

        assertThat(victim.cookies()).doesNotContainKey("lingdian-session");
        assertThat(withCookie(stolen).get("/api/v1/cafes").status()).isEqualTo(401);
        assertThat(here.logged("sign-out")).isNotEmpty();
    }

    /** The log names the owner of the session, because a dead session's cookie may have been stolen. */
    @Test
    void forgedCallsAndDeadSessionsAreWrittenDownAsTheirOwners() {
        String owner = here.person("the.victim", "admin");
        Browser victim = here.browser();
        victim.signIn("the.victim", PASSWORD, "");
        String stolen = victim.cookies().get("lingdian-session");

        assertThat(victim.call("POST", "/api/v1/accounts", "{}", null).status()).isEqualTo(403);
        victim.get("/sign-in/account");
        victim.post("/sign-out", Map.of());
        assertThat(withCookie(stolen).get("/api/v1/cafes").status()).isEqualTo(401);
        assertThat(withCookie("A".repeat(43)).get("/api/v1/cafes").status()).isEqualTo(401);

        assertThat(here.rows("SELECT action || ' ' || (details::jsonb ->> 'status') FROM access_log"
                        + " WHERE outcome = 'refused' AND actor_id = '" + owner + "' ORDER BY position"))
                .containsExactly("call 403", "use-token 401");
        assertThat(here.rows(
                        "SELECT actor_kind FROM access_log WHERE outcome = 'refused' ORDER BY position DESC LIMIT 1"))
                .containsExactly("nobody");
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndAfterAShift() {
        Browser idle = here.browser();
        idle.signIn("the.operator", PASSWORD, "");
        here.wait(Duration.ofMinutes(61));
        assertThat(idle.get("/api/v1/cafes").status()).isEqualTo(401);

        Browser busy = here.browser();
        busy.signIn("the.operator", PASSWORD, "");
        for (int half = 1; half < 24; half++) {
            here.wait(Duration.ofMinutes(30));
            assertThat(busy.get("/api/v1/cafes").status()).isEqualTo(200);
        }
        here.wait(Duration.ofMinutes(30));
        assertThat(busy.get("/api/v1/cafes").status()).isEqualTo(401);
    }

    @Test
    void whatTheDatabaseHoldsOpensNothing() {
        String id = person.cookies().get("lingdian-session");

        assertThat(here.rows("SELECT count(*) FROM sign_in_session s WHERE s::text LIKE '%" + id + "%'"))
                .containsExactly("0");
        assertThat(here.rows("SELECT count(*) FROM password p WHERE p::text LIKE '%" + PASSWORD + "%'"))
                .containsExactly("0");
        assertThat(here.rows("SELECT count(*) FROM sign_in_attempt")).isNotEmpty();
    }

    @Test
    void anExpiredTokenIsWorthNothing() {
        JsonObject made = here.admin(
                "POST",
                "/api/v1/accounts",
                new JsonObject()
                        .put("name", "job")
                        .put("role", "operator")
                        .put("placeCode", CAFE)
                        .put("tokenExpiresAt", here.now().plusSeconds(600).toString()));
        String token = made.getString("token");
        assertThat(here.api("GET", "/api/v1/cafes", token, null).status()).isEqualTo(200);

        here.wait(Duration.ofSeconds(601));

        assertThat(here.api("GET", "/api/v1/cafes", token, null).status()).isEqualTo(401);
    }

    @Test
    void aWrongTokenIsNotMendedByACookie() {
        var answer = here.api("GET", "/api/v1/cafes", "wrong-token", null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(here.api("GET", "/api/v1/cafes", person.cookies().get("lingdian-session"), null)
                        .status())
                .as("a session's id is no token")
                .isEqualTo(401);
    }

    @Test
    void theSignInLeadsNowhereElse() {
        for (String astray :
                List.of("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)")) {
            Browser victim = here.browser();
            victim.get("/sign-in?next=" + URLEncoder.encode(astray, StandardCharsets.UTF_8));
            var in = victim.post(
                    "/sign-in", Map.of("name", "the.operator", "password", PASSWORD, "code", "", "next", astray));

            assertThat(in.location()).isEqualTo("/");
        }
        Browser honest = here.browser();
        honest.get("/sign-in?next=/sign-in/password");
        assertThat(honest.hidden()).containsEntry("next", "/sign-in/password");
    }

    @Test
    void aPageOfOursMayChangeThings() {
        String token = CsrfToken.of(person.cookies().get("lingdian-session"));
        String body =
                new JsonObject().put("name", "by hand").put("role", "auditor").encode();

        assertThat(person.call("POST", "/api/v1/accounts", body, token).status())
                .isEqualTo(201);
    }

    @Test
    void overTlsTheCookieIsForTlsAlone() throws Exception {
        try (var secure = new RunningSignIn("  publicUrl: https://lingdian.example\n")) {
            secure.service.cafe(CAFE, List.of());
            Browser browser = secure.browser().saying("Origin", "https://lingdian.example");
            JsonObject made = secure.admin(
                    "POST",
                    "/api/v1/accounts",
                    new JsonObject()
                            .put("name", "o")
                            .put("role", "operator")
                            .put("placeCode", CAFE)
                            .put("signInName", "tls.person"));
            browser.get(made.getJsonObject("invitation").getString("path"));
            browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));

            var in = browser.signIn("tls.person", PASSWORD, "");

            assertThat(in.setCookies().get("__Host-lingdian-session"))
                    .contains("; Secure")
                    .contains("; Path=/");
            assertThat(browser.cookies().keySet())
                    .as("no other host can plant one")
                    .containsExactlyInAnyOrder(
                            "__Host-lingdian-visit", "__Host-lingdian-device", "__Host-lingdian-session");
            assertThat(browser.get("/api/v1/cafes").status()).isEqualTo(200);
        }
    }

    private Browser withCookie(String id) {
        Browser thief = here.browser();
        thief.cookies().put("lingdian-session", id);
        return thief;
    }

    /** The log is kept for months, and anybody can cause refusals. */
    @Test
    void aFloodOfForgedFormsIsNotWrittenWhole() {
        int before = here.logged("call").size();
        Browser stranger = here.browser();
        for (int i = 0; i < RefusalLimit.A_MINUTE + 20; i++) {
            assertThat(stranger.post("/sign-in", Map.of()).status()).isEqualTo(403);
        }
        assertThat(here.logged("call").size() - before).isEqualTo(RefusalLimit.A_MINUTE);

        here.browser().post("/sign-in", Map.of());
        assertThat(here.logged("call").size() - before).as("another address").isEqualTo(RefusalLimit.A_MINUTE + 1);
        here.wait(Duration.ofMinutes(1));
        stranger.post("/sign-in", Map.of());
        assertThat(here.logged("call").getLast()).contains("\"unwritten\":20");
    }

    /** From a different address each time. */
    @Test
    void aFloodOnOneNameIsNotWrittenWhole() {
        here.wait(Duration.ofMinutes(1));
        int before = here.logged("sign-in").size() + here.logged("lock-out").size();
        for (int i = 0; i < RefusalLimit.A_MINUTE + 20; i++) {
            here.browser().signIn("nobody.at.all", "a password that nobody has", "");
        }
        assertThat(here.logged("sign-in").size() + here.logged("lock-out").size() - before)
                .isEqualTo(RefusalLimit.A_MINUTE);
    }

    /** HAProxy appends a line of its own instead of extending the client's. */
    @Test
    void theAddressThatTheProxyWroteIsTheOneThatIsLogged() throws Exception {
        Http twoLines = Http.to(here.service);
        HttpRequest.Builder request = twoLines.as("wrong").request("/api/v1/cafes");
        Http.send(request.header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-For", "10.99.0.1")
                .build());
        assertThat(here.logged("use-token").getLast()).contains("10.99.0.1").doesNotContain("1.2.3.4");

        HttpRequest.Builder agent = twoLines.as("wrong").request("/agent/v1/events");
        Http.send(agent.header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-For", "10.99.0.2")
                .POST(HttpRequest.BodyPublishers.ofString(""))
                .build());
        assertThat(here.logged("use-agent-key").getLast()).contains("10.99.0.2");

        HttpRequest.Builder form = twoLines.request("/sign-in");
        Http.send(form.header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-For", "10.99.0.3")
                .POST(HttpRequest.BodyPublishers.ofString(""))
                .build());
        assertThat(here.logged("call").getLast()).contains("10.99.0.3");
    }

    /** Behind a proxy, a search for a token must not keep everybody else's programs out. */
    @Test
    void wrongTokensAreCountedByTheAddressThatTheProxyWrote() throws Exception {
        here.wait(Duration.ofMinutes(1));
        for (int i = 0; i < RefusalLimit.A_MINUTE; i++) {
            assertThat(wrongToken("10.98.0.1")).isEqualTo(401);
        }
        assertThat(wrongToken("10.98.0.1")).isEqualTo(429);
        assertThat(wrongToken("10.98.0.2")).isEqualTo(401);
        here.wait(Duration.ofMinutes(1)); // refusals of other tests are written whole
    }

    private static int wrongToken(String address) throws Exception {
        HttpRequest.Builder request = Http.to(here.service).as("wrong").request("/api/v1/cafes");
        return Http.send(request.header("X-Forwarded-For", address).build()).status();
    }

    /** What a page asks for by itself, such as the live page's counts, does not keep a session alive. */
    @Test
    void aPageThatIsLeftOpenDoesNotKeepASessionAlive() {
        Browser left = here.browser();
        left.signIn("the.operator", PASSWORD, "");
        for (int minutes = 0; minutes < 60; minutes += 20) {
            assertThat(left.polling("/my-cafe").status()).isEqualTo(200);
            here.wait(Duration.ofMinutes(20));
        }
        here.wait(Duration.ofMinutes(2));
        assertThat(left.polling("/my-cafe").status()).isEqualTo(401);
        assertThat(left.get("/sign-in/account").location()).isEqualTo("/sign-in");
    }

    /** Messages would go on after the session, which its owner ends. */
    @Test
    void aSessionFoundOpenAddsNoTargetOfMessages() {
        here.operator("target.owner", CAFE);
        Browser open = here.browser();
        open.signIn("target.owner", PASSWORD, "");
        String token = CsrfToken.of(open.cookies().get("lingdian-session"));
        String path = "/api/v1/notifications/targets";
        JsonObject target = new JsonObject().put("format", "wecom").put("url", "https://hooks.example.com/send?key=1");

        Browser.Answer without = open.call("POST", path, target.encode(), token);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.text()).contains("/password");
        JsonObject wrong = target.copy().put("password", "a wrong password");
        assertThat(open.call("POST", path, wrong.encode(), token).status()).isEqualTo(400);
        assertThat(open.get("/notifications").text()).contains("type=\"password\"");
        Map<String, String> form = Map.of("format", "wecom", "url", target.getString("url"));
        assertThat(open.post("/notifications/targets", form).status()).isEqualTo(422);
        assertThat(targets(open)).isZero();

        JsonObject right = target.copy().put("password", PASSWORD);
        assertThat(open.call("POST", path, right.encode(), token).status()).isEqualTo(201);
        open.get("/notifications");
        Map<String, String> known = Map.of("format", "wecom", "url", target.getString("url"), "password", PASSWORD);
        assertThat(open.post("/notifications/targets", known).status()).isEqualTo(303);
        assertThat(targets(open)).isEqualTo(2);
        String program = here.admin(
                        "POST",
                        "/api/v1/accounts",
                        new JsonObject()
                                .put("name", "p")
                                .put("role", "operator")
                                .put("placeCode", CAFE))
                .getString("token");
        assertThat(here.api("POST", path, program, target).status())
                .as("a program has no password")
                .isEqualTo(201);
    }

    /** Likewise, by its office's roster. What is on it already may be moved about. */
    @Test
    void aSessionFoundOpenAddsNoContactToARoster() {
        here.regulator("roster.keeper", "360481");
        Browser open = here.browser();
        open.signIn("roster.keeper", PASSWORD, "");
        String token = CsrfToken.of(open.cookies().get("lingdian-session"));
        String path = "/api/v1/regions/360481/roster";
        JsonObject roster = roster("https://hooks.example.com/send?key=1");

        Browser.Answer without = open.call("PUT", path, roster.encode(), token);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.text()).contains("/password");
        JsonObject wrong = roster.copy().put("password", "a wrong password");
        assertThat(open.call("PUT", path, wrong.encode(), token).status()).isEqualTo(400);
        assertThat(open.get(path).text()).contains("\"duties\":[]").contains("\"asksPassword\":true");

        JsonObject right = roster.copy().put("password", PASSWORD);
        assertThat(open.call("PUT", path, right.encode(), token).status()).isEqualTo(200);
        roster.getJsonArray("duties").getJsonObject(0).put("name", "李");
        assertThat(open.call("PUT", path, roster.encode(), token).status())
                .as("the contact is known")
                .isEqualTo(200);
        JsonObject elsewhere = roster("https://hooks.example.com/send?key=2");
        assertThat(open.call("PUT", path, elsewhere.encode(), token).status()).isEqualTo(400);
    }

    private static JsonObject roster(String to) {
        Instant now = here.now();
        return new JsonObject()
                .put(
                        "duties",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "王")
                                        .put("from", now.toString())
                                        .put("to", now.plus(Duration.ofHours(8)).toString())
                                        .put(
                                                "contacts",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("kind", "wecom")
                                                                .put("to", to)))));
    }

    private static int targets(Browser person) {
        return new JsonObject(person.get("/api/v1/notifications").text())
                .getJsonArray("targets")
                .size();
    }

    private static void assertForged(Browser.Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("does not come from a page of this service");
    }
}
