package lingdian.simulation.office;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AdminClient.Account;
import lingdian.agent.link.ApiException;
import lingdian.domain.Authority;

/**
 * The two offices of a simulated city: officers of culture and of the police who are assigned to cases, inspect cafés,
 * find what truly happened, have it corrected, and file and decide cases, all by the HTTP API. Used by one thread.
 */
public final class SimulatedOffices {
    private static final int PATIENCE_SECONDS = 60;
    /** Steps of one round, so that somebody who watches sees the list move. */
    private static final int STEPS_A_ROUND = 50;

    private static final int OFFICERS_OF_A_CASE = 2;
    private static final Map<Authority, List<String>> NAMES = Map.of(
            Authority.CULTURE, List.of("王勇", "张敏", "刘洋"),
            Authority.PUBLIC_SECURITY, List.of("陈刚", "赵静", "孙磊"));

    private final AdminClient admin;
    private final Function<String, AdminClient> clients;
    private final String region;
    private final InstantSource clock;
    private final CaseHandling handling;
    private final List<Office> offices = new ArrayList<>();

    /** One office's officers, each with an account. */
    private record Office(List<AdminClient> officers, List<String> accounts) {
        /** The same ones for a case whenever it is looked at. */
        private int first(String caseId) {
            return Math.floorMod(caseId.hashCode(), officers.size());
        }

        private AdminClient officer(String caseId) {
            return officers.get(first(caseId));
        }

        private JsonArray assigned(String caseId) {
            var assigned = new JsonArray();
            for (int i = 0; i < OFFICERS_OF_A_CASE; i++) {
                assigned.add(accounts.get((first(caseId) + i) % accounts.size()));
            }
            return assigned;
        }
    }

    /**
     * @param admin a client with an administrator's token
     * @param clients a client with an officer's token
     * @param region of the two offices
     * @param happened whether a violation of this kind truly happened in this café: place code, code
     */
    public SimulatedOffices(
            AdminClient admin,
            Function<String, AdminClient> clients,
            String region,
            InstantSource clock,
            BiPredicate<String, String> happened) {
        this.admin = admin;
        this.clients = clients;
        this.region = region;
        this.clock = clock;
        this.handling = new CaseHandling(happened);
    }

    /**
     * Makes the officers' accounts; blocks until they exist.
     *
     * @throws ApiException if the service refuses them
     * @throws TimeoutException if it does not answer within a minute
     */
    public void found() throws TimeoutException {
        for (Authority authority : List.of(Authority.CULTURE, Authority.PUBLIC_SECURITY)) {
            var officers = new ArrayList<AdminClient>();
            var accounts = new ArrayList<String>();
            for (String name : NAMES.getOrDefault(authority, List.of())) {
                Account account = admin.createAccount(new JsonObject()
                                .put("name", name)
                                .put("role", "regulator")
                                .put("authority", authority.wire())
                                .put("region", region))
                        .await(PATIENCE_SECONDS, SECONDS);
                officers.add(clients.apply(account.token()));
                accounts.add(account.id());
            }
            offices.add(new Office(officers, accounts));
        }
    }

    /**
     * Both offices look through their cases once, and take the next step where it is time; blocks until they have.
     *
     * @return how many steps were taken
     * @throws ApiException if the service cannot be reached
     * @throws TimeoutException if it does not answer within a minute
     */
    public int work() throws TimeoutException {
        int taken = 0;
        for (Office office : offices) {
            JsonArray cases = office.officers()
                    .getFirst()
                    .all("/cases", Map.of("sort", "due"))
                    .await(PATIENCE_SECONDS, SECONDS);
            int left = STEPS_A_ROUND;
            for (int i = 0; i < cases.size() && left > 0; i++) {
                left -= step(office, cases.getJsonObject(i).getString("id")) ? 1 : 0;
            }
            taken += STEPS_A_ROUND - left;
        }
        return taken;
    }

    private boolean step(Office office, String id) throws TimeoutException {
        AdminClient officer = office.officer(id);
        JsonObject file = officer.get("/cases/" + id, Map.of()).await(PATIENCE_SECONDS, SECONDS);
        Optional<JsonObject> next = handling.next(file, clock.instant());
        if (next.isEmpty()) {
            return false;
        }
        JsonObject action = next.get().put("version", file.getLong("version"));
        switch (action.getString("action")) {
            case "assign" -> action.put("officers", office.assigned(id));
            case "check" -> action.put("inspection", inspection(officer, file.getString("placeCode")));
            default -> {
                // nothing else is needed
            }
        }
        try {
            officer.call(HttpMethod.POST, "/cases/" + id + "/actions", action).await(PATIENCE_SECONDS, SECONDS);
            return true;
        } catch (ApiException refused) {
            if (refused.status() == 409) { // a person was first
                return false;
            }
            throw refused;
        }
    }

    private static String inspection(AdminClient officer, String placeCode) throws TimeoutException {
        var premises = new JsonObject().put("kind", "internet-cafe").put("placeCode", placeCode);
        var inspection = new JsonObject()
                .put("kind", "dispatch")
                .put("unit", "执法中队")
                .put("premises", new JsonArray().add(premises));
        return officer.call(HttpMethod.POST, "/inspections", inspection)
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
    }
}
