package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.http.Problem;
import lingdian.platform.work.RestingTurns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkLimitTest {
    private static final Account ONE = officer("360481");
    private static final Account OTHER = officer("110101");

    /** A heap on which an account has room for one action on the most cases, and all for a little more. */
    private static final long HEAP = 200 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final BulkLimit limit = new BulkLimit(new RestingTurns<>(vertx), HEAP);

    private final Promise<Void> underWay = Promise.promise();
    private int begun;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void oneTooManyIsRefusedBeforeItBegins() {
        act(ONE, BulkLimit.CASES_MAX);

        assertRefused(act(ONE, 1));
        assertRefused(act(OTHER, BulkLimit.CASES_MAX));
        assertThat(begun).isEqualTo(1);
        act(OTHER, 10);
        assertThat(begun).isEqualTo(2);
    }

    @Test
    void aCountyLeavesRoomForActionsOfOthers() {
        var limit = new BulkLimit(new RestingTurns<>(vertx), 512L * 1024 * 1024);
        for (int i = 0; i < 10; i++) {
            limit.during(officer("360481"), BulkLimit.CASES_MAX, this::begin);
        }
        assertThat(begun).as("a colleague acts beside the first").isEqualTo(2);
        limit.during(officer("110101"), BulkLimit.CASES_MAX, this::begin);
        assertThat(begun).isEqualTo(3);
    }

    @Test
    void onceItIsAnsweredThereIsRoomAgain() {
        act(ONE, BulkLimit.CASES_MAX);
        underWay.fail("the database");

        act(ONE, BulkLimit.CASES_MAX);
        assertThat(begun).isEqualTo(2);
    }

    private Future<Void> act(Account account, int cases) {
        return limit.during(account, cases, this::begin);
    }

    private Future<Void> begin() {
        begun++;
        return underWay.future();
    }

    private static Account officer(String region) {
        return new Account(
                new AccountId(UUID.randomUUID()),
                "o",
                Role.REGULATOR,
                Authority.CULTURE,
                new RegionCode(region),
                Set.of());
    }

    private static void assertRefused(Future<Void> action) {
        assertThat(action.cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().limit()).isEqualTo("bulk-actions"));
    }
}
