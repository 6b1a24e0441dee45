package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A secret that is replaced while somebody signs in by the former one. */
class ChangedSecretIT {
    private static final String SECOND_FACTOR = "/sign-in/second-factor";
    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;
    /** What setting a password does. */
    private static final String NEW_PASSWORD = """
            UPDATE password SET hash = hash || 'x', set_at = set_at + interval '1 second' WHERE account = '%1$s';
            UPDATE account SET changed_at = coalesce(changed_at, created_at) + interval '1 second' WHERE id = '%1$s';
            UPDATE sign_in_session SET ended_at = now() WHERE account = '%1$s' AND ended_at IS NULL
            """;

    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn("  secondFactorFor: [auditor]\n");
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
    }

    @Test
    void whoKnewTheFormerPasswordIsNotSignedIn() throws Exception {
        String account = here.person("changed.password", "admin");
        Browser browser = here.browser();

        Browser.Answer answer =
                newPasswordBefore("sign_in_session", account, () -> browser.signIn("changed.password", PASSWORD, ""));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(openSessions(account)).isEqualTo("0");
    }

    @Test
    void whoSetUpASecondFactorMeanwhileIsSignedOut() throws Exception {
        String account = here.person("changed.factor", "admin");
        Browser browser = here.browser();
        browser.signIn("changed.factor", PASSWORD, "");
        browser.get(SECOND_FACTOR);
        String code = here.code(RunningSignIn.secret(browser.post(SECOND_FACTOR, Map.of("current", PASSWORD))));

        Browser.Answer answer = newPasswordBefore(
                "access_log", account, () -> browser.post(SECOND_FACTOR + "/confirmation", Map.of("code", code)));

        assertThat(answer.location()).isEqualTo("/sign-in");
        assertThat(answer.setCookies()).isEmpty();
        assertThat(openSessions(account)).isEqualTo("0");
    }

    /** Has a new password set while a request waits to write to a table. */
    private static Browser.Answer newPasswordBefore(String table, String account, Supplier<Browser.Answer> asked)
            throws Exception {
        CompletableFuture<Browser.Answer> answer;
        try (Connection setting = TestDatabase.superuser(here.service.database());
                Statement statement = setting.createStatement()) {
            setting.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE");
            answer = CompletableFuture.supplyAsync(asked);
            Await.until("the request waits", () -> here.rows(WAITING).contains("1"));
            statement.execute(NEW_PASSWORD.formatted(account));
            setting.commit();
        }
        return answer.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String openSessions(String account) {
        return here.rows("SELECT count(*) FROM sign_in_session WHERE ended_at IS NULL AND account = '" + account + "'")
                .getFirst();
    }
}
