package lingdian.office.rules;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * A rule that the field refutes is proposed for shadow, once, whichever node counts the check, and people decide
 * (handbook, rules.md#a-rule-that-is-wrong-too-often).
 */
class RefutedRuleIT {
    private static final int CHECKS = 30;
    private static final Duration DAY = Duration.ofHours(24);
    private static final List<String> COUNTIES = List.of("360481", "360482", "360428");
    private static final String SUSPICION = "MEASURES_STOPPED";

    @Test
    void enoughChecksOfEnoughPeopleAndPlacesProposeItAndAPersonDecides() throws Exception {
        try (var service = RunningService.start();
                var node = service.another()) {
            List<AdminClient> officers = officers(service, node, 5);
            List<String> found = found(service, SUSPICION, CHECKS + 2);
            for (int i = 0; i < CHECKS - 1; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            assertThat(proposed(service.admin()))
                    .as("after %d checks", CHECKS - 1)
                    .isEmpty();

            // The thirtieth, and two that come at the same time over both nodes.
            var racing = new ArrayList<Thread>();
            for (int i = CHECKS - 1; i < CHECKS + 2; i++) {
                AdminClient officer = officers.get(i % 5);
                String id = found.get(i);
                racing.add(Thread.ofVirtual().start(() -> dismiss(officer, id)));
            }
            for (Thread one : racing) {
                one.join();
            }

            List<JsonObject> proposals = proposed(service.admin());
            assertThat(proposals).hasSize(1);
            JsonObject proposal = proposals.getFirst();
            assertThat(proposal.getString("code")).isEqualTo(SUSPICION);
            assertThat(proposal.getInteger("confirmed")).isZero();
            int dismissed = proposal.getInteger("dismissed");
            assertThat(dismissed).as("counted after each of the last").isBetween(CHECKS, CHECKS + 2);
            assertThat(proposal.getInteger("accounts")).isEqualTo(5);
            assertThat(proposal.getInteger("counties")).isEqualTo(3);
            assertThat(proposal.getInteger("cafes")).isEqualTo(10);
            assertThat(proposed(officers.getFirst()))
                    .as("announced to those who decide")
                    .isEmpty();
            String id = proposal.getString("ruleSet");
            JsonObject set = set(service, id);
            assertThat(set.getString("state")).isEqualTo("proposed");
            assertThat(set.getString("source")).isEqualTo("service");
            assertThat(set.getJsonObject("refutation").getInteger("dismissed")).isEqualTo(dismissed);
            assertThat(fallen(service.admin())).isEmpty();
            assertThat(service.rows("SELECT count(*) FROM access_log WHERE subject_id = '" + id
                            + "' AND action = 'change-rules' AND actor_kind = 'service'"))
                    .containsExactly("1");
            assertThatThrownBy(() -> service.rows("UPDATE lingdian.rule_release SET state = 'released', number = 9,"
                            + " decided_at = now(), begins_at = now() WHERE id = '" + id + "' RETURNING id"))
                    .hasMessageContaining("never_by_itself");

            AdminClient country = service.regulator("culture", "000000");
            call(country, "/rule-sets/" + id + "/approval");
            assertThat(fallen(officers.getLast()))
                    .extracting(one -> one.getString("code"))
                    .containsExactly(SUSPICION);
            assertThat(proposed(country)).isEmpty();
            JsonObject rules = set(service, id).getJsonObject("content").getJsonObject("rules");
            assertThat(rules.getJsonObject(SUSPICION).getString("state")).isEqualTo("shadow");
        }
    }

    /** There are more and more checks to count, and all verdicts wait for the lock. */
    @Test
    void noVerdictWaitsWhileChecksAreCounted() throws Exception {
        try (var service = RunningService.start();
                var holder = service.superuser();
                var held = holder.createStatement()) {
            List<AdminClient> officers = officers(service, service, 5);
            List<String> found = found(service, SUSPICION, CHECKS);
            for (int i = 0; i < CHECKS - 1; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            holder.setAutoCommit(false);
            held.execute("LOCK TABLE lingdian.rule_release IN ACCESS EXCLUSIVE MODE"); // so that the count takes long
            Thread last = Thread.ofVirtual().start(() -> dismiss(officers.getLast(), found.getLast()));

            Await.until(
                    "the last check is committed",
                    () -> service.rows("SELECT count(*) FROM lingdian.case_step")
                            .equals(List.of(Integer.toString(CHECKS))));
            Await.until(
                    "the lock of verdicts is free", // for a moment something else may hold it
                    () -> service.rows("SELECT position FROM lingdian.head FOR UPDATE SKIP LOCKED")
                                    .size()
                            == 1);

            holder.rollback();
            last.join();
            assertThat(proposed(service.admin())).hasSize(1);
        }
    }

    @Test
    void fewPeopleOrPlacesProposeNothingNorDoesAFact() throws Exception {
        try (var service = RunningService.start()) {
            List<AdminClient> officers = officers(service, service, 5);
            List<String> here = foundAt(service, SUSPICION, 1, CHECKS);
            for (int i = 0; i < CHECKS; i++) {
                dismiss(officers.get(i % 5), here.get(i));
            }
            List<String> facts = found(service, "MINOR_ADMITTED", CHECKS);
            for (int i = 0; i < CHECKS; i++) {
                dismiss(officers.get(i % 5), facts.get(i));
            }
            assertThat(proposed(service.admin())).isEmpty();

            // Fifteen of the first café count, three of each account; fifteen more of others suffice, and two are again
            // of
            // the first.
            List<String> elsewhere = found(service, SUSPICION, 17);
            for (int i = 0; i < 16; i++) {
                dismiss(officers.get(i % 5), elsewhere.get(i));
            }
            assertThat(proposed(service.admin())).isEmpty();
            dismiss(officers.get(1), elsewhere.getLast());
            assertThat(proposed(service.admin()))
                    .extracting(one -> one.getInteger("dismissed"))
                    .containsExactly(CHECKS);
        }
    }

    @Test
    void afterADeclinedProposalOnlyLaterChecksCount() throws Exception {
        try (var service = RunningService.start()) {
            List<AdminClient> officers = officers(service, service, 5);
            List<String> found = found(service, SUSPICION, 2 * CHECKS);
            for (int i = 0; i < CHECKS; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            String first = proposed(service.admin()).getFirst().getString("ruleSet");
            service.admin().call(HttpMethod.DELETE, "/rule-sets/" + first, null).await(PATIENCE_SECONDS, SECONDS);
            for (int i = CHECKS; i < 2 * CHECKS - 1; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            assertThat(proposed(service.admin())).isEmpty();
            dismiss(officers.get(4), found.getLast());
            assertThat(proposed(service.admin())).hasSize(1);

            // Other rules are released meanwhile: the proposal would undo them.
            String second = proposed(service.admin()).getFirst().getString("ruleSet");
            JsonObject content =
                    set(service, second).getJsonObject("content").copy().put("version", "other");
            content.getJsonObject("rules").getJsonObject(SUSPICION).put("state", "enabled");
            content.getJsonObject("thresholds").put("graceMinutes", 11);
            String other = service.admin()
                    .call(HttpMethod.POST, "/rule-sets", new JsonObject().put("content", content))
                    .await(PATIENCE_SECONDS, SECONDS)
                    .getString("id");
            AdminClient country = service.regulator("culture", "000000");
            call(country, "/rule-sets/" + other + "/approval");
            assertThatThrownBy(() -> call(country, "/rule-sets/" + second + "/approval"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("409");
        }
    }

    /** One administrator cannot make the people whose checks refute a rule. */
    @Test
    void checksByAccountsThatAreNewOrChangedDoNotCount() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-07-10T04:00:00Z"));
        try (var service =
                RunningService.with().clock(now::get).approverHours(24).start()) {
            List<AdminClient> officers = officers(service, service, 5);
            List<String> found = found(service, SUSPICION, 3 * CHECKS);
            now.updateAndGet(time -> time.plus(DAY).minusSeconds(1));
            for (int i = 0; i < CHECKS; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            assertThat(proposed(service.admin())).as("by new accounts").isEmpty();

            now.updateAndGet(time -> time.plusSeconds(1));
            String changed = service.rows("SELECT id FROM lingdian.account WHERE role = 'regulator' LIMIT 1")
                    .getFirst();
            rights(service, changed, "360400");
            rights(service, changed, "360000");
            for (int i = CHECKS; i < 2 * CHECKS; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            assertThat(proposed(service.admin())).as("four of them unchanged").isEmpty();

            now.updateAndGet(time -> time.plus(DAY));
            for (int i = 2 * CHECKS; i < 3 * CHECKS; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            assertThat(proposed(service.admin()))
                    .as("24 of four accounts, and six of the fifth")
                    .extracting(one -> one.getInteger("dismissed"))
                    .containsExactly(CHECKS);
        }
    }

    /** A check counts by what its account was at that time. */
    @Test
    void checksStillCountOnceTheirAccountsHaveChanged() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-07-10T04:00:00Z"));
        try (var service =
                RunningService.with().clock(now::get).approverHours(24).start()) {
            List<AdminClient> officers = officers(service, service, 5);
            List<String> found = found(service, SUSPICION, CHECKS);
            now.updateAndGet(time -> time.plus(DAY));
            for (int i = 0; i < CHECKS - 1; i++) {
                dismiss(officers.get(i % 5), found.get(i));
            }
            // The last officer has the last check.
            for (String id : service.rows("SELECT DISTINCT account FROM lingdian.case_step WHERE account <> "
                    + "(SELECT account FROM lingdian.case_step GROUP BY account ORDER BY count(*) LIMIT 1)")) {
                rights(service, id, "360400");
            }
            dismiss(officers.getLast(), found.getLast());
            assertThat(proposed(service.admin())).hasSize(1);
        }
    }

    private static void rights(RunningService service, String account, String region) throws TimeoutException {
        var body = new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", region);
        service.admin().call(HttpMethod.PUT, "/accounts/" + account, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private static List<AdminClient> officers(RunningService service, RunningService node, int count)
            throws TimeoutException {
        var officers = new ArrayList<AdminClient>();
        for (int i = 0; i < count; i++) {
            RunningService at = i % 2 == 0 ? service : node;
            officers.add(new AdminClient(service.vertx(), at.url(), service.regulatorToken("culture", "360000")));
        }
        return officers;
    }

    /** In ten cafés of three counties by turns. */
    private static List<String> found(RunningService service, String code, int count) throws Exception {
        return foundAt(service, code, 10, count);
    }

    private static List<String> foundAt(RunningService service, String code, int cafes, int count) throws Exception {
        var found = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String county = COUNTIES.get(i % cafes % COUNTIES.size());
            String cafe = county + "10" + "%06d".formatted(i % cafes + 1);
            String id = UUID.randomUUID().toString();
            String snapshot = """
                    {"id":"%s","code":"%s","standing":"suspicion","state":"open","case":"new","placeCode":"%s","region":"%s",\
                    "ruleVersion":"%s","person":null,"evidence":[]}""".formatted(id, code, cafe, county, version(service));
            service.rows("""
                    INSERT INTO lingdian.cafe (place_code, name, region, licence_number, created_at)
                    VALUES ('%s', 'c', '%s', 'L', now()) ON CONFLICT DO NOTHING RETURNING name
                    """.formatted(cafe, county));
            service.rows("""
                    INSERT INTO lingdian.violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at,
                      snapshot)
                    VALUES ('%s', '%s', '%s', '%s', 'suspicion', 'open', '{culture}', now(), now(), '%s') RETURNING id
                    """.formatted(id, code, cafe, county, snapshot));
            found.add(id);
        }
        return found;
    }

    private static String version(RunningService service) throws Exception {
        return service.rows("SELECT version FROM lingdian.rule_release ORDER BY number DESC LIMIT 1")
                .getFirst();
    }

    private static void dismiss(AdminClient officer, String id) {
        try {
            officer.call(
                            HttpMethod.POST,
                            "/violations/" + id + "/actions",
                            new JsonObject().put("action", "dismiss").put("note", "not so"))
                    .await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void call(AdminClient who, String path) throws TimeoutException {
        who.call(HttpMethod.POST, path, null).await(PATIENCE_SECONDS, SECONDS);
    }

    private static JsonObject set(RunningService service, String id) throws TimeoutException {
        return service.admin().get("/rule-sets/" + id, Map.of()).await(PATIENCE_SECONDS, SECONDS);
    }

    private static List<JsonObject> proposed(AdminClient who) throws TimeoutException {
        return precision(who, "proposed");
    }

    private static List<JsonObject> fallen(AdminClient who) throws TimeoutException {
        return precision(who, "fallen");
    }

    private static List<JsonObject> precision(AdminClient who, String list) throws TimeoutException {
        return who.get("/rules/precision", Map.of()).await(PATIENCE_SECONDS, SECONDS).getJsonArray(list).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
