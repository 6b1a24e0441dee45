package lingdian.office.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.AccountId;
import org.junit.jupiter.api.Test;

class LookUpLimitTest {
    private Instant now = Instant.parse("2026-07-01T08:00:00Z");
    private final LookUpLimit limit = new LookUpLimit(2, () -> now);
    private final AccountId account = new AccountId(UUID.randomUUID());

    @Test
    void anHourHasALimitAndTheNextOneItsOwn() {
        assertThat(limit.admits(account)).isTrue();
        assertThat(limit.admits(account)).isTrue();
        assertThat(limit.admits(account)).isFalse();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(limit.admits(account)).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(limit.admits(account)).isTrue();
    }

    @Test
    void eachAccountHasItsOwn() {
        limit.admits(account);
        limit.admits(account);
        assertThat(limit.admits(new AccountId(UUID.randomUUID()))).isTrue();
    }
}
