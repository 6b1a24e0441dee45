package lingdian.record.retention;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.record.retention.RetentionFixture.finding;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Handbook, retention.md: both authorities share a violation, whose own progress takes the first outcome. Evidence is kept
 * for the case of either.
 */
class EvidenceOfEachAuthorityIT {
    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;
    private AdminClient police;
    private AdminClient culture;
    private String violation;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with().clock(cafe).start();
        cafe.play(service, FIRST);
        violation = finding(service, FIRST).getString("id");
        police = service.regulator("public-security", "360481");
        culture = service.regulator("culture", "360481");
        service.groupCases();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void whatOneConfirmsIsKeptAlsoWhereTheOtherDismissedItFirst() throws Exception {
        dismissedByThePolice();
        String file = dispatchedByCulture();
        check(file, "true");
        JsonObject before = finding(service, FIRST);

        sweepLater();

        assertThat(before.getString("case")).isEqualTo("dismissed");
        assertThat(finding(service, FIRST)).isEqualTo(before);
        assertThat(kept()).isEqualTo("2 records, 1 text");
        assertThat(call(
                                culture,
                                HttpMethod.POST,
                                "/violations/" + violation + "/unmask",
                                new JsonObject().put("reason", "案件"))
                        .getString("state"))
                .isEqualTo("pending");
    }

    @Test
    void whatOneHasSentOfficersToCheckIsKept() throws Exception {
        dismissedByThePolice();
        dispatchedByCulture();

        sweepLater();

        assertThat(kept()).isEqualTo("2 records, 1 text");
    }

    /** So that a check in somebody's name is seen first. */
    @Test
    void whatNeitherConfirmsGoesSixtyDaysAfterTheCheck() throws Exception {
        dismissedByThePolice();
        check(dispatchedByCulture(), "untrue");
        TestDatabase.force(
                service.database(), "UPDATE case_action SET at = now() - interval '59 days' WHERE action = 'check'");

        sweepLater();

        assertThat(kept()).isEqualTo("2 records, 1 text");
        TestDatabase.force(
                service.database(), "UPDATE case_action SET at = at - interval '2 days' WHERE action = 'check'");
        assertThat(ask(service.database(), "SELECT drop_findings('2020-01-01', now())"))
                .isEqualTo("0");
        assertThat(kept()).isEqualTo("0 records, 0 text");
    }

    @Test
    void whatNeitherDealtWithGoesWithItsDay() throws Exception {
        dismissedByThePolice();
        sweepLater();

        assertThat(kept()).isEqualTo("0 records, 0 text");
        assertThat(RetentionFixture.dropped(service.database())).contains(FIRST.toString());
    }

    /** Whoever has the service's login cannot drop the day before its evidence is copied. */
    @Test
    void noDayIsDroppedBeforeWhatProvesEitherCaseIsCopied() throws Exception {
        dismissedByThePolice();
        check(dispatchedByCulture(), "true");

        assertThat(TestDatabase.refusalOfMember(service.database(), "SELECT drop_day('" + FIRST + "', '2022-06-08')"))
                .contains("not all that proves a case is copied");
    }

    private void dismissedByThePolice() throws Exception {
        call(
                police,
                HttpMethod.POST,
                "/violations/" + violation + "/actions",
                new JsonObject().put("action", "dismiss").put("note", "查无此事"));
    }

    /** The case of the culture authority, after officers were sent to check it. */
    private String dispatchedByCulture() throws Exception {
        String file = ask(
                service.database(),
                "SELECT case_id FROM case_violation WHERE authority = 'culture' AND violation_id = '" + violation
                        + "'");
        act(
                file,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
        act(file, new JsonObject().put("action", "dispatch"));
        return file;
    }

    private void check(String file, String outcome) throws Exception {
        String inspection = ask(service.database(), "SELECT inspection FROM case_action WHERE action = 'dispatch'");
        act(
                file,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", outcome)
                        .put("note", "现场检查"));
    }

    private void act(String file, JsonObject action) throws Exception {
        int version = call(culture, HttpMethod.GET, "/cases/" + file, null).getInteger("version");
        call(culture, HttpMethod.POST, "/cases/" + file + "/actions", action.put("version", version));
    }

    private static JsonObject call(AdminClient who, HttpMethod method, String path, JsonObject body) throws Exception {
        return who.call(method, path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private void sweepLater() throws Exception {
        cafe.goTo(FIRST.plusDays(92), "12:00");
        service.sweepRetention();
    }

    private String kept() throws Exception {
        return ask(
                service.database(),
                "SELECT (SELECT count(*) FROM kept_evidence) || ' records, ' || (SELECT count(*) FROM kept_text) || ' text'");
    }
}
