package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import lingdian.domain.AccountId;
import org.junit.jupiter.api.Test;

class UploadLimitTest {
    private final UploadLimit limit = new UploadLimit();

    @Test
    void noAccountBlocksAnother() {
        AccountId one = account();
        for (int i = 0; i < UploadLimit.OF_ACCOUNT_MAX; i++) {
            assertThat(limit.enter(one)).isTrue();
        }
        assertThat(limit.enter(one)).isFalse();
        assertThat(limit.enter(account())).isTrue();
        limit.leave(one);
        assertThat(limit.enter(one)).isTrue();
    }

    @Test
    void allTogetherHaveALimit() {
        for (int i = 0; i < UploadLimit.IN_ALL_MAX; i++) {
            assertThat(limit.enter(account())).isTrue();
        }
        assertThat(limit.enter(account())).isFalse();
    }

    private static AccountId account() {
        return new AccountId(UUID.randomUUID());
    }
}
