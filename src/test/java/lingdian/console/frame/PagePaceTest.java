package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.platform.work.PacedTurns;
import org.junit.jupiter.api.Test;

class PagePaceTest {
    private static final int AT_ONCE = 40;
    private static final AccountId OFFICER = new AccountId(new UUID(0, 1));
    private static final AccountId OTHER = new AccountId(new UUID(0, 2));

    private Instant now = Instant.parse("2026-07-11T01:30:00Z");
    private final Queue<Promise<Void>> resting = new ArrayDeque<>();
    private final PagePace pace = new PagePace(
            new PacedTurns<>(PagePace.places(), Duration.ofSeconds(15), time -> {
                Promise<Void> over = Promise.promise();
                resting.add(over);
                return over.future();
            }),
            () -> now,
            AT_ONCE);
    private int made;
    private int waited;

    @Test
    void fortyAtOnceThenThirtyWaitAndTheOthersAreRefused() {
        Future<Void> last = load(OFFICER, 100, Duration.ZERO);
        assertThat(made).isEqualTo(AT_ONCE);
        assertThat(resting).hasSize(PagePace.WAITING_MAX);
        assertThat(last.cause())
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        refused -> assertThat(refused.problem())
                                .satisfies(
                                        problem -> assertThat(problem.status()).isEqualTo(429))
                                .satisfies(
                                        problem -> assertThat(problem.limit()).isEqualTo("pages")));
        load(OTHER, 1, Duration.ZERO);
        assertThat(made).isEqualTo(AT_ONCE + 1);
    }

    @Test
    void thoseThatWaitComeInTime() {
        load(OFFICER, AT_ONCE + PagePace.WAITING_MAX, Duration.ZERO);
        for (int i = 1; i <= PagePace.WAITING_MAX; i++) {
            pass(PagePace.EACH);
            assertThat(made).isEqualTo(AT_ONCE + i);
        }
        assertThat(waited).isEqualTo(PagePace.WAITING_MAX);
    }

    @Test
    void aPageThatTookLongCostsMore() {
        load(
                OFFICER,
                10,
                Duration.ofMillis(650)); // four units each; thirteen come meanwhile, the first while all are there
        int left = 40 - 10 * 4 + 12;
        made = 0;
        load(OFFICER, 100, Duration.ZERO);
        assertThat(made).isEqualTo(left);
    }

    @Test
    void aPageCostsTenAtMostAndNobodyOwesMoreThanIsWaitedFor() {
        load(OFFICER, 1, Duration.ZERO);
        var pages = new ArrayDeque<Promise<Void>>();
        for (int i = 0; i < 39; i++) {
            pace.inTurn(OFFICER, () -> false, waits -> {
                Promise<Void> page = Promise.promise();
                pages.add(page);
                return page.future();
            });
        }
        now = now.plusSeconds(30); // all units are there again
        pages.remove().complete();
        made = 0;
        load(OFFICER, 100, Duration.ZERO);
        assertThat(made).isEqualTo(40 - 9);

        pages.forEach(Promise::complete);
        pass(Duration.ofSeconds(10));
        assertThat(made).isEqualTo(40 - 9);
        pass(PagePace.EACH);
        assertThat(made).isEqualTo(40 - 9 + 1);
    }

    @Test
    void aPageThatFailsCostsAsMuch() {
        pace.inTurn(OFFICER, () -> false, waits -> {
            now = now.plusMillis(200);
            throw new IllegalStateException("a bug");
        });
        load(OFFICER, 100, Duration.ZERO);
        assertThat(made).isEqualTo(38);
    }

    private Future<Void> load(AccountId account, int pages, Duration took) {
        return IntStream.range(0, pages)
                .mapToObj(i -> pace.inTurn(account, () -> false, waits -> {
                    made++;
                    waited += waits ? 1 : 0;
                    now = now.plus(took);
                    return Future.succeededFuture();
                }))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        for (int i = resting.size(); i > 0; i--) {
            resting.remove().complete();
        }
    }
}
