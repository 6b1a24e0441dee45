package lingdian.office.disclosure;

import static lingdian.testing.RunningService.ADMIN_TOKEN;
import static lingdian.testing.SealedCafe.CAFE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import lingdian.testing.SealedCafe;
import lingdian.testing.SealedCafe.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One administrator alone, who makes the second person on the spot, passes no rule of four eyes for a day. */
class ApproversIT {
    private static final Duration DAY = Duration.ofHours(24);

    private SealedCafe cafe;
    private String asker;
    private JsonObject second;
    private JsonObject newest;

    @BeforeEach
    void start() throws Exception {
        cafe = new SealedCafe(24);
        asker = account("culture", "360481").getString("token");
        second = account("culture", "000000");
        pass(Duration.ofHours(1));
    }

    @AfterEach
    void stop() throws Exception {
        cafe.close();
    }

    private void pass(Duration time) {
        cafe.now.updateAndGet(now -> now.plus(time));
    }

    private JsonObject account(String authority, String region) {
        var body = new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", authority)
                .put("region", region);
        return made(body);
    }

    private JsonObject made(JsonObject account) {
        newest = cafe.call("POST", "/accounts", ADMIN_TOKEN, account).json();
        return newest;
    }

    private static void tooNew(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.json().getString("code")).isEqualTo("approver-too-new");
    }

    private static void tooNew(Answer answer, String which) {
        tooNew(answer);
        assertThat(answer.json().getString("detail")).startsWith(which + " ");
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Answer decide(String path, boolean approve) {
        return cafe.call(
                "POST", path + "/approval", second.getString("token"), new JsonObject().put("approve", approve));
    }

    private String unmasking() {
        var reason = new JsonObject().put("reason", "on-site check");
        String violation = cafe.violation("MINOR_ADMITTED", "minor");
        return "/unmaskings/"
                + cafe.call("POST", "/violations/" + violation + "/unmask", asker, reason)
                        .json()
                        .getString("id");
    }

    private String recordRequest() {
        var body = new JsonObject()
                .put("placeCode", CAFE)
                .put("from", "2026-07-10T00:00:00+08:00")
                .put("to", "2026-07-10T13:00:00+08:00")
                .put("reason", "on-site check");
        return "/record-requests/"
                + cafe.call("POST", "/record-requests", asker, body).json().getString("id");
    }

    @Test
    void anUnmaskingIsApprovedByAnAccountOfADay() {
        String early = unmasking();
        long logged = cafe.logPosition();
        tooNew(decide(early, true));
        assertThat(cafe.logged(logged)).contains("approve-unmasking refused");
        done(decide(early, false)); // whoever may decide may refuse
        pass(DAY.minus(Duration.ofHours(1)).minusSeconds(1));
        String later = unmasking();
        tooNew(decide(later, true));
        pass(Duration.ofSeconds(1));
        done(decide(later, true));
    }

    @Test
    void recordsAreApprovedByAnAccountOfADay() {
        String early = recordRequest();
        long logged = cafe.logPosition();
        tooNew(decide(early, true));
        assertThat(cafe.logged(logged)).contains("approve-records refused");
        pass(DAY);
        done(decide(recordRequest(), true));
    }

    private String proposal(String proposer, String version) {
        String first = cafe.get("/rule-sets", ADMIN_TOKEN)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        JsonObject content = cafe.get("/rule-sets/" + first, ADMIN_TOKEN).json().getJsonObject("content");
        var body = new JsonObject().put("content", content.put("version", version));
        return "/rule-sets/"
                + cafe.call("POST", "/rule-sets", proposer, body).json().getString("id");
    }

    @Test
    void rulesAreReleasedByAnAccountOfADay() {
        String proposal = proposal(ADMIN_TOKEN, "test-1") + "/approval";
        long logged = cafe.logPosition();
        tooNew(cafe.call("POST", proposal, second.getString("token"), null));
        assertThat(cafe.logged(logged)).contains("change-rules refused");
        pass(DAY);
        done(cafe.call("POST", proposal, second.getString("token"), null));
    }

    /** What only two accounts can do, with the ways of each of them. */
    enum FourEyes {
        UNMASKING,
        RECORD_REQUEST,
        RULES,
        LEGAL_HOLD,
        COSIGNING_KEY;

        String asker(ApproversIT test) {
            return this == RULES
                    ? test.administrator()
                    : test.account("culture", "360481").getString("token");
        }

        /** @return the path of the approval */
        String asked(ApproversIT test, String asker) {
            test.asker = asker;
            return switch (this) {
                        case UNMASKING -> test.unmasking();
                        case RECORD_REQUEST -> test.recordRequest();
                        case RULES ->
                            test.proposal(asker, "test-" + test.cafe.now.get().getEpochSecond());
                        case LEGAL_HOLD -> test.lifting();
                        case COSIGNING_KEY -> test.cosigningKey();
                    }
                    + "/approval";
        }

        String approver(ApproversIT test) {
            return this == COSIGNING_KEY ? test.administrator() : test.second.getString("token");
        }
    }

    private String administrator() {
        var body = new JsonObject().put("name", "a").put("role", "admin");
        return made(body).getString("token");
    }

    private String lifting() {
        var body = new JsonObject()
                .put("from", "2026-07-08")
                .put("to", "2026-07-08")
                .put("reason", "case");
        String hold = "/legal-holds/"
                + cafe.call("POST", "/legal-holds", asker, body).json().getString("id");
        Answer asked = cafe.call("POST", hold + "/lifting", asker, new JsonObject().put("reason", "closed"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        return hold + "/lifting";
    }

    private String cosigningKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(key)
                    + "\n-----END PUBLIC KEY-----\n";
            return "/cosigning-keys/"
                    + cafe.call("POST", "/cosigning-keys", asker, new JsonObject().put("publicKey", pem))
                            .json()
                            .getString("id");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothAccountsAreOfADay(FourEyes rule) {
        String oldAsker = rule.asker(this);
        String oldApprover = rule.approver(this);
        pass(DAY);
        done(cafe.call("POST", rule.asked(this, oldAsker), oldApprover, null));

        pass(Duration.ofSeconds(1));
        String newAsker = rule.asker(this);
        String asked = rule.asked(this, newAsker);
        tooNew(cafe.call("POST", asked, oldApprover, null), "The account that asked");
        second = account("culture", "000000");
        String newApprover = rule.approver(this);
        tooNew(cafe.call("POST", asked, newApprover, null), "Both accounts");
        pass(Duration.ofSeconds(1));
        tooNew(cafe.call("POST", rule.asked(this, oldAsker), newApprover, null), "The approving account");

        pass(DAY);
        done(cafe.call("POST", rule.asked(this, newAsker), newApprover, null));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsApprovedForAnAccountThatHasEnded(FourEyes rule) {
        String approver = rule.approver(this);
        String token = rule.asker(this);
        String account = newest.getString("id");
        pass(DAY);
        String asked = rule.asked(this, token);
        assertThat(cafe.call("DELETE", "/accounts/" + account, ADMIN_TOKEN, null)
                        .status())
                .isEqualTo(204);

        Answer refused = cafe.call("POST", asked, approver, null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().getString("code")).isEqualTo("asker-ended");
    }

    @Test
    void nothingIsApprovedForAnAccountWhoseTokenHasExpired() {
        pass(DAY);
        String asked = recordRequest();
        cafe.sql("UPDATE account SET token_expires_at = '" + cafe.now.get() + "' WHERE id = (SELECT asked_by FROM"
                + " record_request WHERE '" + asked + "' LIKE '%' || id)");

        Answer refused = decide(asked, true);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().getString("code")).isEqualTo("asker-ended");
    }

    @Test
    void whatTheServiceProposesNeedsOnlyAnApproverOfADay() {
        String path = proposal(administrator(), "test-1");
        cafe.sql("UPDATE rule_release SET source = 'service', fallen = 'MINOR_ADMITTED', confirmed = 0, dismissed = 1,"
                + " accounts = 1, counties = 1, cafes = 1 WHERE version = 'test-1'");
        tooNew(cafe.call("POST", path + "/approval", administrator(), null), "The approving account");
        pass(DAY);
        cafe.sql("UPDATE account SET changed_at = '" + cafe.now.get() + "' WHERE id = (SELECT author FROM rule_release"
                + " WHERE version = 'test-1')");
        done(cafe.call("POST", path + "/approval", second.getString("token"), null));
    }

    /** It waits for nothing, so that a new officer can act in the first night; others see how new the account was. */
    @Test
    void whatANewAccountDoesAloneIsTold() {
        String colleague = account("public-security", "360400").getString("token");
        String police = account("public-security", "360481").getString("token");
        String violation = cafe.violation("IDENTITY_UNVERIFIED", "adult");
        pass(Duration.ofMinutes(90));
        actAlone(police, violation);

        assertThat(cafe.rows("SELECT details FROM access_log WHERE action IN ('unmask', 'look-up-person')"))
                .hasSize(2)
                .allSatisfy(details -> assertThat(details).containsPattern("\"accountHours\":[12]\\b"));
        assertThat(alone(colleague)).containsExactly("0 1", "1 0");

        pass(DAY);
        actAlone(police, violation);
        assertThat(alone(colleague)).as("they are old enough").containsExactly("0 1", "1 0");
    }

    /** An owner may need a new account to object in time. */
    @Test
    void anObjectionOfANewAccountIsMarkedNotRefused() {
        var body = new JsonObject().put("name", "owner").put("role", "operator").put("placeCode", CAFE);
        String owner = cafe.call("POST", "/accounts", ADMIN_TOKEN, body).json().getString("token");
        String path = "/violations/" + cafe.violation("IDENTITY_UNVERIFIED", "adult");
        for (Duration time :
                List.of(Duration.ofMinutes(90), DAY.minus(Duration.ofMinutes(91)), Duration.ofMinutes(1))) {
            pass(time);
            assertThat(cafe.call("POST", path + "/objections", owner, new JsonObject().put("statement", "s"))
                            .status())
                    .isEqualTo(201);
        }

        assertThat(cafe.get(path, asker).json().getJsonArray("objections"))
                .extracting(one -> ((JsonObject) one).getInteger("accountAgeHours"))
                .containsExactly(1, 23, null);
    }

    private void actAlone(String police, String violation) {
        JsonObject reason = new JsonObject().put("reason", "on-site check");
        assertThat(cafe.call("POST", "/violations/" + violation + "/unmask", asker, reason)
                        .status())
                .isEqualTo(201);
        JsonObject document = new JsonObject().put("type", "111").put("number", SealedCafe.ADULT);
        assertThat(cafe.call("POST", "/persons/lookup", police, reason.copy().put("document", document))
                        .status())
                .isIn(200, 404);
    }

    /** How many persons accounts that a reader is told of unmasked and looked up while they were new. */
    private List<String> alone(String reader) {
        return cafe.get("/account-changes", reader).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getInteger("unmaskings") + " " + one.getInteger("lookUps"))
                .filter(counts -> !counts.equals("0 0"))
                .sorted()
                .toList();
    }

    /** What an administrator, or whoever holds a stolen password, can change of an account. */
    enum Change {
        SCOPE,
        SECOND_FACTOR
    }

    @ParameterizedTest
    @EnumSource
    void aChangeBeginsTheDayAgain(Change change) {
        pass(DAY);
        done(decide(unmasking(), true));
        switch (change) {
            case SCOPE -> rescope("360000");
            case SECOND_FACTOR -> {
                cafe.sql("INSERT INTO second_factor (account, sealed, confirmed_at) VALUES ('" + second.getString("id")
                        + "', '', now())");
                String factor = "/accounts/" + second.getString("id") + "/second-factor";
                assertThat(cafe.call("DELETE", factor, ADMIN_TOKEN, null).status())
                        .isEqualTo(204);
            }
        }
        tooNew(decide(unmasking(), true));
        pass(DAY);
        done(decide(unmasking(), true));
    }

    @Test
    void anotherNameIsNoChange() {
        pass(DAY);
        rescope("000000");
        done(decide(unmasking(), true));
    }

    private void rescope(String region) {
        var body = new JsonObject()
                .put("name", "renamed")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", region);
        Answer changed = cafe.call("PUT", "/accounts/" + second.getString("id"), ADMIN_TOKEN, body);
        assertThat(changed.status()).as(changed.text()).isBetween(200, 204);
    }
}
