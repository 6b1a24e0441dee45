package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lingdian.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever knows a password has it checked at a pace; whoever does not know it cannot hold its owner up. */
class PasswordPaceIT {
    private static final String CAFE = "36048110000001";
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        here = RunningSignIn.whoseClockStands();
        here.service.cafe(CAFE, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        THREADS.close();
        here.close();
    }

    @Test
    void rightPasswordsBeyondTheFirstWaitAndFewDo() throws Exception {
        String account = here.operator("often.person", CAFE);
        signIn("often.person", PasswordPace.AT_ONCE);

        List<CompletableFuture<Integer>> more = Stream.generate(
                        () -> here.browser().at("192.0.2.1"))
                .limit(PasswordPace.WAITING_MAX + 1)
                .map(browser -> CompletableFuture.supplyAsync(() -> status(browser, "often.person", PASSWORD), THREADS))
                .toList();
        assertThat(first(more)).as("one too many").isEqualTo(429);
        assertThat(more).filteredOn(CompletableFuture::isDone).hasSize(1);
        assertThat(sessions(account)).isEqualTo(PasswordPace.AT_ONCE);

        here.operator("other.person", CAFE);
        signIn("other.person", 1);

        here.wait(PasswordPace.EACH.multipliedBy(PasswordPace.WAITING_MAX));
        for (CompletableFuture<Integer> one : more) {
            assertThat(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isIn(303, 429);
        }
        assertThat(sessions(account)).isEqualTo(PasswordPace.AT_ONCE + PasswordPace.WAITING_MAX);
    }

    @Test
    void wrongOnesDoNotCount() {
        String account = here.operator("guessed.person", CAFE);
        for (int i = 0; i < 2 * PasswordPace.AT_ONCE; i++) {
            assertThat(status(here.browser(), "guessed.person", "guess number " + i))
                    .isEqualTo(403);
        }
        signIn("guessed.person", PasswordPace.AT_ONCE);
        assertThat(sessions(account)).isEqualTo(PasswordPace.AT_ONCE);
    }

    /** Nor do those who guess take the places in which its owner waits. */
    @Test
    void whoGuessesWaitsElsewhere() throws Exception {
        String account = here.operator("busy.person", CAFE);
        Browser known = here.browser();
        assertThat(status(known, "busy.person", PASSWORD)).isEqualTo(303);
        signIn("busy.person", PasswordPace.AT_ONCE - 1);
        List<CompletableFuture<Integer>> guesses = Stream.generate(
                        () -> here.browser().at("192.0.2.2"))
                .limit(PasswordPace.WAITING_MAX + 1)
                .map(browser -> CompletableFuture.supplyAsync(() -> status(browser, "busy.person", "wrong"), THREADS))
                .toList();
        assertThat(first(guesses)).isEqualTo(429);

        var owner = CompletableFuture.supplyAsync(() -> status(known, "busy.person", PASSWORD), THREADS);
        here.wait(PasswordPace.EACH.multipliedBy(2));
        assertThat(owner.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(303);
        for (CompletableFuture<Integer> guess : guesses) {
            assertThat(guess.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isIn(403, 429);
        }
        assertThat(sessions(account)).isEqualTo(PasswordPace.AT_ONCE);
    }

    /** The same password is asked for within a session. */
    @Test
    void thePasswordOfASessionCountsToo() {
        here.operator("asked.person", CAFE);
        Browser browser = here.browser();
        assertThat(status(browser, "asked.person", PASSWORD)).isEqualTo(303);
        for (int i = 1; i < PasswordPace.AT_ONCE; i++) {
            browser.get("/sign-in/account");
            assertThat(browser.post("/sign-in/account/sessions", Map.of("end", "others", "current", PASSWORD))
                            .status())
                    .isEqualTo(303);
        }
        var again = CompletableFuture.supplyAsync(() -> status(here.browser(), "asked.person", PASSWORD), THREADS);
        signInOther();
        assertThat(again.isDone()).isFalse();
        here.wait(Duration.ofSeconds(10));
        assertThat(again.join()).isEqualTo(303);
    }

    private static void signInOther() {
        here.operator("beside.person", CAFE);
        signIn("beside.person", 1);
    }

    private static int first(List<CompletableFuture<Integer>> answers) throws Exception {
        return (int) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void signIn(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(status(here.browser(), name, PASSWORD)).isEqualTo(303);
        }
    }

    private static int status(Browser browser, String name, String password) {
        return browser.signIn(name, password, "").status();
    }

    /** Those begun, ended or not, except ones that follow another on the same browser. */
    private static int sessions(String account) {
        return Integer.parseInt(
                here.rows("SELECT count(*) FROM sign_in_session WHERE ended_at IS NULL AND account = '" + account + "'")
                        .getFirst());
    }
}
