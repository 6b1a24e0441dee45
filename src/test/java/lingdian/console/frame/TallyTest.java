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

    /** An empty page would look like a quiet night. */
    @Test
    void nothingIsHeardWhereNoCafeThatWasEverHeardSendsAnything() {
        assertThat(heard(0, 0, 20).isSilent()).isTrue();
        assertThat(heard(0, 0, 20).everHeard()).isEqualTo(29);
        assertThat(heard(1, 0, 20).isSilent()).as("one is connected").isFalse();
        assertThat(heard(0, 1, 20).isSilent()).as("one posts its events").isFalse();
        assertThat(heard(0, 0, 49).isSilent()).as("none has begun").isFalse();
    }

    private static CafeTally heard(long connected, long heard, long never) {
        return new CafeTally(49, connected, 2, 11, 11, 0, never, heard);
    }
}
