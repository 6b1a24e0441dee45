package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of cases, for offices and for operators (handbook, casework.md#the-worklist). */
class WorklistIT {
    private static final String FIRST = "36048110000001";
    private static final String SECOND = "36048110000002";
    private static final String CHONGQING = "50010110000001";

    private static final String VIEWS = "/api/v1/worklist-views";

    private static RunningApi api;
    private static String culture;
    private static String police;
    private static String account;

    /** Cases A to E of culture; A is shared with the police. */
    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(FIRST, SECOND, CHONGQING).forEach(api::createCafe);
        api.createCafe(SECOND, RunningApi.cafe().put("name", "星空网吧"));
        api.createCafe(CHONGQING, RunningApi.cafe().put("timeZone", "Asia/Urumqi"));
        culture = api.regulator("culture", "360400");
        police = api.regulator("public-security", "360000");
        account = String.valueOf(api.value("SELECT id FROM account WHERE authority = 'culture'"));
        var violations = new MadeUpViolations(api);
        var grouping = MadeUpGrouping.of(api);
        made(violations, "IDENTITY_SHARED", FIRST, "{culture,public-security}", "2026-07-09", "fact", false);
        made(violations, "OVERTIME_OPERATION", FIRST, "{culture}", "2026-07-07", "fact", true);
        made(violations, "MEASURES_STOPPED", FIRST, "{culture}", "2026-07-05", "suspicion", true);
        made(violations, "OVERTIME_OPERATION", SECOND, "{culture}", "2026-07-03", "fact", true);
        made(violations, "OVERTIME_OPERATION", SECOND, "{culture}", "2026-07-01", "fact", true);
        made(violations, "OVERTIME_OPERATION", CHONGQING, "{culture}", "2026-07-01", "fact", true);
        made(violations, "MINOR_ADMITTED", CHONGQING, "{public-security}", "2026-07-01", "fact", true);
        await(grouping.runNow());
        List<String> days = List.of("2026-07-09", "2026-07-07", "2026-07-05", "2026-07-03", "2026-07-01");
        for (int i = 0; i < days.size(); i++) {
            api.sql("UPDATE case_file SET number = '" + "ABCDE".charAt(i) + "', due_at = '" + due("ABCDE".charAt(i))
                    + "' WHERE authority = 'culture' AND region = '360481' AND business_day = '" + days.get(i) + "'");
        }
        // grouped at one moment, but meant to be opened one after another
        api.sql(
                "SET session_replication_role = replica; UPDATE case_file SET opened_at = opened_at - (ascii(number) - 65)"
                        + " * interval '1 s' WHERE number IS NOT NULL");
        act(
                "B",
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(account))
                        .put("trigger", "complaint"));
        act(
                "E",
                new JsonObject()
                        .put("action", "transfer")
                        .put("to", "x")
                        .put("note", "n")
                        .put("items", new JsonArray()));
        // due_at was reckoned again for these
        api.sql("UPDATE case_file SET due_at = '" + due('B') + "' WHERE number = 'B'");
    }

    private static String due(char name) {
        return switch (name) {
            case 'A' -> "2026-07-10T16:00:00Z"; // today, until midnight in China
            case 'B' -> "2026-07-09T16:00:00Z"; // yesterday
            case 'C' -> "2026-07-11T16:00:00Z";
            default -> "9999-01-01Z";
        };
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** A view is its owner's; a shared one is seen by its office alone: neither above, nor below, nor by the other authority. */
    @Test
    void aSavedViewIsSeenByItsOwnerAndIfSharedByItsOffice() {
        String owner = api.regulator("culture", "360481");
        String colleague = api.regulator("culture", "360481");
        JsonObject made = api.call("POST", VIEWS, owner, view("逾期", "overdue")).json();
        String path = VIEWS + "/" + made.getString("id");
        assertThat(views(owner)).containsExactly("逾期 own");
        assertThat(views(colleague)).isEmpty();
        JsonObject shared = new JsonObject().put("name", "我们的逾期").put("shared", true);
        assertThat(api.call("PUT", path, colleague, shared).status()).isEqualTo(404);

        assertThat(api.call("PUT", path, owner, shared).json().getString("name"))
                .isEqualTo("我们的逾期");

        assertThat(views(colleague)).containsExactly("我们的逾期");
        for (String other : List.of(
                api.regulator("culture", "360400"),
                api.regulator("culture", "360482"),
                api.regulator("public-security", "360481"))) {
            assertThat(views(other)).isEmpty();
        }
        assertThat(api.call("DELETE", path, colleague, null).status()).isEqualTo(404);
        assertThat(api.call("DELETE", path, owner, null).status()).isEqualTo(204);
        assertThat(views(colleague)).isEmpty();
    }

    @Test
    void anAccountHasAtMostTwentyViews() {
        String owner = api.regulator("culture", "360481");
        for (int i = 0; i < 20; i++) {
            assertThat(api.call("POST", VIEWS, owner, view("视图" + i, "all")).status())
                    .isEqualTo(201);
        }
        var refused = api.call("POST", VIEWS, owner, view("多一个", "all"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("too-many");
        JsonObject foreign = view("x", "all");
        foreign.getJsonObject("filter").put("limit", "5");
        assertThat(api.call("POST", VIEWS, culture, foreign).status()).isEqualTo(400);
        assertThat(api.call("POST", VIEWS, culture, view(" ", "all")).places()).containsExactly("/name");
    }

    private static JsonObject view(String name, String view) {
        return new JsonObject()
                .put("name", name)
                .put("filter", new JsonObject().put("view", view))
                .put("shared", false);
    }

    private static List<String> views(String token) {
        return api.get(VIEWS, token).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("name") + (one.getBoolean("own") ? " own" : ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                   | A B C D order
            ?sort=priority                      | A B D C order
            ?sort=newest                        | A B C D order
            ?sort=longest                       | D C B A order
            ?sort=due                           | B A C D order
            ?view=all                           | A B C D E
            ?view=running                       | A
            ?view=mine                          | B
            ?view=unassigned                    | A C D
            ?view=due-today                     | A
            ?view=overdue                       | B
            ?due=2026-07-11                     | A B C
            ?due=2026-07-09                     | B
            ?step=assigned                      | B
            ?view=all&step=transferred          | E
            ?code=OVERTIME_OPERATION            | B D
            ?placeCode=36048110000002           | D
            ?q=%E6%98%9F%E7%A9%BA               | D
            ?q=C                                | C
            ?q=nothing                          | -
            ?region=360400                      | A B C D
            ?region=500000                      | -
            ?view=all&sort=longest              | E D C B A order
            """)
    void filtersAndOrders(String query, String expected) {
        List<String> found = numbers(culture, query == null ? "" : query);
        if (expected == null) {
            assertThat(found).isEmpty();
        } else if (expected.endsWith("order") && query != null) {
            assertThat(found).containsExactly(expected.replace(" order", "").split(" "));
        } else {
            assertThat(found)
                    .containsExactlyInAnyOrder(expected.replace(" order", "").split(" "));
        }
    }

    @Test
    void openedFromOneMomentUpToAnother() {
        Map<String, JsonObject> items = api.get("/api/v1/cases", culture).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(item -> item.getString("number"), Function.identity()));
        String from = URLEncoder.encode(items.get("C").getString("openedAt"), StandardCharsets.UTF_8);
        String to = URLEncoder.encode(items.get("A").getString("openedAt"), StandardCharsets.UTF_8);

        assertThat(numbers(culture, "?from=" + from + "&to=" + to)).containsExactlyInAnyOrder("B", "C");
        assertThat(api.get("/api/v1/cases?from=yesterday", culture).places()).containsExactly("?from");
        assertThat(items.get("D").getString("cafe")).isEqualTo("星空网吧");
    }

    /** The numbers of the views are those of their lists. */
    @Test
    void countsItsViews() {
        JsonObject counts = api.get("/api/v1/cases/counts", culture).json();
        Map.of(
                        "running", "?view=running",
                        "mine", "?view=mine",
                        "unassigned", "?view=unassigned",
                        "dueToday", "?view=due-today",
                        "overdue", "?view=overdue",
                        "work", "")
                .forEach((view, query) -> assertThat(counts.getInteger(view))
                        .as(view)
                        .isEqualTo(numbers(culture, query).size())
                        .isPositive());
        assertThat(counts.getBoolean("clipped")).isFalse();
        assertThat(api.get("/api/v1/cases/counts", police).json().getInteger("work"))
                .isEqualTo(1);
    }

    @Test
    void aViolationHasItsTimesAndASentenceOfItsOwn() {
        JsonObject violation = api.get("/api/v1/cases?q=B", culture)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getJsonArray("violations")
                .getJsonObject(0);
        assertThat(violation.getString("startedAt")).isEqualTo("2026-07-07T08:00:00+08:00");
        assertThat(violation.getString("endedAt")).isEqualTo("2026-07-07T09:00:00+08:00");
        assertThat(violation.getJsonObject("summary").getString("en")).contains("for 1 h");
    }

    /** A day is the café's own, which ends two hours later than in most of China. */
    @ParameterizedTest
    @CsvSource({
        "2026-07-10T18:00:00Z, due=2026-07-09, 0",
        "2026-07-10T18:00:00Z, due=2026-07-10, 1",
        "2026-07-10T18:00:00Z, view=due-today, 1",
        "2026-07-11T18:00:00Z, due=2026-07-10, 0",
        "2026-07-11T18:00:00Z, view=due-today, 0",
        "2026-07-09T18:00:00Z, view=due-today, 0",
        "2026-07-10T01:00:00Z, view=due-today, 1", // a term of hours, which is over
    })
    void whatIsDueOnALocalDayOfItsCafe(String end, String query, int found) {
        String region = api.regulator("culture", "500000");
        api.sql("UPDATE case_file SET due_at = '" + end + "' WHERE place_code = '" + CHONGQING + "'");

        assertThat(numbers(region, "?" + query)).hasSize(found);
        if (query.equals("view=due-today")) {
            assertThat(api.get("/api/v1/cases/counts", region).json().getInteger("dueToday"))
                    .isEqualTo(found);
        }
    }

    @Test
    void ofAnOfficer() {
        assertThat(numbers(culture, "?assignee=" + account)).containsExactly("B");
        assertThat(numbers(police, "?assignee=" + account)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"priority", "due", "newest", "longest"})
    void aRuleThatOnlyTheOtherAuthorityFoundHasNoCase(String sort) {
        String query = "/api/v1/cases?view=all&code=MINOR_ADMITTED&sort=" + sort;

        assertThat(api.get(query, api.regulator("culture", "500000")).json().getJsonArray("items"))
                .isEmpty();
        assertThat(api.get(query, api.regulator("public-security", "500000"))
                        .json()
                        .getJsonArray("items"))
                .hasSize(1);
    }

    /** As of a rule of few, by which the cases are read first. */
    @Test
    void aRuleOfManyViolationsHasItsCases() {
        api.sql(
                "SET session_replication_role = replica; UPDATE case_file SET codes = array_append(codes, 'AGENT_ABSENT') WHERE number = 'D';"
                        + " INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at)"
                        + " SELECT gen_random_uuid(), 'culture', gen_random_uuid(), now(), 'AGENT_ABSENT', 'fact', 'ended', 'confirmed', now()"
                        + " FROM generate_series(1, 5001)");
        try {
            assertThat(numbers(culture, "?code=AGENT_ABSENT")).containsExactly("D");
        } finally {
            api.sql("SET session_replication_role = replica; DELETE FROM case_violation WHERE code = 'AGENT_ABSENT';"
                    + " UPDATE case_file SET codes = array_remove(codes, 'AGENT_ABSENT') WHERE number = 'D'");
        }
    }

    @Test
    void eachAuthorityAndRegionSeesItsOwn() {
        assertThat(api.get("/api/v1/cases?view=all", police).json().getJsonArray("items"))
                .hasSize(1);
        assertThat(api.get("/api/v1/cases?view=all", api.regulator("culture", "500000"))
                        .json()
                        .getJsonArray("items"))
                .hasSize(1);
        assertThat(api.get("/api/v1/cases?view=all", api.regulator("culture", "360482"))
                        .json()
                        .getJsonArray("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"priority", "due", "newest", "longest"})
    void pagesHaveEachCaseOnce(String sort) {
        List<String> whole = numbers(culture, "?view=all&sort=" + sort);
        var paged = new ArrayList<String>();
        String cursor = "";
        do {
            JsonObject page = api.get("/api/v1/cases?view=all&limit=2&sort=" + sort + cursor, culture)
                    .json();
            paged.addAll(numbers(page));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());

        assertThat(paged).isEqualTo(whole).hasSize(5);
    }

    /** An agent's clock may have been at the beginning of the calendar. */
    @ParameterizedTest
    @CsvSource({"1900-01-02T00:00:00Z", "0001-01-02T00:00:00Z"})
    void pagesGoOnAfterACaseThatBeganLongAgo(String began) {
        api.sql("SET session_replication_role = replica; UPDATE case_file SET began_at = '" + began
                + "' WHERE number = 'E'");
        try {
            String list = "/api/v1/cases?view=all&sort=longest&limit=1";
            JsonObject first = api.get(list, culture).json();
            assertThat(numbers(first)).containsExactly("E");

            JsonObject second = api.get(list + "&cursor=" + first.getString("next"), culture)
                    .json();

            assertThat(numbers(second)).containsExactly("D");
        } finally {
            api.sql("SET session_replication_role = replica;"
                    + " UPDATE case_file SET began_at = '2026-07-01Z' WHERE number = 'E'");
        }
    }

    @Test
    void aCursorOfAnotherOrderIsRefused() {
        String cursor =
                api.get("/api/v1/cases?limit=2&sort=due", culture).json().getString("next");

        assertThat(api.get("/api/v1/cases?limit=2&sort=newest&cursor=" + cursor, culture)
                        .places())
                .containsExactly("?cursor");
        assertThat(api.get("/api/v1/cases?cursor=AAAA", culture).places()).containsExactly("?cursor");
    }

    @Test
    void anItemHasItsSentenceAndNoHistory() {
        JsonObject item = api.get("/api/v1/cases?view=mine", culture)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);

        assertThat(item.getJsonObject("summary").getString("zh")).startsWith("7月7日08:00起超时营业，共持续1小时");
        assertThat(item.getJsonArray("assignees")).hasSize(1);
        assertThat(item.containsKey("history")).isFalse();
    }

    @Test
    void theOperatorSeesTheStepAndNeverTheReason() {
        String operator = api.operator(FIRST);

        String text = api.get("/api/v1/my/cases", operator).text();
        JsonArray items = new JsonObject(text).getJsonArray("items");

        assertThat(items).hasSize(4); // three of culture, one of the police
        assertThat(text).doesNotContain("complaint", "trigger", account, "note");
        assertThat(items.getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "authority",
                        "placeCode",
                        "businessDay",
                        "step",
                        "demand",
                        "due",
                        "documents",
                        "course",
                        "sanctions",
                        "violations",
                        "violationCount",
                        "openedAt",
                        "office");
        JsonObject found = items.getJsonObject(0).getJsonArray("violations").getJsonObject(0);
        assertThat(found.fieldNames()).containsExactlyInAnyOrder("id", "code", "startedAt", "terminal", "objected");
        assertThat(api.get("/api/v1/violations/" + found.getString("id"), operator)
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/cases", operator).status()).isEqualTo(403);
        assertThat(api.get("/api/v1/my/cases", culture).status()).isEqualTo(403);
    }

    @Test
    void theOperatorIsToldWhatToCorrectByWhen() {
        String operator = api.operator(SECOND);
        String inspection = api.call(
                        "POST",
                        "/api/v1/inspections",
                        culture,
                        new JsonObject().put("kind", "dispatch").put("unit", "u"))
                .json()
                .getString("id");
        act(
                "D",
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
        act(
                "D",
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "true"));
        act("D", new JsonObject().put("action", "correct").put("demand", "到点关门"));

        api.call(
                "PUT",
                "/api/v1/offices/360400/culture",
                api.regulator("culture", "360400"),
                new JsonObject().put("name", "九江市文化局").put("telephone", "0792-123"));

        JsonObject mine = api.get("/api/v1/my/cases", operator).json().getJsonArray("items").stream()
                .map(item -> (JsonObject) item)
                .filter(item -> item.getString("step").equals("correcting"))
                .findFirst()
                .orElseThrow();
        assertThat(mine.getString("demand") + " " + mine.getString("due")).isEqualTo("到点关门 2026-07-10");
        assertThat(mine.getJsonArray("course"))
                .as("neither that somebody was assigned, nor who")
                .extracting(one -> ((JsonObject) one).getString("action"))
                .containsExactly("correct");
        assertThat(mine.getJsonObject("office").getString("telephone"))
                .as("of the city's office, as the county's entered none")
                .isEqualTo("0792-123");
        // back to where the other tests expect it
        api.sql("SET session_replication_role = replica; UPDATE case_file SET step = 'lead', correct_until = NULL,"
                + " due_at = '9999-01-01Z' WHERE number = 'D'");
    }

    private static void made(
            MadeUpViolations violations,
            String code,
            String cafe,
            String authorities,
            String day,
            String standing,
            boolean ended) {
        String id = violations.add(code, cafe, authorities);
        api.sql("UPDATE violation SET started_at = '" + day + "Z', standing = '" + standing + "'"
                + (ended ? ", state = 'ended', ended_at = timestamptz '" + day + "Z' + interval '1 h'" : "")
                + " WHERE id = '"
                + id + "'");
        violations.tell(id, "opened");
    }

    private static void act(String number, JsonObject body) {
        String id = String.valueOf(api.value("SELECT id FROM case_file WHERE number = '" + number + "'"));
        long version = api.get("/api/v1/cases/" + id, culture).json().getLong("version");
        var answer = api.call("POST", "/api/v1/cases/" + id + "/actions", culture, body.put("version", version));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static List<String> numbers(String token, String query) {
        var answer = api.get("/api/v1/cases" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return numbers(answer.json());
    }

    private static List<String> numbers(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> String.valueOf(((JsonObject) item).getString("number")))
                .toList();
    }
}
