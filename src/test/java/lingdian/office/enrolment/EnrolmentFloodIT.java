package lingdian.office.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lingdian.platform.http.OpenDoor;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stranger's wrong codes keep neither the offices' changes nor right codes from the database. */
class EnrolmentFloodIT {
    private static final String CAFE = "36048110000001";
    private static final String WRONG = "ZZZZ-ZZZZ-ZZZZ";
    private static final int FLOOD = 50;
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("signIn:\n  forwardedAddresses: true\n")
                .start();
        service.cafe(CAFE, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        THREADS.close();
    }

    /** Whoever has to wait for a row holds a connection meanwhile. */
    @Test
    void aFloodFromOneAddressLeavesConnectionsToAllOthers() throws Exception {
        assertThat(enrol(WRONG, "192.0.2.66").status()).isEqualTo(404);
        var answers = new CopyOnWriteArrayList<Integer>();
        List<CompletableFuture<Void>> flood;
        try (Connection holder = locked()) {
            flood = IntStream.range(0, FLOOD)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> answers.add(enrol(WRONG, "192.0.2.66").status()), THREADS))
                    .toList();
            Await.until("all but a few are turned away", () -> answers.size() == FLOOD - OpenDoor.OF_NETWORK);

            assertThat(answers).containsOnly(429);
            assertThat(enrol(code(), "192.0.2.1").status())
                    .as("of another address")
                    .isEqualTo(201);
            assertThat(answers).hasSize(FLOOD - OpenDoor.OF_NETWORK);
            holder.rollback();
        }
        flood.forEach(CompletableFuture::join);
        assertThat(answers.subList(FLOOD - OpenDoor.OF_NETWORK, FLOOD)).containsOnly(404);
    }

    /** Otherwise each refusal would wait for the one before it. */
    @Test
    void oneTooManyIsRefusedWithoutALock() throws Exception {
        for (int i = 0; i < RefusalStore.HOURLY_MAX; i++) {
            assertThat(enrol(WRONG, "192.0.2.67").status()).isEqualTo(404);
        }
        try (Connection holder = locked()) {
            var refused = CompletableFuture.supplyAsync(() -> enrol(WRONG, "192.0.2.67"), THREADS);
            Await.until("it is answered", refused::isDone);

            assertThat(refused.join().status()).isEqualTo(429);
            assertThat(refused.join().header("Retry-After")).isEqualTo("3600");
            assertThat(enrol(code(), "192.0.2.67").status())
                    .as("a right one still works")
                    .isEqualTo(201);
            holder.rollback();
        }
    }

    /** A transaction that has locked the counts of all networks. */
    private static Connection locked() throws Exception {
        Connection holder = service.superuser();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("SELECT FROM enrolment_refusal FOR UPDATE");
        }
        return holder;
    }

    /** Made by a change of the office. */
    private static String code() throws Exception {
        Http.Answer issued = Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .send("POST", "/api/v1/cafes/" + CAFE + "/enrolments", null);
        assertThat(issued.status()).as(issued.body()).isEqualTo(201);
        return issued.json().getString("code");
    }

    private static Http.Answer enrol(String code, String address) {
        try {
            return Http.to(service)
                    .with("X-Forwarded-For", address)
                    .post("/agent/v1/enrol", new JsonObject().put("code", code));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
