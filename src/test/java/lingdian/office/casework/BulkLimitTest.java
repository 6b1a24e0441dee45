package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;

class BulkLimitTest {
    private static final AccountId ONE = new AccountId(new UUID(1, 1));
    private static final AccountId OTHER = new AccountId(new UUID(2, 2));

    /** A heap on which an account has room for one action on the most cases, and all for a little more. */
    private final BulkLimit limit = new BulkLimit(200 * 1024 * 1024);

    private final Promise<Void> underWay = Promise.promise();
    private int begun;

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
    void onceItIsAnsweredThereIsRoomAgain() {
        act(ONE, BulkLimit.CASES_MAX);
        underWay.fail("the database");

        act(ONE, BulkLimit.CASES_MAX);
        assertThat(begun).isEqualTo(2);
    }

    private Future<Void> act(AccountId account, int cases) {
        return limit.during(account, cases, () -> {
            begun++;
            return underWay.future();
        });
    }

    private static void assertRefused(Future<Void> action) {
        assertThat(action.cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem().limit()).isEqualTo("bulk-actions"));
    }
}
