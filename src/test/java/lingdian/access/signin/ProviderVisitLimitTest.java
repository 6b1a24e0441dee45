package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import lingdian.platform.http.ClientAddress;
import org.junit.jupiter.api.Test;

class ProviderVisitLimitTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T00:00:00Z"));
    private final AtomicInteger reached = new AtomicInteger();
    private final ProviderVisitLimit limit = new ProviderVisitLimit(now::get, reached::incrementAndGet);

    @Test
    void aNetworkHasItsOwnVisits() {
        assertThat(admitted("2001:db8:1:2::1", ProviderVisitLimit.OF_NETWORK_A_MINUTE + 5))
                .isEqualTo(ProviderVisitLimit.OF_NETWORK_A_MINUTE);
        assertThat(reached).hasValue(5);
        assertThat(admitted("2001:db8:1:2:ffff::9", 1)).as("the same /64").isZero();
        assertThat(admitted("2001:db8:1:3::1", 1)).isOne();

        now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
        assertThat(admitted("2001:db8:1:2::1", 1)).isOne();
    }

    @Test
    void allNetworksTogetherHaveALimit() {
        int networks = ProviderVisitLimit.IN_ALL_A_MINUTE / ProviderVisitLimit.OF_NETWORK_A_MINUTE;
        long admitted = IntStream.range(0, networks)
                .mapToLong(network -> admitted("192.0.2." + network, ProviderVisitLimit.OF_NETWORK_A_MINUTE + 1))
                .sum();

        assertThat(admitted)
                .as("a network's refused visits do not count")
                .isEqualTo(ProviderVisitLimit.IN_ALL_A_MINUTE);
        assertThat(admitted("198.51.100.1", 1)).isZero();
    }

    private long admitted(String address, int visits) {
        ClientAddress client = ClientAddress.of(address);
        return IntStream.range(0, visits).filter(visit -> limit.admits(client)).count();
    }
}
