package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lingdian.platform.http.OpenDoor;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stranger's attempts take no connections from those who have a key, a token or another address. */
class SignInFloodIT {
    private static final String CAFE = "36048110000001";
    private static final int FLOOD = 50;
    private static final int FOR_ACCOUNT = 5;
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private static RunningSignIn here;
    private static PostingCafe cafe;
    private static String officer;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn();
        cafe = new PostingCafe(CAFE, here.service.cafe(CAFE, List.of()));
        officer = here.service.regulatorToken("culture", "360000");
        here.operator("honest.person", CAFE);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        THREADS.close();
    }

    /** Whoever has to wait for a row holds a connection meanwhile. */
    @Test
    void aFloodFromOneAddressLeavesConnectionsToAllOthers() throws Exception {
        assertThat(guess("flooding.person", "192.0.2.66")).isEqualTo(403);
        var answers = new CopyOnWriteArrayList<Integer>();
        List<CompletableFuture<Void>> flood;
        try (Connection holder = locked()) {
            flood = IntStream.range(0, FLOOD)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> answers.add(guess("flooding.person", "192.0.2.66")), THREADS))
                    .toList();
            Await.until("all but a few are turned away", () -> answers.size() == FLOOD - OpenDoor.OF_NETWORK);

            assertThat(answers).containsOnly(429);
            assertThat(cafe.send(here.service.url(), "heartbeat", Instant.now()))
                    .isTrue();
            assertThat(Http.to(here.service).as(officer).get("/api/v1/cafes").status())
                    .isEqualTo(200);
            assertThat(here.browser().signIn("honest.person", PASSWORD, "").status())
                    .isEqualTo(303);
            assertThat(answers).hasSize(FLOOD - OpenDoor.OF_NETWORK);
            holder.rollback();
        }
        flood.forEach(CompletableFuture::join);
        assertThat(answers.subList(FLOOD - OpenDoor.OF_NETWORK, FLOOD)).containsOnly(403);
        assertThat(Http.to(here.service).meter("lingdian_limits_reached_total{limit=\"attempts\""))
                .isEqualTo(FLOOD - OpenDoor.OF_NETWORK);
    }

    /** Otherwise each refusal would wait for the one before it. */
    @Test
    void whoIsLockedOutIsRefusedWithoutALock() throws Exception {
        for (int i = 0; i < FOR_ACCOUNT; i++) {
            assertThat(guess("guessed.person", "192.0.2.67")).isEqualTo(403);
        }
        String before = counts();
        try (Connection holder = locked()) {
            var refused = CompletableFuture.supplyAsync(() -> guess("guessed.person", "192.0.2.67"), THREADS);
            Await.until("it is answered", refused::isDone);

            assertThat(refused.join()).isEqualTo(429);
            holder.rollback();
        }
        assertThat(counts()).as("nothing is written").isEqualTo(before);
    }

    /** A transaction that has locked all counts. */
    private static Connection locked() throws Exception {
        Connection holder = here.service.superuser();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("SELECT FROM sign_in_attempt FOR UPDATE");
        }
        return holder;
    }

    private static String counts() {
        return here.rows("SELECT string_agg(xmin || ' ' || failures, ', ' ORDER BY subject) FROM sign_in_attempt")
                .getFirst();
    }

    private static int guess(String name, String address) {
        return here.browser().at(address).signIn(name, "a guess", "").status();
    }
}
