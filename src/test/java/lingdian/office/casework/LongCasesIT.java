package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Databases;
import lingdian.platform.http.Problem;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.CuttingProxy.Cut;
import lingdian.testing.MadeUpCases;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.SealedTexts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases of many violations: an action on one does not hold the lock of all verdicts for long. */
class LongCasesIT {
    /** How many violations the measured case has. */
    private static final int MANY = Integer.getInteger("lingdian.longCase", 60);

    private static final String VIOLATIONS = """
            WITH made AS (
              INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
              SELECT id, '%2$s', '%1$s', '360481', 'fact', 'open', '{culture}', '2026-07-09Z', '2026-07-09Z',
                format('{"id":"%%1$s","code":"%2$s","standing":"fact","state":"open","case":"new","placeCode":"%1$s",'
                  '"region":"360481","ruleVersion":"2026-07-1","person":null,"terminals":{"count":1,"ids":["A01"]},'
                  '"evidence":[{"placeCode":"%1$s","region":"360481","stream":"%%1$s","seq":[%%2$s]}]}', id, %4$s)
              FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %3$d)) AS new
              RETURNING id, place_code, code, standing, authorities, late, snapshot),
            fed AS (
              INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot)
              SELECT head.position + row_number() OVER (ORDER BY id), now(), 'opened', id, place_code, code, standing, authorities,
                late, snapshot
              FROM made, head)
            UPDATE head SET position = position + %3$d
            """;

    private static RunningApi api;
    private static CuttingProxy proxy;
    private static CaseActions actions;
    private static CaseGrouping grouping;
    private static String token;
    private static Account officer;
    private static String inspection;
    private static MadeUpViolations made;
    private static int cafes;

    @BeforeAll
    static void start() throws IOException {
        api = new RunningApi();
        made = new MadeUpViolations(api);
        token = api.regulator("culture", "360000");
        officer = new Account(
                new AccountId(UUID.fromString(String.valueOf(api.value("SELECT id FROM account LIMIT 1")))),
                "r",
                Role.REGULATOR,
                Authority.CULTURE,
                new RegionCode("360000"),
                Set.of());
        inspection = api.call(
                        "POST",
                        "/api/v1/inspections",
                        token,
                        new JsonObject().put("kind", "dispatch").put("unit", "执法队"))
                .json()
                .getString("id");
        grouping = MadeUpGrouping.of(api);
        proxy = CuttingProxy.before(api.database);
        actions = MadeUpActions.of(api, Databases.queryPool(api.vertx, proxy.address(), 1));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        api.close();
    }

    /** Also where so much of a rule was checked that it may be refuted, which the first case sees to. */
    @Test
    void anActionTakesAsManyStatementsHoweverManyViolationsItsCaseHas() {
        statements(40);

        Map<String, Integer> ofFew = statements(3);
        Map<String, Integer> ofMany = statements(60);

        System.out.println("Statements of actions: " + ofFew + " with 3 violations, " + ofMany + " with 60");
        assertThat(ofMany).isEqualTo(ofFew);
    }

    /** @return by action */
    private static Map<String, Integer> statements(int violations) {
        CaseId id = caseOf(violations);
        var statements = new HashMap<String, Integer>();
        for (JsonObject action : course()) {
            int before = proxy.statements();
            act(id, action);
            statements.put(action.getString("action"), proxy.statements() - before);
        }
        return statements;
    }

