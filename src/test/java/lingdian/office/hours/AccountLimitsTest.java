package lingdian.office.hours;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.office.api.Reply;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.Action;
import org.junit.jupiter.api.Test;

class AccountLimitsTest {
    private static final Area CAFE = new Area.Cafe(new PlaceCode("36048110000001"));
    private static final Area COUNTY = new Area.Region(new RegionCode("360481"));

    private Instant now = Instant.parse("2026-07-01T08:00:00Z");
    private final AccountLimits limits = new AccountLimits(() -> now);
    private final Account account = account();

    @Test
    void anAccountMakesSoManyEntriesOfAKindForAnAreaInADay() {
        for (int i = 0; i < 100; i++) {
            assertThat(entered(account, CAFE)).isTrue();
        }

        assertThat(entered(account, CAFE)).isFalse();
        assertThat(entered(account, COUNTY)).isTrue();
        assertThat(entered(account(), CAFE)).as("somebody else").isTrue();
        assertThat(limits.enter(account, Action.CREATE_CLOSURE, CAFE, AccountLimitsTest::made)
                        .succeeded())
                .as("another kind")
                .isTrue();
        now = now.plus(Duration.ofDays(1));
        assertThat(entered(account, CAFE)).isTrue();
    }

    @Test
    void anAccountMakesSoManyEntriesForRegionsInADay() {
        for (int i = 0; i < 400; i++) {
            assertThat(entered(account, new Area.Region(new RegionCode(Integer.toString(110_101 + i)))))
                    .isTrue();
        }

        assertThat(entered(account, COUNTY)).isFalse();
        assertThat(entered(account, CAFE)).isTrue();
        assertThat(entered(account(), COUNTY)).as("somebody else").isTrue();
    }

    @Test
    void anAccountForTheCountryEntersOneForEachOfItsRegions() {
        Account national = account(RegionCode.COUNTRY);
        var administrator = new Account(new AccountId(UUID.randomUUID()), "a", Role.ADMIN, null, null, Set.of());
        for (int i = 0; i < 4_000; i++) {
            var region = new Area.Region(new RegionCode(Integer.toString(110_101 + i)));
            assertThat(entered(national, region)).isTrue();
            assertThat(entered(administrator, region)).isTrue();
        }

        assertThat(entered(national, COUNTY)).isFalse();
        assertThat(entered(administrator, COUNTY)).isFalse();
    }

    @Test
    void aPreviewThatBreaksLeavesItsPlace() {
        for (int i = 0; i < 5; i++) {
            assertThat(limits.preview(account, () -> {
                                throw new IllegalStateException("broken");
                            })
                            .cause())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anAccountGetsTwoPreviewsAtOnceAnOfficeThreeAndAllTogetherSeven() {
        Promise<Reply> answer = Promise.promise();
        Future<Reply> first = limits.preview(account, answer::future);
        assertThat(isBeingMade(account)).isTrue();

        assertThat(status(limits.preview(account, AccountLimitsTest::made))).isEqualTo(429);
        assertThat(isBeingMade(account())).as("a colleague's").isTrue();
        assertThat(status(limits.preview(account(), AccountLimitsTest::made))).isEqualTo(429);
        for (int i = 1; i <= 4; i++) {
            assertThat(isBeingMade(account(new RegionCode("36010" + i))))
                    .as("of another county")
                    .isTrue();
        }
        assertThat(status(limits.preview(account(new RegionCode("360105")), AccountLimitsTest::made)))
                .isEqualTo(429);

        answer.fail("not answered");
        assertThat(first.failed()).isTrue();
        assertThat(limits.preview(account, AccountLimitsTest::made).succeeded()).isTrue();
    }

    private boolean isBeingMade(Account account) {
        return !limits.preview(account, () -> Promise.<Reply>promise().future()).isComplete();
    }

    private boolean entered(Account account, Area area) {
        Future<Reply> answer = limits.enter(account, Action.CREATE_ORDER, area, AccountLimitsTest::made);
        if (answer.failed()) {
            assertThat(status(answer)).isEqualTo(429);
        }
        return answer.succeeded();
    }

    private static int status(Future<Reply> answer) {
        return ((Problem.Thrown) answer.cause()).problem().status();
    }

    private static Future<Reply> made() {
        return Future.succeededFuture(Reply.ended());
    }

    private static Account account() {
        return account(new RegionCode("360000"));
    }

    private static Account account(RegionCode region) {
        return new Account(new AccountId(UUID.randomUUID()), "o", Role.REGULATOR, Authority.CULTURE, region, Set.of());
    }
}
