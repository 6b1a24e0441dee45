package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.UploadLimit.Upload;
import org.junit.jupiter.api.Test;

class UploadLimitTest {
    private static final long MIB = 1024 * 1024;
    private static final long GIB = 1024 * MIB;

    @Test
    void noAccountBlocksAnother() {
        var limit = new UploadLimit(GIB);
        Account one = officer("360481");
        for (int i = 0; i < UploadLimit.OF_ACCOUNT_MAX; i++) {
            assertThat(limit.enter(new Upload(one, 1))).isTrue();
        }
        assertThat(limit.enter(new Upload(one, 1))).isFalse();
        assertThat(limit.enter(new Upload(officer("360481"), 1))).isTrue();
        limit.leave(new Upload(one, 1));
        assertThat(limit.enter(new Upload(one, 1))).isTrue();
    }

    @Test
    void allTogetherHaveALimit() {
        assertThat(entered(new UploadLimit(GIB), 1)).isEqualTo(2 * UploadLimit.IN_ALL_MAX);
    }

    @Test
    void theirBytesAreAPartOfTheHeap() {
        assertThat(entered(new UploadLimit(GIB), 12 * MIB)).isEqualTo(10);
        assertThat(entered(new UploadLimit(400 * MIB), 12 * MIB)).isEqualTo(4);
        assertThat(entered(new UploadLimit(200 * MIB), 12 * MIB)).isEqualTo(2);
        assertThat(entered(new UploadLimit(64 * MIB), 12 * MIB))
                .as("the largest is taken everywhere, of an office and of an operator")
                .isEqualTo(2);
    }

    @Test
    void theBytesOfOperatorsLeaveThoseOfTheOffices() {
        var limit = new UploadLimit(GIB);
        while (limit.enter(new Upload(operator("36048110000001"), 8 * MIB))) {
            // until the county has no more
        }
        assertThat(limit.enter(new Upload(operator("11010110000001"), 8 * MIB)))
                .as("another county")
                .isTrue();
        IntStream.range(0, 100).forEach(i -> limit.enter(new Upload(operator((360_400 + i) + "10000001"), 8 * MIB)));
        assertThat(limit.enter(new Upload(officer("360481"), 12 * MIB))).isTrue();
    }

    @Test
    void theBytesOfOneAccountLeaveSomeToOthers() {
        var limit = new UploadLimit(400 * MIB);
        Account one = officer("360481");
        assertThat(limit.enter(new Upload(one, 12 * MIB))).isTrue();
        assertThat(limit.enter(new Upload(one, 12 * MIB))).isFalse();
        assertThat(limit.enter(new Upload(officer("360481"), 4 * MIB)))
                .as("a colleague")
                .isTrue();
        assertThat(limit.enter(new Upload(officer("110101"), 8 * MIB)))
                .as("another county")
                .isTrue();
        limit.leave(new Upload(one, 12 * MIB));
        assertThat(limit.enter(new Upload(one, 6 * MIB))).isTrue();
        assertThat(limit.enter(new Upload(one, 6 * MIB))).isTrue();
    }

    /** How many officers and operators of as many regions are let in. */
    private static long entered(UploadLimit limit, long bytes) {
        return IntStream.range(360_400, 360_500)
                .boxed()
                .flatMap(county -> Stream.of(officer(county.toString()), operator(county + "10000001")))
                .filter(account -> limit.enter(new Upload(account, bytes)))
                .count();
    }

    private static Account officer(String region) {
        return new Account(id(), "o", Role.REGULATOR, Authority.CULTURE, new RegionCode(region), Set.of());
    }

    private static Account operator(String cafe) {
        return new Account(id(), "o", Role.OPERATOR, null, null, Set.of(new PlaceCode(cafe)));
    }

    private static AccountId id() {
        return new AccountId(UUID.randomUUID());
    }
}
