package lingdian.access.signin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.SignInSettings.Hashing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose passwords are checked when many are typed at once. */
class PasswordsTest {
    private static final int AT_ONCE = 2;
    private static final int WAITING = 10;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger limitsReached = new AtomicInteger();
    private final Passwords passwords = new Passwords(
            vertx, new Random(1), new Hashing(8_192, 1, 1, AT_ONCE, WAITING), limitsReached::incrementAndGet);
    private final List<String> checked = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        passwords.close();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void strangersLeavePlacesToPeopleOnKnownDevices() throws Exception {
        List<Future<Boolean>> flood = IntStream.range(0, AT_ONCE + WAITING)
                .mapToObj(i -> typedAt("192.0.2." + i))
                .toList();
        assertRefused(typedAt("192.0.2.99"));
        Future<Boolean> known = passwords.isOf("typed", null);

        assertThat(known.await(PATIENCE_SECONDS, SECONDS)).isFalse();
        assertThat(flood).as("is still being checked").anyMatch(one -> !one.isComplete());
        for (Future<Boolean> one : flood) {
            assertThat(one.await(PATIENCE_SECONDS, SECONDS)).isFalse();
        }
        assertThat(limitsReached).hasValue(1);
    }

    @Test
    void aNetworksStrangersWaitForThoseOfOthersToo() throws Exception {
        List<Future<Boolean>> typed = IntStream.range(0, Passwords.OF_NETWORK)
                .mapToObj(i -> typedAt("192.0.2.1"))
                .toList();
        assertRefused(typedAt("192.0.2.1"));
        typedAt("192.0.2.2").await(PATIENCE_SECONDS, SECONDS);
        for (Future<Boolean> one : typed) {
            one.await(PATIENCE_SECONDS, SECONDS);
        }

        assertThat(checked).hasSize(Passwords.OF_NETWORK + 1);
        assertThat(checked.indexOf("192.0.2.2"))
                .as("waits for one of the other network's")
                .isLessThan(4);
    }

    @Test
    void whoeverIsOnThisMachineMayBeManyBehindAProxy() throws Exception {
        List<Future<Boolean>> typed = IntStream.range(0, AT_ONCE + WAITING)
                .mapToObj(i -> typedAt("127.0.0.1"))
                .toList();
        for (Future<Boolean> one : typed) {
            assertThat(one.await(PATIENCE_SECONDS, SECONDS)).isFalse();
        }
    }

    private Future<Boolean> typedAt(String address) {
        return passwords.isOf("typed", null, ClientAddress.of(address)).onSuccess(wrong -> checked.add(address));
    }

    private static void assertRefused(Future<Boolean> asked) {
        assertThat(asked.cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(503));
    }
}
