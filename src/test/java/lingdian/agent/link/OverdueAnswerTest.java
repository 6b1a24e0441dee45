package lingdian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverdueAnswerTest {
    private final OverdueAnswer overdue = new OverdueAnswer();

    @Test
    void aServiceThatSaysNothingIsGivenUpAfterHalfAMinute() {
        assertThat(ticksUntilTooLong(() -> {})).isEqualTo(6);
    }

    @Test
    void aServiceThatOnlyAnswersPingsIsGivenUpAfterTwoMinutes() {
        assertThat(ticksUntilTooLong(overdue::livesOn)).isEqualTo(24);
    }

    @Test
    void anAnswerBeginsTheCountAgain() {
        ticks(23, overdue::livesOn);
        overdue.ends();

        assertThat(ticksUntilTooLong(() -> {})).isEqualTo(6);
    }

    @Test
    void aServiceThatDiesWhileItOwesAnAnswerIsGivenUpHalfAMinuteAfterItsLastSign() {
        ticks(10, overdue::livesOn);

        assertThat(ticksUntilTooLong(() -> {})).isEqualTo(6);
    }

    private void ticks(int count, Runnable between) {
        for (int i = 0; i < count; i++) {
            assertThat(overdue.isTooLong()).isFalse();
            between.run();
        }
    }

    private int ticksUntilTooLong(Runnable between) {
        int ticks = 1;
        while (!overdue.isTooLong()) {
            between.run();
            ticks++;
        }
        return ticks;
    }
}
