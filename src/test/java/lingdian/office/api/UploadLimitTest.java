package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.office.api.UploadLimit.Upload;
import org.junit.jupiter.api.Test;

class UploadLimitTest {
    private static final long MIB = 1024 * 1024;
    private static final long GIB = 1024 * MIB;

    @Test
    void noAccountBlocksAnother() {
        var limit = new UploadLimit(GIB);
        AccountId one = account();
        for (int i = 0; i < UploadLimit.OF_ACCOUNT_MAX; i++) {
            assertThat(limit.enter(new Upload(one, 1))).isTrue();
        }
        assertThat(limit.enter(new Upload(one, 1))).isFalse();
        assertThat(limit.enter(new Upload(account(), 1))).isTrue();
        limit.leave(new Upload(one, 1));
        assertThat(limit.enter(new Upload(one, 1))).isTrue();
    }

    @Test
    void allTogetherHaveALimit() {
        assertThat(entered(new UploadLimit(GIB), 1)).isEqualTo(UploadLimit.IN_ALL_MAX);
    }

    @Test
    void theirBytesAreAPartOfTheHeap() {
        assertThat(entered(new UploadLimit(GIB), 12 * MIB)).isEqualTo(10);
        assertThat(entered(new UploadLimit(400 * MIB), 12 * MIB)).isEqualTo(4);
        assertThat(entered(new UploadLimit(200 * MIB), 12 * MIB)).isEqualTo(2);
        assertThat(entered(new UploadLimit(64 * MIB), 12 * MIB))
                .as("the largest is taken everywhere")
                .isEqualTo(1);
    }

    @Test
    void theBytesOfOneAccountLeaveSomeToOthers() {
        var limit = new UploadLimit(400 * MIB);
        AccountId one = account();
        assertThat(limit.enter(new Upload(one, 12 * MIB))).isTrue();
        assertThat(limit.enter(new Upload(one, 12 * MIB))).isFalse();
        assertThat(limit.enter(new Upload(account(), 12 * MIB))).isTrue();
        limit.leave(new Upload(one, 12 * MIB));
        assertThat(limit.enter(new Upload(one, 6 * MIB))).isTrue();
        assertThat(limit.enter(new Upload(one, 6 * MIB))).isTrue();
    }

    private static long entered(UploadLimit limit, long bytes) {
        return IntStream.range(0, 100)
                .filter(i -> limit.enter(new Upload(account(), bytes)))
                .count();
    }

    private static AccountId account() {
        return new AccountId(UUID.randomUUID());
    }
}
