package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import lingdian.office.cafe.CafeTally;
import org.junit.jupiter.api.Test;

/** That a reader can tell who is online from who was when a café fell silent. */
class TallyTest {
    @Test
    void guestsOfSilentCafesAreNamedApart() {
        Tally tally = Tally.of(new CafeTally(49, 0, 2, 11, 11, 0, 20, 0));

        assertThat(tally.figures())
                .filteredOn(one -> one.old() > 0)
                .containsExactly(new Tally.Figure("tally.sessions", 11, 11));
    }
}
