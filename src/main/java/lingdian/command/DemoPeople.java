package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.node.Service;
import lingdian.simulation.city.CitySettings;

/**
 * The accounts of a demo's console: one person of each role, all with the same password, made for this run.
 *
 * <p>There is no second factor, and a new account may approve as a second person at once, so that a newcomer can look
 * around within a minute: the city is fictitious, and only the local machine reaches it. Sessions last as long as possible, because every second of real time is an idle minute
 * on the demo's clock.
 */
final class DemoPeople {
    private static final int WAIT_SECONDS = 20;
    private static final String SETTINGS = """
            signIn:
              secondFactorFor: []
              sessions: {idleMinutes: 1440, hours: 168}
            privacy: {approverHours: 0}
            """;

    private final AdminClient admin;
    private final Service service;
    private final String password;

    DemoPeople(AdminClient admin, Service service, String password) {
        this.admin = admin;
        this.service = service;
        this.password = password;
    }

    /** A directory with the settings of a demo. */
    static Path settings(Path parent) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("config"));
        Files.writeString(directory.resolve("lingdian.yaml"), SETTINGS);
        return directory;
    }

    /**
     * Creates the accounts, and returns one line about each.
     *
     * @param placeCode the café of the operator's account
     */
    List<String> enter(String placeCode) throws TimeoutException {
        return List.of(
                enter("culture", "文化执法", regulator(Authority.CULTURE)),
                enter("police", "公安网安", regulator(Authority.PUBLIC_SECURITY)),
                enter("auditor", "审计", role("auditor")),
                enter("owner", "网吧业主", role("operator").put("placeCode", placeCode)),
                enter("admin", "系统管理", role("admin")));
    }

    private String enter(String signInName, String name, JsonObject account) throws TimeoutException {
        JsonObject made = admin.call(
                        HttpMethod.POST, "/accounts", account.put("name", name).put("signInName", signInName))
                .await(WAIT_SECONDS, SECONDS);
        service.setPassword(new AccountId(UUID.fromString(made.getString("id"))), password)
                .await(WAIT_SECONDS, SECONDS);
        return "%-8s %s  (%s)".formatted(signInName, password, account.getString("role"));
    }

    private static JsonObject regulator(Authority authority) {
        return role("regulator").put("authority", authority.wire()).put("region", CitySettings.REGION);
    }

    private static JsonObject role(String role) {
        return new JsonObject().put("role", role);
    }
}
