package lingdian.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkCountTest {
    private final NetworkCount count = new NetworkCount(2, 0);

    /** A subscriber of IPv6 has more addresses than this service has connections. */
    @Test
    void addressesOfOneIpv6NetworkCountAsOne() {
        assertThat(count.enter("2001:db8:1:2::1")).isTrue();
        assertThat(count.enter("2001:db8:1:2::2")).isTrue();
        assertThat(count.enter("2001:db8:1:2:ffff::3")).isFalse();
        assertThat(count.enter("2001:db8:1:3::1")).as("the neighbour's").isTrue();
    }

    @Test
    void aConnectionThatLeftIsNotCounted() {
        count.enter("192.0.2.1");
        count.enter("192.0.2.1");
        assertThat(count.enter("192.0.2.1")).isFalse();
        count.leave("192.0.2.1");
        count.leave("192.0.2.1");
        assertThat(count.enter("192.0.2.1")).isTrue();
    }

    @Test
    void thisMachineIsExempt() {
        for (int i = 0; i < 10; i++) {
            assertThat(count.enter("127.0.0.1")).isTrue();
            assertThat(count.enter("0:0:0:0:0:0:0:1")).isTrue();
        }
    }

    @Test
    void thisMachineMayHaveALimitOfItsOwn() {
        var limited = new NetworkCount(0, 2);
        assertThat(limited.enter("127.0.0.1")).isTrue();
        assertThat(limited.enter("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(limited.enter("127.0.0.1")).isFalse();
        limited.leave("127.0.0.1");
        limited.leave("127.0.0.1");
        assertThat(limited.enter("127.0.0.1")).isTrue();
        assertThat(limited.enter("192.0.2.1")).isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        var unlimited = new NetworkCount(0, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(unlimited.enter("192.0.2.1")).isTrue();
        }
    }
}
