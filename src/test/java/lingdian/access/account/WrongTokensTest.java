package lingdian.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import lingdian.platform.http.ClientAddress;
import org.junit.jupiter.api.Test;

class WrongTokensTest {
    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final WrongTokens wrong = new WrongTokens(nanos::get);

    private int refused(int tries, String address) {
        int beyond = 0;
        for (int i = 0; i < tries; i++) {
            beyond += wrong.isBeyond(ClientAddress.of(address)) ? 1 : 0;
        }
        return beyond;
    }

    @Test
    void anAddressHasSixtyAMinute() {
        assertThat(refused(100, "192.0.2.1")).isEqualTo(40);
        assertThat(refused(60, "192.0.2.2")).isZero();
        nanos.addAndGet(MINUTE);
        assertThat(refused(61, "192.0.2.1")).isEqualTo(1);
    }

    @Test
    void anIpv6LineIsOneAddress() {
        assertThat(refused(60, "2001:db8:0:1:0:0:0:1")).isZero();
        assertThat(refused(1, "2001:db8:0:1:ffff:0:0:2")).isEqualTo(1);
        assertThat(refused(1, "2001:db8:0:2:0:0:0:1")).isZero();
    }

    @Test
    void aProxyOnThisMachineIsExempt() {
        assertThat(refused(1_000, "127.0.0.1")).isZero();
        assertThat(refused(1_000, "0:0:0:0:0:0:0:1")).isZero();
    }
}