    /** Of violations that stand at each step, one with a comment of before, and one that another authority shares. */
    @Test
    void eachStepIsWrittenAsIfItWasTakenByItself() {
        String cafe = "3604811000%04d".formatted(++cafes);
        api.createCafe(cafe);
        var ids = new ArrayList<>(List.of(
                made.add("MINOR_ADMITTED", cafe, "{culture}"),
                made.add("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-2"),
                made.add("MINOR_ADMITTED", cafe, "{culture}"),
                made.add("OVERTIME_OPERATION", cafe, "{culture}"),
                made.add("IDENTITY_SHARED", cafe, "{culture,public-security}")));
        ids.forEach(one -> made.tell(one, "opened"));
        await(grouping.runNow());
        CaseId id = idOf(cafe);
        step(ids.get(1), "acknowledge");
        step(ids.get(1), "comment");
        step(ids.get(2), "acknowledge");
        step(ids.get(2), "dispatch");
        step(ids.get(3), "dismiss");
        step(ids.get(4), "acknowledge");
        long position = Long.parseLong(String.valueOf(api.value("SELECT position FROM head")));
        long logged = Long.parseLong(String.valueOf(api.value("SELECT position FROM access_log_head")));

        for (JsonObject action : course()) {
            JsonObject said = action.copy();
            if (said.getString("action").equals("check")) {
                ids.add(made.add("OVERTIME_OPERATION", cafe, "{culture}")); // which goes all the way at once
                made.tell(ids.getLast(), "opened");
                await(grouping.runNow());
            }
            if (said.getString("action").equals("check")) {
                said.put("note", "看过了")
                        .put(
                                "outcomes",
                                new JsonObject().put(ids.get(0), "unverifiable").put(ids.get(3), "untrue"));
            }
            act(id, said);
        }

        String ofThese = "ARRAY['" + String.join("', '", ids) + "']::uuid[]";
        String steps = api.value("SELECT string_agg(format('%s/%s %s %s %s', array_position(" + ofThese
                + ", violation_id), number, action, rule_version, CASE WHEN inspection = '" + inspection
                + "' THEN 'checked' WHEN inspection IS NULL THEN 'none' ELSE 'sent' END), E'\\n' ORDER BY array_position("
                + ofThese
                + ", violation_id), number) FROM case_step WHERE account_since IS NOT NULL AND violation_id = ANY ("
                + ofThese + ")");
        String told = api.value(
                "SELECT string_agg(format('%s %s %s %s', position - " + position + ", event, coalesce(array_position("
                        + ofThese
                        + ", violation_id)::text, 'case'), coalesce(snapshot::jsonb ->> 'case', snapshot::jsonb ->> 'version')),"
                        + " E'\\n' ORDER BY position) FROM feed WHERE position > " + position);
        String entries = api.value(
                "SELECT string_agg(format('%s %s %s %s', position - " + logged + ", action, coalesce(array_position("
                        + ofThese
                        + ", CASE WHEN subject_kind = 'violation' THEN subject_id::uuid END)::text, subject_kind), details),"
                        + " E'\\n' ORDER BY position) FROM access_log WHERE position > " + logged);
        String present = api.value("SELECT string_agg(format('%s %s %s %s %s', array_position(" + ofThese
                + ", v.id), v.case_step, v.snapshot::jsonb ->> 'case', c.case_step, c.outcome), E'\\n' ORDER BY array_position("
                + ofThese
                + ", v.id)) FROM violation AS v JOIN case_violation AS c ON c.violation_id = v.id AND c.authority = 'culture'"
                + " WHERE v.id = ANY (" + ofThese + ")");
        assertThat(steps).isEqualTo("""
                1/1 acknowledge 2026-07-1 none
                1/2 dispatch 2026-07-1 sent
                1/3 mark-unverifiable 2026-07-1 checked
                2/1 acknowledge 2026-07-2 none
                2/2 comment 2026-07-2 none
                2/3 dispatch 2026-07-2 sent
                2/4 confirm 2026-07-2 checked
                3/1 acknowledge 2026-07-1 none
                3/2 dispatch 2026-07-1 sent
                3/3 confirm 2026-07-1 checked
                4/1 dismiss 2026-07-1 none
                5/1 acknowledge 2026-07-1 none
                5/2 dispatch 2026-07-1 sent
                5/3 confirm 2026-07-1 checked
                6/1 acknowledge 2026-07-1 checked
                6/2 dispatch 2026-07-1 checked
                6/3 confirm 2026-07-1 checked""");
        assertThat(told).isEqualTo("""
                1 case 1 acknowledged
                2 case-changed case 12
                3 case 1 dispatched
                4 case 2 dispatched
                5 case 5 dispatched
                6 case-changed case 13
                7 opened 6 new
                8 case-changed case 14
                9 case 1 unverifiable
                10 case 2 confirmed
                11 case 3 confirmed
                12 case 5 confirmed
                13 case 6 acknowledged
                14 case 6 dispatched
                15 case 6 confirmed
                16 case-changed case 15""");
        assertThat(entries).isEqualTo("""
                1 take-step 1 {"step":"acknowledge"}
                2 act-on-case case {"action":"assign","step":"assigned","version":12}
                3 take-step 1 {"step":"dispatch"}
                4 take-step 2 {"step":"dispatch"}
                5 take-step 5 {"step":"dispatch"}
                6 act-on-case case {"action":"dispatch","step":"assigned","version":13}
                7 join-case case {"violations":1}
                8 take-step 1 {"step":"mark-unverifiable"}
                9 take-step 2 {"step":"confirm"}
                10 take-step 3 {"step":"confirm"}
                11 take-step 5 {"step":"confirm"}
                12 take-step 6 {"step":"acknowledge"}
                13 take-step 6 {"step":"dispatch"}
                14 take-step 6 {"step":"confirm"}
                15 act-on-case case {"action":"check","step":"checked","version":15}""");
        assertThat(present).isEqualTo("""
                1 unverifiable unverifiable unverifiable unverifiable
                2 confirmed confirmed confirmed true
                3 confirmed confirmed confirmed true
                4 dismissed dismissed dismissed untrue
                5 confirmed confirmed confirmed true
                6 confirmed confirmed confirmed true""");
    }

