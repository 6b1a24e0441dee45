package lingdian.office.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.permission.Permission.State;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;

class PermissionTest {
    private static final Instant NOON = Instant.parse("2026-07-10T04:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final AccountId ASKER = new AccountId(new UUID(0, 1));
    private static final AccountId SECOND = new AccountId(new UUID(0, 2));

    private final Permission asked = Permission.asked(ASKER, NOON, NOON.plusSeconds(3_600));

    @Test
    void lastsUntilItsEndExcluded() {
        Permission given = Permission.given(ASKER, NOON, NOON.plus(QUARTER));

        assertThat(given.at(NOON)).isEqualTo(State.GRANTED);
        assertThat(given.at(NOON.plus(QUARTER).minusNanos(1))).isEqualTo(State.GRANTED);
        assertThat(given.at(NOON.plus(QUARTER))).isEqualTo(State.EXPIRED);
    }

    @Test
    void runsFromTheDecision() {
        Permission granted = asked.decided(SECOND, true, NOON.plusSeconds(3_599), QUARTER);

        assertThat(granted.endsAt()).isEqualTo(NOON.plusSeconds(3_599).plus(QUARTER));
        assertThat(granted.at(NOON.plusSeconds(3_700))).isEqualTo(State.GRANTED);
    }

    @Test
    void staysRefusedForGood() {
        assertThat(asked.decided(SECOND, false, NOON, QUARTER).at(NOON.plusSeconds(99_999)))
                .isEqualTo(State.REFUSED);
    }

    @Test
    void isDecidedByASecondPersonInTimeAndOnce() {
        refused(403, () -> asked.decided(ASKER, true, NOON, QUARTER));
        refused(403, () -> asked.decided(ASKER, false, NOON, QUARTER));
        refused(410, () -> asked.decided(SECOND, true, NOON.plusSeconds(3_600), QUARTER));
        refused(
                409,
                () -> asked.decided(SECOND, true, NOON, QUARTER)
                        .decided(new AccountId(new UUID(0, 3)), false, NOON, QUARTER));
        refused(409, () -> Permission.given(ASKER, NOON, NOON.plus(QUARTER)).decided(SECOND, false, NOON, QUARTER));
        assertThatThrownBy(() -> new Permission(ASKER, NOON, true, ASKER, NOON, NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(int status, Runnable decision) {
        assertThatThrownBy(decision::run)
                .isInstanceOfSatisfying(
                        Problem.Thrown.class,
                        thrown -> assertThat(thrown.problem().status()).isEqualTo(status));
    }
}
