package lingdian.office.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handbook, unmasking.md: a legal hold stops the dropping of named days, until two persons lift it. */
class LegalHoldIT {
    private static final String CAFE = "36048110000001";
    private static RunningApi api;
    private static String one;
    private static String second;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        one = api.regulator("culture", "360481");
        second = api.regulator("culture", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void daysAreHeldFromTheAnswerOn() {
        Answer answer = hold(one, "2026-01-03", "2026-01-05", null);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().getString("state")).isEqualTo("held");
        assertThat(answer.json().getString("region")).isEqualTo("360481");
        assertThat(Stream.of("2026-01-02", "2026-01-03", "2026-01-05", "2026-01-06")
                        .map(LegalHoldIT::isHeld))
                .containsExactly(false, true, true, false);
        assertThat(logged("set-legal-hold")).contains("done");
        assertThat(api.value("SELECT encode(reason, 'escape') FROM legal_hold LIMIT 1"))
                .doesNotContain("核查");
    }

    private static int waiting(String token) {
        return api.call("GET", "/api/v1/approvals", token, null).json().getInteger("legalHolds");
    }

    @Test
    void oneCafesDaysHoldTheDays() {
        hold(one, "2026-02-03", "2026-02-03", CAFE);
        assertThat(isHeld("2026-02-03")).isTrue();
    }

    @Test
    void twoPersonsLiftIt() {
        String id = hold(one, "2026-03-03", "2026-03-05", null).json().getString("id");

        Answer asked = askLifting(one, id);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        assertThat(asked.json().getString("state")).isEqualTo("lifting");
        assertThat(askLifting(second, id).status()).isEqualTo(409);
        assertThat(isHeld("2026-03-03")).isTrue();
        assertThat(waiting(one)).as("who asked").isZero();
        assertThat(waiting(second)).isOne();
        assertThat(waiting(api.regulator("public-security", "360400"))).isZero();
        assertThat(waiting(api.regulator("culture", "360482"))).isZero();

        Answer own = decide(one, id, null);
        assertThat(own.status()).isEqualTo(403);
        assertThat(logged("end-legal-hold")).contains("refused");

        Answer lifted = decide(second, id, null);
        assertThat(lifted.json().getString("state")).isEqualTo("lifted");
        assertThat(isHeld("2026-03-03")).isFalse();
        assertThat(waiting(second)).isZero();
        assertThat(decide(second, id, null).status()).isEqualTo(409);
        assertThat(askLifting(one, id).status()).isEqualTo(409);
        assertThat(logged("end-legal-hold")).contains("attempted", "done");
    }

    @Test
    void whoeverSetItMayBeTheSecondPersonButNotBoth() {
        String id = hold(one, "2026-03-13", "2026-03-13", null).json().getString("id");
        askLifting(second, id);

        assertThat(decide(second, id, null).status()).isEqualTo(403);
        assertThat(decide(one, id, null).status()).isEqualTo(200);
    }

    @Test
    void aRefusedLiftingKeepsItAndCanBeAskedAgain() {
        String id = hold(one, "2026-04-03", "2026-04-03", null).json().getString("id");
        assertThat(decide(second, id, true).json().getString("code")).isEqualTo("not-asked");
        askLifting(one, id);

        assertThat(decide(second, id, false).json().getString("state")).isEqualTo("held");
        assertThat(isHeld("2026-04-03")).isTrue();
        assertThat(askLifting(one, id).status()).isEqualTo(202);
    }

