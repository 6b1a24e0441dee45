package lingdian.office.api;

import static lingdian.testing.RunningApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import org.junit.jupiter.api.Test;

class DailyWritingTest {
    private static final long MEBIBYTE = 1024 * 1024;

    private final DailyWriting writing = new DailyWriting(1, () -> NOW);

    /** Whoever may enter each café of a country may not fill the disk either. */
    @Test
    void anAdministratorHasALargerShare() {
        assertThat(admits(Role.AUDITOR, MEBIBYTE)).isFalse();
        assertThat(admits(Role.ADMIN, 256 * MEBIBYTE)).isTrue();
        assertThat(admits(Role.ADMIN, 256 * MEBIBYTE)).isFalse();
    }

    private boolean admits(Role role, long bytes) {
        return writing.admit(account(role), bytes).succeeded();
    }

    private static Account account(Role role) {
        return new Account(new AccountId(new UUID(1, role.ordinal())), "a", role, null, null, Set.of());
    }
}
