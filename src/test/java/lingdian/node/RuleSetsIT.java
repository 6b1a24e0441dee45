package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.domain.AccountId;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rules;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.Cafes;
import lingdian.testing.FeedTranscript;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules change while two nodes judge: from which event on, by whose approval, and who may see what (handbook,
 * rules.md#releasing-rules).
 */
class RuleSetsIT {
    private static RunningService service;
    private static RunningService node;
    private static AdminClient second;
    private static AdminClient culture;
    private static int cafes;
    private static int versions;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        node = service.another();
        Cafes.openDayAndNight(service.admin()); // so that no finding depends on the hour of the test
        second = account("admin", null);
        culture = service.regulator("culture", "000000");
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        service.close();
    }

    @Test
    void aReleaseHoldsOnEveryNodeFromTheNextEventOnAndWhatIsOpenKeepsItsOwn() throws Exception {
        PostingCafe cafe = cafe("360481");
        admit(cafe, "before", Instant.now(), service);
        JsonObject shadow = content("MINOR_ADMITTED", new JsonObject().put("state", "shadow"));
        String id = released(shadow);

        admit(cafe, "after", Instant.now(), node);
        end(cafe, "before", node);

        assertThat(findings(cafe)).hasSize(1).first().satisfies(one -> {
            assertThat(one.getString("session")).isEqualTo("before");
            assertThat(one.getString("state")).isEqualTo("ended");
            assertThat(one.getString("ruleVersion")).isNotEqualTo(shadow.getString("version"));
        });
        assertThat(shadow(service.admin(), id, cafe)).hasSize(1).first().satisfies(one -> {
            assertThat(one.getString("ruleVersion")).isEqualTo(shadow.getString("version"));
            assertThat(one.getValue("session")).isNull();
            assertThat(one.getValue("person")).isNull();
        });
        released(content("MINOR_ADMITTED", new JsonObject()));
    }

    @Test
    void whatIsFoundInShadowIsShownToNobodyButTheAuthor() throws Exception {
        PostingCafe cafe = cafe("360481");
        String position = position();
        String id = released(content("MINOR_ADMITTED", new JsonObject().put("state", "shadow")));
        admit(cafe, "s", Instant.now(), node);
        String found = shadow(service.admin(), id, cafe).getFirst().getString("id");
        released(content("MINOR_ADMITTED", new JsonObject()));

        for (String token : readers(cafe)) {
            for (String path : List.of(
                    "/api/v1/violations",
                    "/api/v1/violations?placeCode=" + cafe.placeCode(),
                    "/api/v1/violations/" + found,
                    "/api/v1/violations/" + found + "/evidence",
                    "/api/v1/cafes/" + cafe.placeCode(),
                    "/api/v1/rule-sets/" + id + "/shadow",
                    "/api/v1/rules/precision",
                    "/metrics")) {
                String answer = get(path, token);
                assertThat(answer.replace("/violations/" + found, "")).as(path).doesNotContain(found);
            }
            assertThat(status("/api/v1/violations/" + found, token)).isIn(403, 404);
        }
        assertThat(position()).as("the feed's position").isEqualTo(position);
        assertThat(FeedTranscript.of(service, "culture").toString()).doesNotContain(found);
        JsonObject counts = culture.get("/cafes/" + cafe.placeCode(), Map.of()).await(PATIENCE_SECONDS, SECONDS);
        assertThat(counts.encode()).doesNotContain("\"MINOR_ADMITTED\":1");
        assertThatThrownBy(() -> shadow(second, id, cafe)).hasMessageContaining("404");
    }

    @Test
    void aDayThatArrivesLateIsJudgedByTheRulesOfThatDay() throws Exception {
        PostingCafe cafe = cafe("360481");
        Instant then = Instant.now();
        released(content("MINOR_ADMITTED", new JsonObject().put("state", "disabled")));

        admit(cafe, "late", then, node);
        admit(cafe, "now", Instant.now(), service);
        released(content("MINOR_ADMITTED", new JsonObject()));

        assertThat(findings(cafe)).extracting(one -> one.getString("session")).containsExactly("late");
    }

    @Test
    void theMostSpecificRegionSaysWhatComesOfARule() throws Exception {
        PostingCafe ruichang = cafe("360481");
        PostingCafe gongqing = cafe("360482");
        released(content(
                "MINOR_ADMITTED",
                new JsonObject()
                        .put("state", "enabled")
                        .put(
                                "regions",
                                new JsonObject().put("360400", "disabled").put("360482", "enabled"))));

        admit(ruichang, "s", Instant.now(), service);
        admit(gongqing, "s", Instant.now(), node);
        released(content("MINOR_ADMITTED", new JsonObject()));

        assertThat(findings(ruichang)).isEmpty();
        assertThat(findings(gongqing)).hasSize(1);
    }

    @Test
    void whoProposesDoesNotReleaseAndWhoReleasesMustMayEverywhere() throws Exception {
        JsonObject content = content("MINOR_ADMITTED", new JsonObject());
        String id = proposed(content, null);

        assertRefused(403, () -> approve(service.admin(), id));
        assertRefused(403, () -> approve(service.regulator("culture", "360000"), id));
        assertRefused(403, () -> approve(service.regulator("public-security", "000000"), id));
        assertRefused(409, () -> proposed(content, null));
        assertThat(approve(culture, id).getString("state")).isEqualTo("released");
        assertRefused(409, () -> approve(second, id));
        assertRefused(409, () -> withdraw(id));
    }

    @Test
    void aReleaseDoesNotBeginBeforeWhatWasJudged() throws Exception {
        Instant before = Instant.now();
        admit(cafe("360481"), "s", Instant.now(), service);
        String id = proposed(content("MINOR_ADMITTED", new JsonObject()), before);

        assertRefused(422, () -> approve(second, id));
        withdraw(id);
        assertRefused(409, () -> approve(second, id));
    }

    @Test
    void whatIsNoSetOfRulesIsRefusedByTheNamesOfItsKeys() {
        JsonObject content = content("MINOR_ADMITTED", new JsonObject().put("state", "secret"));

        assertThatThrownBy(() -> proposed(content, null))
                .hasMessageContaining("400")
                .hasMessageContaining("rules.MINOR_ADMITTED.state")
                .hasMessageNotContaining("secret");
    }

    static Stream<String> unfitVersions() {
        return Stream.of("", "  ", "v".repeat(65), "\u0301".repeat(40_000), "a\u0000b", "a\u0007b");
    }

    /** What PostgreSQL could not store is refused before it, and no internal error. */
    @ParameterizedTest
    @MethodSource("unfitVersions")
    void aVersionThatCannotBeStoredIsRefused(String version) {
        JsonObject content = content("MINOR_ADMITTED", new JsonObject()).put("version", version);

        assertThatThrownBy(() -> proposed(content, null))
                .hasMessageContaining("400")
                .hasMessageContaining("must ");
    }

    @Test
    void aTextThatCannotBeStoredIsRefused() {
        JsonObject content = content("MINOR_ADMITTED", new JsonObject());
        JsonObject law = content.getJsonObject("rules").getJsonObject("MINOR_ADMITTED");

        assertThatThrownBy(() -> proposed(
                        content.put(
                                "rules",
                                content.getJsonObject("rules")
                                        .put("MINOR_ADMITTED", law.put("law", new JsonArray().add("a\u0000b")))),
                        null))
                .hasMessageContaining("400");
    }

    @Test
    void everyStepIsInTheAccessLog() throws Exception {
        String id = released(content("MINOR_ADMITTED", new JsonObject()));
        AdminClient auditor = account("auditor", null);

        JsonArray entries =
                auditor.all("/access-log", Map.of("action", "change-rules")).await(PATIENCE_SECONDS, SECONDS);

        assertThat(entries.stream()
                        .map(JsonObject.class::cast)
                        .filter(entry -> entry.encode().contains(id)))
                .hasSize(2);
    }

    /**
     * The operator's file releases rules (handbook, rules.md#releasing-rules) until people have released rules; after
     * that, it only proposes them.
     */
    @Test
    void aChangedFileOfANewVersionIsReleasedAtTheStartUnlessPeopleReleasedRules() throws Exception {
        var database = TestDatabase.migrated();
        Rules rules = ConfigDirectory.find(Path.of("config"))
                .read("rules.yaml", RulesFile.class)
                .toRules();
        QueryPool pool = Databases.queryPool(service.vertx(), database, 2);
        var releases = new Releases(
                pool,
                new ReleaseStore(),
                InstantSource.system(),
                UUID::randomUUID,
                (connection, release) -> Future.succeededFuture());
        take(releases, rules);
        take(releases, rules);
        take(releases, version(rules, "next"));
        assertThatThrownBy(() -> take(releases, version(rules, "next").withInShadow(Code.MINOR_ADMITTED, "next")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("new version");
        assertThat(states(pool)).isEqualTo("2026.2 released, next released");

        var author = new AccountId(UUID.randomUUID());
        var proposed = (Releases.Outcome.Done)
                releases.propose(author, version(rules, "people"), null).await(PATIENCE_SECONDS, SECONDS);
        releases.approve(proposed.release().id(), new AccountId(UUID.randomUUID()))
                .await(PATIENCE_SECONDS, SECONDS);
        take(releases, version(rules, "file"));

        assertThat(states(pool)).isEqualTo("2026.2 released, next released, people released, file proposed");
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private static void take(Releases releases, Rules rules) throws TimeoutException {
        FileRules.take(releases, rules).await(PATIENCE_SECONDS, SECONDS);
    }

    private static Rules version(Rules rules, String version) {
        return new Rules(version, rules.thresholds(), rules.identification(), rules.laws(), rules.rules());
    }

    private static String states(Pool pool) throws TimeoutException {
        return pool.query(
                        "SELECT string_agg(version || ' ' || state, ', ' ORDER BY number) AS states FROM rule_release")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next()
                .getString("states");
    }

    private static PostingCafe cafe(String region) throws TimeoutException {
        String place = region + "10%06d".formatted(++cafes);
        return new PostingCafe(place, service.cafe(place, List.of()));
    }

    private static void admit(PostingCafe cafe, String session, Instant at, RunningService by) throws Exception {
        var document = new JsonObject()
                .put("type", "990")
                .put("number", UUID.randomUUID().toString())
                .put("name", "甲")
                .put("birthDate", "2015-01-01")
                .put("read", "chip");
        say(
                cafe,
                by,
                new JsonObject()
                        .put("type", "login")
                        .put("at", at.toString())
                        .put("session", session)
                        .put("terminal", "T" + session)
                        .put("admitted", true)
                        .put("document", document));
    }

    /** Sends an event, and again if no answer comes in time, like an agent. */
    private static void say(PostingCafe cafe, RunningService by, JsonObject event) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            if (cafe.send(by.url(), event)) {
                return;
            }
        }
        throw new AssertionError("no answer");
    }

    private static void end(PostingCafe cafe, String session, RunningService by) throws Exception {
        say(
                cafe,
                by,
                new JsonObject()
                        .put("type", "logout")
                        .put("at", Instant.now().toString())
                        .put("session", session)
                        .put("reason", "patron"));
    }

    /** The rules of the file with one rule changed, under a new version. */
    private static JsonObject content(String code, JsonObject change) {
        try {
            JsonObject first = service.admin().all("/rule-sets", Map.of()).await(PATIENCE_SECONDS, SECONDS).stream()
                    .map(JsonObject.class::cast)
                    .reduce((newer, older) -> older)
                    .orElseThrow();
            JsonObject content = service.admin()
                    .get("/rule-sets/" + first.getString("id"), Map.of())
                    .await(PATIENCE_SECONDS, SECONDS)
                    .getJsonObject("content");
            content.getJsonObject("rules").getJsonObject(code).mergeIn(change);
            return content.put("version", "test-" + ++versions);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String released(JsonObject content) throws TimeoutException {
        String id = proposed(content, null);
        approve(second, id);
        return id;
    }

    private static String proposed(JsonObject content, Instant from) throws TimeoutException {
        JsonObject body = new JsonObject().put("content", content);
        return service.admin()
                .call(HttpMethod.POST, "/rule-sets", from == null ? body : body.put("from", from.toString()))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
    }

    private static JsonObject approve(AdminClient who, String id) throws TimeoutException {
        return who.call(HttpMethod.POST, "/rule-sets/" + id + "/approval", null).await(PATIENCE_SECONDS, SECONDS);
    }

    private static void withdraw(String id) throws TimeoutException {
        service.admin().call(HttpMethod.DELETE, "/rule-sets/" + id, null).await(PATIENCE_SECONDS, SECONDS);
    }

    private static List<JsonObject> shadow(AdminClient who, String id, PostingCafe cafe) throws TimeoutException {
        return who.all("/rule-sets/" + id + "/shadow", Map.of()).await(PATIENCE_SECONDS, SECONDS).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("placeCode").equals(cafe.placeCode()))
                .toList();
    }

    private static List<JsonObject> findings(PostingCafe cafe) throws TimeoutException {
        return culture
                .all("/violations", Map.of("placeCode", cafe.placeCode(), "code", "MINOR_ADMITTED"))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String position() throws TimeoutException {
        return culture.get("/violations", Map.of("limit", "1"))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("position");
    }

    private static AdminClient account(String role, String placeCode) throws TimeoutException {
        return new AdminClient(service.vertx(), service.url(), token(role, placeCode));
    }

    private static String token(String role, String placeCode) throws TimeoutException {
        JsonObject account = new JsonObject().put("name", role).put("role", role);
        return service.admin()
                .createAccount(placeCode == null ? account : account.put("placeCode", placeCode))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    /** Tokens of one account of every kind, except the author. */
    private static List<String> readers(PostingCafe cafe) throws TimeoutException {
        var readers = new ArrayList<String>();
        for (String authority : List.of("culture", "public-security")) {
            for (String region : List.of("000000", "360000", "360481", "110000")) {
                readers.add(service.regulatorToken(authority, region));
            }
        }
        readers.addAll(List.of(token("operator", cafe.placeCode()), token("auditor", null), token("admin", null)));
        return readers;
    }

    private static String get(String path, String token) throws Exception {
        return ask(path, token).body();
    }

    private static int status(String path, String token) throws Exception {
        return ask(path, token).status();
    }

    private static Http.Answer ask(String path, String token) throws Exception {
        return Http.to(service).as(token).get(path);
    }

    private static void assertRefused(int status, Call asking) {
        assertThatThrownBy(asking::run).isInstanceOf(ApiException.class).hasMessageContaining("HTTP " + status);
    }

    private interface Call {
        void run() throws Exception;
    }
}
