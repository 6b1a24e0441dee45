package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseId;
import lingdian.platform.database.Databases;
import lingdian.platform.http.Problem;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.Test;

/** 64 officers act on 20 cases at once, through two nodes: no step is lost, and every loser is told. */
class CaseOfficersRaceIT {
    private static final int OFFICERS = 64;
    private static final int CASES = 20;
    private static final int ACTIONS = 6;

    private final AtomicInteger lost = new AtomicInteger();
    private final ConcurrentHashMap<CaseId, AtomicInteger> taken = new ConcurrentHashMap<>();

    @Test
    void noStepIsLostAndEveryLoserIsTold() throws Exception {
        try (var api = new RunningApi()) {
            List<CaseId> cases = cases(api);
            api.regulator("culture", "360000");
            var account = new Account(
                    new AccountId(UUID.fromString(String.valueOf(api.value("SELECT id FROM account LIMIT 1")))),
                    "r",
                    Role.REGULATOR,
                    Authority.CULTURE,
                    new RegionCode("360000"),
                    Set.of());
            List<CaseActions> nodes = List.of(
                    MadeUpActions.of(api, api.pool),
                    MadeUpActions.of(api, Databases.queryPool(api.vertx, api.database, 4)));
            try (var officers = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = new ArrayList<Callable<Void>>();
                for (int i = 0; i < OFFICERS; i++) {
                    int officer = i;
                    all.add(() -> acting(api, nodes.get(officer % 2), cases, account, new Random(officer)));
                }
                for (var done : officers.invokeAll(all)) {
                    done.get();
                }
            }
            nothingIsLost(api, cases);
        }
    }

    private Void acting(RunningApi api, CaseActions node, List<CaseId> cases, Account account, Random random) {
        for (int i = 0; i < ACTIONS; i++) {
            CaseId id = cases.get(random.nextInt(CASES));
            long seen = version(api, id);
            JsonObject body = random.nextBoolean()
                    ? new JsonObject().put("action", "comment").put("note", "n")
                    : new JsonObject()
                            .put("action", "assign")
                            .put("trigger", "plan")
                            .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")));
            try {
                await(node.take(account, id, CaseActionRequest.of(body, seen)));
                taken.computeIfAbsent(id, one -> new AtomicInteger()).incrementAndGet();
            } catch (Problem.Thrown refused) {
                assertThat(refused.problem().status()).isEqualTo(409);
                assertThat(refused.problem().members().get("code")).isEqualTo("moved");
                assertThat(version(api, id)).isGreaterThan(seen);
                lost.incrementAndGet();
            }
        }
        return null;
    }

    private static long version(RunningApi api, CaseId id) {
        return Long.parseLong(String.valueOf(api.value("SELECT version FROM case_file WHERE id = '" + id + "'")));
    }

    private void nothingIsLost(RunningApi api, List<CaseId> cases) {
        for (CaseId id : cases) {
            int steps = taken.getOrDefault(id, new AtomicInteger()).get();
            assertThat(api.value("SELECT version FROM case_file WHERE id = '" + id + "'"))
                    .isEqualTo(String.valueOf(1 + steps));
            assertThat(api.value("SELECT count(*) || ' ' || max(number) FROM case_action WHERE case_id = '" + id + "'"))
                    .isEqualTo((1 + steps) + " " + (1 + steps));
            assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'act-on-case' AND subject_id = '" + id
                            + "'"))
                    .isEqualTo(String.valueOf(steps));
            assertThat(api.value("SELECT count(*) FROM feed WHERE case_id = '" + id + "'"))
                    .isEqualTo(String.valueOf(1 + steps));
        }
        int all = taken.values().stream().mapToInt(AtomicInteger::get).sum();
        assertThat(all + lost.get()).isEqualTo(OFFICERS * ACTIONS);
        assertThat(all).isGreaterThanOrEqualTo(CASES);
        assertThat(api.value("SELECT count(*) = max(position) FROM feed")).isEqualTo("t");
    }

    private static List<CaseId> cases(RunningApi api) {
        var violations = new MadeUpViolations(api);
        for (int i = 1; i <= CASES; i++) {
            String cafe = "3604811000%04d".formatted(i);
            api.createCafe(cafe);
            violations.tell(violations.add("OVERTIME_OPERATION", cafe, "{culture}"), "opened");
        }
        await(MadeUpGrouping.of(api).runNow());
        var ids = new ArrayList<CaseId>();
        for (int i = 0; i < CASES; i++) {
            ids.add(new CaseId(UUID.fromString(
                    String.valueOf(api.value("SELECT id FROM case_file ORDER BY place_code LIMIT 1 OFFSET " + i)))));
        }
        return ids;
    }
}