    /** A node dies after the first of three stretches: what it left is consistent, and the same action goes on from there. */
    @Test
    void aStretchThatIsWrittenStaysAndTheActionGoesOnFromIt() throws Exception {
        CaseId id = caseOf(5);
        CaseActions inStretches = MadeUpActions.of(api, Databases.queryPool(api.vertx, proxy.address(), 1), 2);
        await(inStretches.take(officer, id, CaseActionRequest.of(course().getFirst(), 5)));
        JsonObject check = course().getLast();

        proxy.arm(Cut.BEFORE_THE_COMMIT, 1);
        assertThatThrownBy(() -> await(inStretches.take(officer, id, CaseActionRequest.of(check, 6))))
                .isInstanceOf(ClosedConnectionException.class);

        assertThat(caseAndSteps(id)).isEqualTo("assigned 6 2 2 9");
        JsonObject untrue = check.copy().put("outcome", "untrue").put("note", "n");
        assertThatThrownBy(() -> await(inStretches.take(officer, id, CaseActionRequest.of(untrue, 6))))
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().members().get("code"))
                                .isEqualTo("outcome-differs"));
        assertThat(caseAndSteps(id)).isEqualTo("assigned 6 2 2 9");

        await(inStretches.take(officer, id, CaseActionRequest.of(check, 6)));
        assertThat(caseAndSteps(id)).isEqualTo("checked 7 5 5 15");
        assertThat(api.value("SELECT count(*) = max(position) FROM feed")).isEqualTo("t");
    }

    /** The stretches of two officers alternate: each violation takes its steps once, and one of the two is told. */
    @Test
    void ofTwoOfficersAtOnceOneDealsWithEachViolation() {
        CaseId id = caseOf(20);
        act(id, course().getFirst());
        List<Future<Void>> taken = List.of(4, 3).stream()
                .map(atOnce -> MadeUpActions.of(api, Databases.queryPool(api.vertx, api.database, 1), atOnce)
                        .take(officer, id, CaseActionRequest.of(course().getLast(), 21)))
                .toList();

        await(Future.join(taken).otherwiseEmpty());

        assertThat(taken).filteredOn(Future::succeeded).hasSize(1);
        assertThat(taken)
                .filteredOn(Future::failed)
                .singleElement()
                .extracting(Future::cause)
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().members().get("code"))
                                .isEqualTo("moved"));
        assertThat(caseAndSteps(id)).isEqualTo("checked 22 20 20 60");
        assertThat(api.value("SELECT count(*) = max(position) FROM feed")).isEqualTo("t");
    }

    /** Where it stands, its version, how many violations were found true and are copied as that, and how many steps were taken. */
    private static String caseAndSteps(CaseId id) {
        return api.value("""
                SELECT concat_ws(' ', step, version,
                  (SELECT count(*) FROM case_violation WHERE case_id = f.id AND outcome = 'true'),
                  (SELECT count(*) FROM case_violation WHERE case_id = f.id AND case_step = 'confirmed'),
                  (SELECT count(*) FROM case_step JOIN case_violation AS c USING (violation_id) WHERE c.case_id = f.id))
                FROM case_file AS f WHERE id = '%s'
                """.formatted(id));
    }

    /** A refusal makes no batch wait, however long the case is, and does not wait for one. */
    @Test
    void aRefusalWaitsForNoLockOfVerdicts() throws Exception {
        CaseId id = caseOf(3);
        JsonObject comment = new JsonObject().put("action", "comment").put("note", "n");
        try (Connection batch = TestDatabase.superuser(api.database);
                var statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");

            assertThatThrownBy(() -> await(actions.take(officer, id, CaseActionRequest.of(comment, 1))))
                    .isInstanceOfSatisfying(
                            Problem.Thrown.class,
                            refused -> assertThat(refused.problem().members().get("code"))
                                    .isEqualTo("moved"));
        }
    }

    /** Whatever refuses it: thousands of violations are read for actions that are taken. */
    @Test
    void aRefusedActionReadsNoMoreThanWhatIsShown() {
        CaseId id = caseOf(503);
        act(id, course().getFirst());
        JsonObject merge = new JsonObject()
                .put("action", "merge")
                .put("into", UUID.randomUUID().toString())
                .put("intoVersion", 1);
        JsonObject check = new JsonObject().put("action", "check").put("inspection", inspection);
        JsonObject untrue = check.copy().put("outcome", "untrue");
        JsonObject unknown = check.copy()
                .put("outcome", "true")
                .put("outcomes", new JsonObject().put(UUID.randomUUID().toString(), "true"));
        JsonObject incomplete = check.copy().put("outcomes", new JsonObject().put(last(id, 1), "true"));

        int ofMerge = statementsOfRefusal(id, merge, 1);
        int ofCheck = statementsOfRefusal(id, check, 1);

        assertThat(statementsOfRefusal(id, merge, 504)).isEqualTo(ofMerge);
        assertThat(statementsOfRefusal(id, check, 504)).isEqualTo(ofCheck);
        assertThat(statementsOfRefusal(id, untrue, 504)).isEqualTo(ofCheck);
        assertThat(statementsOfRefusal(id, unknown, 504)).isEqualTo(ofCheck + 1);
        assertThat(statementsOfRefusal(id, incomplete, 504)).isEqualTo(ofCheck + 1);
    }

    private static int statementsOfRefusal(CaseId id, JsonObject action, long version) {
        int before = proxy.statements();
        assertThatThrownBy(() -> await(actions.take(officer, id, CaseActionRequest.of(action, version))))
                .isInstanceOf(Problem.Thrown.class);
        return proxy.statements() - before;
    }

    /** Otherwise a short request would be answered with thousands of violations of each of two hundred cases. */
    @Test
    void inBulkACaseIsAnsweredAsAListShowsIt() {
        CaseId id = caseOf(60);
        JsonObject comment = new JsonObject().put("action", "comment").put("note", "n");

        JsonObject taken = inBulk(id, comment, version(id)).getJsonObject("case");
        JsonObject late = inBulk(id, comment, 1).getJsonObject("problem");

        assertThat(taken).isEqualTo(listed(id));
        assertThat(taken.getJsonArray("violations")).hasSize(50);
        assertThat(late.getString("code")).isEqualTo("moved");
        assertThat(late.getJsonObject("case")).isEqualTo(taken);
    }

    private static JsonObject inBulk(CaseId id, JsonObject action, long version) {
        var one = new JsonObject().put("id", id.toString()).put("version", version);
        JsonObject body = action.copy().put("cases", new JsonArray().add(one));
        return api.call("POST", "/api/v1/cases/actions", token, body)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private static JsonObject listed(CaseId id) {
        String cafe = api.value("SELECT place_code FROM case_file WHERE id = '" + id + "'");
        return api.get("/api/v1/cases?placeCode=" + cafe, token)
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
    }

    /** A page of a thousand long cases would be held at once otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"priority", "newest"})
    void aPageHasFewerLongCasesAndTheNextGoesOnFromThere(String sort) {
        CaseId id = caseOf(1);
        api.sql(MadeUpCases.like(id.toString(), 130, 51));
        api.sql("UPDATE case_file SET priority = 2 WHERE id IN (SELECT id FROM case_file WHERE place_code = "
                + "(SELECT place_code FROM case_file WHERE id = '" + id + "') ORDER BY id LIMIT 120)");
        String list = "/api/v1/cases?limit=1000&sort=" + sort + "&placeCode="
                + api.value("SELECT place_code FROM case_file WHERE id = '" + id + "'");

        List<List<String>> pages = pages(list, token);

        assertThat(pages.getFirst()).hasSizeLessThan(131);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(131).doesNotHaveDuplicates();
        assertThat(api.send("GET", list, token, "", null, "text/csv").text().lines())
                .as("the table has all, and its headings")
                .hasSize(132);
    }

    /** What officers write into a case is long, too. The texts here cannot be opened, which says nothing of their length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE case_file SET demand = decode(repeat('00', 16000), 'hex') WHERE",
                "UPDATE case_file SET officers = decode(repeat('00', 16000), 'hex') WHERE",
            })
    void aPageHasFewerCasesInWhichMuchIsWritten(String writing) {
        CaseId id = caseOf(1);
        api.sql(MadeUpCases.like(id.toString(), 250, 0));
        String cafe = api.value("SELECT place_code FROM case_file WHERE id = '" + id + "'");
        api.sql(writing + " place_code = '" + cafe + "'");

        List<List<String>> pages = pages("/api/v1/cases?limit=1000&placeCode=" + cafe, token);

        assertThat(pages.getFirst()).hasSizeLessThan(251);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(251).doesNotHaveDuplicates();
    }

    @Test
    void anOperatorsPageHasFewerLongCasesAndTheNextGoesOnFromThere() {
        CaseId id = caseOf(1);
        api.sql(MadeUpCases.like(id.toString(), 130, 100));
        api.sql(MadeUpCases.VIOLATIONS);
        String cafe = api.value("SELECT place_code FROM case_file WHERE id = '" + id + "'");

        List<List<String>> pages = pages("/api/v1/my/cases?limit=1000", api.operator(cafe));

        assertThat(pages.getFirst()).hasSizeLessThan(131);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(131).doesNotHaveDuplicates();
    }

    /** The ids of each page of a list. */
    private static List<List<String>> pages(String list, String reader) {
        var pages = new ArrayList<List<String>>();
        String next = "";
        while (next != null) {
            JsonObject page = api.get(list + next, reader).json();
            pages.add(page.getJsonArray("items").stream()
                    .map(one -> ((JsonObject) one).getString("id"))
                    .toList());
            next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }

        return pages;
    }

    /** An action on a case that changed while the action waited is decided on again. */
    @Test
    void whatChangesWhileAnActionWaitsIsSeenByIt() throws Exception {
        CaseId id = caseOf(3);
        JsonObject comment = new JsonObject().put("action", "comment").put("note", "n");
        Future<Void> waiting;
        try (Connection batch = TestDatabase.superuser(api.database);
                var statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");
            waiting = actions.take(officer, id, CaseActionRequest.of(comment, 3));
            Await.until(
                    "the action waits",
                    () -> "1"
                            .equals(
                                    api.value(
                                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM head%'")));
            statement.execute("UPDATE case_file SET version = 4 WHERE id = '" + id + "'");
            batch.commit();
        }

        assertThatThrownBy(() -> await(waiting))
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().members().get("code"))
                                .isEqualTo("moved"));
    }

    /** As many as officers may write when they complete it. */
    @Test
    void theInspectionOfADispatchNamesTheFirstViolations() {
        CaseId id = caseOf(101);
        act(id, course().get(0));
        act(id, course().get(1));

        assertThat(api.value("SELECT cardinality(violations) FROM inspection_version WHERE place_codes = "
                        + "(SELECT ARRAY[place_code] FROM case_file WHERE id = '" + id + "')"))
                .isEqualTo("100");
    }

    /** Nor for a document or a complaint that refers to its case; and the access log waits for no step that waits for its case. */
    @Test
    void aStepWaitsForNoDocumentAndHoldsNoLogWhileItWaitsForItsCase() throws Exception {
        String cafe = "3604811000%04d".formatted(++cafes);
        api.createCafe(cafe);
        String violation = made.add("MINOR_ADMITTED", cafe, "{culture}");
        made.tell(violation, "opened");
        await(grouping.runNow());
        String held = "SELECT FROM case_file WHERE id = '" + idOf(cafe) + "' FOR ";
        try (Connection other = TestDatabase.superuser(api.database);
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(held + "KEY SHARE");
            step(violation, "acknowledge");
            other.commit();

            statement.execute(held + "UPDATE");
            Thread waiting = Thread.ofVirtual().start(() -> step(violation, "dispatch"));
            Await.until(
                    "the step waits for its case",
                    () -> "1"
                            .equals(
                                    api.value(
                                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE case_file%'")));
            statement.execute("SELECT FROM access_log_head FOR UPDATE NOWAIT");
            other.commit();
            waiting.join();
        }
        assertThat(api.value("SELECT case_step FROM violation WHERE id = '" + violation + "'"))
                .isEqualTo("dispatched");
    }

    /** Here there is no worker, so whatever is left to one fails. */
    @Test
    void longListsOfCasesAreOpenedOnAWorkerAndShortOnesAtOnce() {
        CaseId id = caseOf(1);
        api.sql(MadeUpCases.like(id.toString(), 100, 0));
        Vertx closed = Vertx.vertx();
        await(closed.close());
        var files = new CaseFileStore(closed, new SealedTexts(api.vault));
        var cafe = new Conditions()
                .and("place_code = ?", api.value("SELECT place_code FROM case_file WHERE id = '" + id + "'"));

        assertThat(await(files.outlines(api.pool, cafe, "LIMIT 20"))).hasSize(20);
        assertThatThrownBy(() -> await(files.outlines(api.pool, cafe, "")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    /** Comments, and other cases that were merged into it, say nothing that a list shows. */
    @Test
    void aListReadsNoCommentsNorMergers() {
        CaseId id = caseOf(1);
        api.sql("INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT '" + id
                + "', number, CASE WHEN number % 2 = 0 THEN 'merge' ELSE 'comment' END, 'lead', now(), '" + officer.id()
                + "', '36048110000001' FROM generate_series(2, 1000) AS number");

        StoredCase listed = await(new CaseFileStore(api.vertx, new SealedTexts(api.vault))
                        .outlines(api.pool, new Conditions().and("id = ?", id.value()), ""))
                .getFirst();

        assertThat(listed.actions()).hasSize(1);
    }

    /** Those that joined last say what the case is; a list and the case's own page read few of the others. */
    @Test
    void aCaseOfManyViolationsIsShownByFewAsItIsByAll() {
        CaseId id = caseOf(560);
        isTheSameByFew(id);
        turn(
                id,
                1,
                "code = 'OVERTIME_OPERATION', started_at = '2026-07-08T20:00Z', ended_at = '2026-07-09T05:00Z', state = 'ended'");
        turn(id, 2, "standing = 'suspicion', ended_at = '2026-07-09T01:00Z', state = 'ended'");
        isTheSameByFew(id);
        List<JsonObject> course = course();
        act(id, course.get(0));
        act(id, course.get(1));
        act(
                id,
                course.get(2)
                        .put("outcome", "unverifiable")
                        .put("outcomes", new JsonObject().put(last(id, 3), "true")));
        assertThat(isTheSameByFew(id).getString("outcome")).isEqualTo("true");
    }

    /** Changes one of the violations of a case, by its place from the end, and its copy. */
    private static void turn(CaseId id, int place, String change) {
        api.sql("UPDATE violation SET " + change + " WHERE id = '" + last(id, place) + "'");
        api.sql("UPDATE case_violation SET " + change + " WHERE violation_id = '" + last(id, place) + "'");
    }

    private static String last(CaseId id, int place) {
        return api.value("SELECT violation_id FROM case_violation WHERE case_id = '" + id
                + "' ORDER BY joined_at DESC, violation_id DESC LIMIT 1 OFFSET " + (place - 1));
    }

    private static JsonObject isTheSameByFew(CaseId id) {
        var files = new CaseFileStore(api.vertx, new SealedTexts(api.vault));
        StoredCase whole =
                await(files.whole(api.pool, officer.scope().orElseThrow(), id)).orElseThrow();
        StoredCase shown =
                await(files.shown(api.pool, officer.scope().orElseThrow(), id)).orElseThrow();
        StoredCase listed = await(files.outlines(api.pool, new Conditions().and("id = ?", id.value()), ""))
                .getFirst();

        assertThat(whole.violations()).hasSize(560).hasSize(whole.violationCount());
        assertThat(shown.violations()).hasSizeBetween(500, 510).doesNotHaveDuplicates();
        assertThat(listed.violations()).hasSizeBetween(50, 60).doesNotHaveDuplicates();
        assertThat(said(shown)).isEqualTo(said(whole));
        assertThat(said(listed)).isEqualTo(said(whole));
        return said(whole);
    }

    /** What follows from all violations of a case. */
    private static JsonObject said(StoredCase stored) {
        JsonObject item = CaseFileJson.item(
                stored, List.of(), new CaseAttachments.Attached(new JsonArray(), new JsonArray()), Instant.EPOCH);
        var said = new JsonObject()
                .put(
                        "last",
                        Objects.toString(stored.findings().stream()
                                .map(CaseFinding::endedAt)
                                .filter(Objects::nonNull)
                                .max(Instant::compareTo)
                                .orElse(null)));
        for (String key : List.of("summary", "running", "priority", "outcome", "open", "violationCount")) {
            said.put(key, item.getValue(key));
        }
        return said;
    }

    private static void step(String violation, String action) {
        JsonObject body = new JsonObject().put("action", action).put("note", "n");
        assertThat(api.call("POST", "/api/v1/violations/" + violation + "/actions", token, body)
                        .status())
                .isEqualTo(200);
    }

    /** Asserts no time: measured with -Dlingdian.longCase=2000. */
    @Test
    void whatBatchesWaitMeanwhileIsPrinted() throws Exception {
        CaseId id = caseOf(MANY);
        for (JsonObject action : course()) {
            try (var batch = new WaitingBatch()) {
                long begun = System.nanoTime();
                act(id, action);
                System.out.printf(
                        "%s with %d violations: %d ms; the lock was held for %d ms at most%n",
                        action.getString("action"), MANY, (System.nanoTime() - begun) / 1_000_000, batch.longest());
            }
        }
        assertThat(api.value("SELECT count(*) FROM case_step JOIN case_violation USING (violation_id) WHERE case_id = '"
                        + id + "' AND action IN ('acknowledge', 'dispatch', 'confirm')"))
                .isEqualTo(String.valueOf(3 * MANY));
        assertThat(api.value("SELECT count(*) = max(position) FROM feed")).isEqualTo("t");
    }

    /** Takes the lock of verdicts again and again, as a batch does, and knows how long it waited at most. */
    private static final class WaitingBatch implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong longestNanos = new AtomicLong();
        private final Thread thread = Thread.ofVirtual().start(this::run);

        private void run() {
            try (Connection connection = TestDatabase.superuser(api.database);
                    var statement = connection.createStatement()) {
                while (!over.get()) {
                    long begun = System.nanoTime();
                    statement.execute("SELECT position FROM head FOR UPDATE");
                    longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        long longest() {
            return longestNanos.get() / 1_000_000;
        }

        @Override
        public void close() throws InterruptedException {
            over.set(true);
            thread.join();
        }
    }

    /** To the finding of its officers. */
    private static List<JsonObject> course() {
        var course = new ArrayList<JsonObject>();
        course.add(new JsonObject()
                .put("action", "assign")
                .put("trigger", "plan")
                .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇"))));
        course.add(new JsonObject().put("action", "dispatch"));
        course.add(new JsonObject()
                .put("action", "check")
                .put("inspection", inspection)
                .put("outcome", "true"));
        return course;
    }

    private static void act(CaseId id, JsonObject action) {
        await(actions.take(officer, id, CaseActionRequest.of(action, version(id))));
    }

    private static long version(CaseId id) {
        return Long.parseLong(String.valueOf(api.value("SELECT version FROM case_file WHERE id = '" + id + "'")));
    }

    private static CaseId caseOf(int violations) {
        String cafe = "3604811000%04d".formatted(++cafes);
        api.createCafe(cafe);
        find(cafe, violations);
        return idOf(cafe);
    }

    private static CaseId idOf(String cafe) {
        return new CaseId(UUID.fromString(String.valueOf(
                api.value("SELECT id FROM case_file WHERE authority = 'culture' AND place_code = '" + cafe + "'"))));
    }

    private static void find(String cafe, int violations) {
        String evidence = "(SELECT string_agg(n::text, ',') FROM generate_series(1, 100) AS n)";
        api.sql(VIOLATIONS.formatted(cafe, "MINOR_ADMITTED", violations, evidence));
        await(grouping.runNow());
    }
}