    @Test
    void ofTwoDecisionsAtOnceOneCounts() {
        String id = hold(one, "2026-05-03", "2026-05-03", null).json().getString("id");
        askLifting(one, id);
        String third = api.regulator("culture", "360000");

        var statuses = List.of(
                        CompletableFuture.supplyAsync(
                                () -> decide(second, id, true).status()),
                        CompletableFuture.supplyAsync(
                                () -> decide(third, id, true).status()))
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void theDatabaseLetsNobodyForgetAHold() {
        String id = hold(one, "2026-06-03", "2026-06-03", null).json().getString("id");
        for (String sql : List.of(
                "DELETE FROM legal_hold WHERE id = '" + id + "'",
                "UPDATE legal_hold SET lifted_at = now(), lifted_by = made_by WHERE id = '" + id + "'",
                "UPDATE legal_hold SET lifting_asked_by = made_by, lifting_asked_at = now(), lifting_reason = '',"
                        + " lifted_at = now(), lifted_by = made_by WHERE id = '" + id + "'")) {
            assertThat(refused(sql)).as(sql).isTrue();
        }
        assertThat(isHeld("2026-06-03")).isTrue();
    }

    /** Whoever took the service's login over knows the ids of officers. */
    @Test
    void theServicesLoginLiftsNoHoldInTheNameOfOfficers() throws Exception {
        String id = hold(one, "2026-06-13", "2026-06-13", null).json().getString("id");
        api.auditor();
        String there = " WHERE id = '" + id + "'";
        String ask =
                "UPDATE legal_hold SET lifting_reason = '\\x00', lifting_asked_by = made_by, lifting_asked_at = now()";
        String lift = "lifted_at = now(), lifted_by = (SELECT id FROM account WHERE %s LIMIT 1)";
        String officer = lift.formatted("role = 'regulator' AND authority = 'culture' AND region = '360400'");

        assertThat(refusal(ask + ", " + officer + there)).contains("one after the other");
        assertThat(refusal(ask + there)).contains("with its entry in the access log");
        askLifting(one, id);
        assertThat(refusal("UPDATE legal_hold SET " + lift.formatted("role = 'auditor'") + there))
                .contains("by two of its authority");
        assertThat(refusal("UPDATE legal_hold SET " + officer + there)).contains("with its entry in the access log");
        assertThat(isHeld("2026-06-13")).isTrue();
    }

    private static String refusal(String sql) throws Exception {
        return TestDatabase.refusalOfMember(api.database, sql);
    }

    @Test
    void outOfScopeItIsNotThere() {
        String id = hold(one, "2026-07-01", "2026-07-01", null).json().getString("id");
        for (String[] foreign :
                new String[][] {{"culture", "360482"}, {"public-security", "360481"}, {"public-security", "000000"}}) {
            String token = api.regulator(foreign[0], foreign[1]);
            assertThat(api.get("/api/v1/legal-holds/" + id, token).status()).isEqualTo(404);
            assertThat(askLifting(token, id).status()).isEqualTo(404);
            assertThat(decide(token, id, null).status()).isEqualTo(404);
            assertThat(ids("", token)).doesNotContain(id);
        }
        assertThat(hold(api.regulator("culture", "360482"), "2026-07-01", "2026-07-01", CAFE)
                        .status())
                .isEqualTo(404);
        for (String token : List.of(RunningApi.ADMIN, api.auditor(), api.operator(CAFE))) {
            assertThat(hold(token, "2026-07-01", "2026-07-01", null).status()).isEqualTo(403);
        }
    }

    @Test
    void listsByState() {
        String held = hold(one, "2025-08-01", "2025-08-01", null).json().getString("id");
        String lifting = hold(one, "2025-08-02", "2025-08-02", null).json().getString("id");
        askLifting(one, lifting);

        assertThat(ids("?state=held")).contains(held).doesNotContain(lifting);
        assertThat(ids("?state=lifting")).contains(lifting).doesNotContain(held);
        assertThat(ids("")).contains(held, lifting);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-05, 2026-01-04", "2025-01-01, 2026-01-02", "2026-02-30, 2026-03-01", "zz, 2026-03-01"})
    void daysAreRealAndBounded(String from, String to) {
        assertThat(hold(one, from, to, null).status()).isEqualTo(400);
    }

    /** Otherwise one officer keeps the days of a hundred years to come, of the whole country. */
    @Test
    void daysToComeAreNotHeld() {
        assertThat(hold(one, "2026-07-10", "2026-07-11", null).places()).containsExactly("/to");
        assertThat(hold(one, "2026-07-10", "2026-07-10", null).status()).isEqualTo(201);
    }

    /** A hold keeps the days of all regions, and so does not stay between one office and itself. */
    @Test
    void anAuditorSeesThoseOfAllOffices() {
        String ours = hold(one, "2025-07-01", "2025-07-01", null).json().getString("id");
        String police = api.regulator("public-security", "110101");
        String theirs = hold(police, "2025-07-02", "2025-07-02", null).json().getString("id");
        String auditor = api.auditor();

        assertThat(ids("", auditor)).contains(ours, theirs);
        assertThat(ids("", police)).containsExactly(theirs);
        assertThat(api.get("/api/v1/legal-holds/" + theirs, auditor).json().getString("region"))
                .isEqualTo("110101");
        assertThat(askLifting(auditor, theirs).status()).isEqualTo(403);
    }

    @Test
    void theServicesHealthNamesTheRegionsThatHoldStoredDays() {
        api.sql("SELECT ensure_day('2026-04-01')");
        hold(api.regulator("culture", "440304"), "2026-04-01", "2026-04-02", null);

        JsonObject health = api.get("/api/v1/service-health", RunningApi.ADMIN).json();

        assertThat(health.getJsonArray("holders"))
                .contains(new JsonObject()
                        .put("authority", "culture")
                        .put("region", "440304")
                        .put("days", 1));
    }

    @Test
    void anOfficerSetsSoManyAndLeavesRoomForColleagues() {
        String officer = api.regulator("culture", "530102");
        String colleague = api.regulator("culture", "530102");
        String id = hold(officer, "2026-05-20", "2026-05-20", null).json().getString("id");
        api.copy("legal_hold", "id = '" + id + "'", 19);

        Answer more = hold(officer, "2026-05-20", "2026-05-20", null);
        assertThat(more.status()).as(more.text()).isEqualTo(409);
        assertThat(more.json().getString("code")).isEqualTo("too-many");
        String other = hold(colleague, "2026-05-20", "2026-05-20", null).json().getString("id");
        api.copy("legal_hold", "id = '" + other + "'", 19);
        assertThat(hold(api.regulator("culture", "530102"), "2026-05-20", "2026-05-20", null)
                        .status())
                .isEqualTo(409);
        assertThat(hold(api.regulator("public-security", "530102"), "2026-05-20", "2026-05-20", null)
                        .status())
                .as("the other authority")
                .isEqualTo(201);

        String second = api.regulator("culture", "530100");
        askLifting(officer, id);
        assertThat(decide(second, id, true).status()).isEqualTo(200);
        assertThat(hold(officer, "2026-05-20", "2026-05-20", null).status())
                .as("one was lifted")
                .isEqualTo(201);
    }

    @Test
    void withoutALogNothingIsHeld() {
        api.sql("ALTER TABLE access_log_head ADD CONSTRAINT broken CHECK (false) NOT VALID");
        Answer answer = hold(one, "2025-09-01", "2025-09-01", null);
        api.sql("ALTER TABLE access_log_head DROP CONSTRAINT broken");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(isHeld("2025-09-01")).isFalse();
    }

    /** Whether a day is held, as retention asks the database. */
    private static boolean isHeld(String day) {
        return "t"
                .equals(api.value("SELECT EXISTS (SELECT FROM legal_hold WHERE lifted_at IS NULL AND day_from <= '"
                        + day + "' AND day_to >= '" + day + "')"));
    }

    private static boolean refused(String sql) {
        try {
            api.sql(sql);
            return false;
        } catch (IllegalStateException refused) {
            return true;
        }
    }

    private static List<String> logged(String action) {
        String outcomes = api.value(
                "SELECT string_agg(outcome, ' ' ORDER BY position) FROM access_log WHERE action = '" + action + "'");
        return outcomes == null ? List.of() : List.of(outcomes.split(" "));
    }

    private static List<String> ids(String query) {
        return ids(query, one);
    }

    private static List<String> ids(String query, String token) {
        var ids = new ArrayList<String>();
        api.get("/api/v1/legal-holds" + query, token)
                .json()
                .getJsonArray("items")
                .forEach(item -> ids.add(((JsonObject) item).getString("id")));
        return ids;
    }

    private static Answer hold(String token, String from, String to, @Nullable String placeCode) {
        return api.call(
                "POST",
                "/api/v1/legal-holds",
                token,
                new JsonObject()
                        .put("from", from)
                        .put("to", to)
                        .put("placeCode", placeCode)
                        .put("reason", "核查 case 7"));
    }

    private static Answer askLifting(String token, String id) {
        return api.call(
                "POST", "/api/v1/legal-holds/" + id + "/lifting", token, new JsonObject().put("reason", "closed"));
    }

    private static Answer decide(String token, String id, @Nullable Boolean approve) {
        return api.call(
                "POST",
                "/api/v1/legal-holds/" + id + "/lifting/approval",
                token,
                approve == null ? null : new JsonObject().put("approve", approve));
    }
}
