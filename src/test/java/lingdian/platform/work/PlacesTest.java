package lingdian.platform.work;

import static lingdian.platform.work.Places.Answer.ALL_ARE_TAKEN;
import static lingdian.platform.work.Places.Answer.HOLDER_HAS_ALL_OF_ITS;
import static lingdian.platform.work.Places.Answer.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places<String> places = new Places<>(3, 2);

    @Test
    void noHolderTakesAll() {
        assertThat(places.enter("a")).isEqualTo(TAKEN);
        assertThat(places.enter("a")).isEqualTo(TAKEN);
        assertThat(places.enter("a")).isEqualTo(HOLDER_HAS_ALL_OF_ITS);
        assertThat(places.enter("b")).isEqualTo(TAKEN);
        assertThat(places.enter("b")).isEqualTo(ALL_ARE_TAKEN);
        assertThat(places.enter(null)).isEqualTo(ALL_ARE_TAKEN);
        assertThat(places.taken()).isEqualTo(3);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        places.enter("a");
        places.enter("a");
        places.leave("a");
        assertThat(places.enter("a")).isEqualTo(TAKEN);
        places.leave("a");
        places.leave("a");
        assertThat(places.taken()).isZero();
        assertThat(places.enter("a")).isEqualTo(TAKEN);
    }

    @Test
    void whoIsNoHolderCountsInAllOnly() {
        assertThat(places.enter(null)).isEqualTo(TAKEN);
        assertThat(places.enter(null)).isEqualTo(TAKEN);
        assertThat(places.enter(null)).isEqualTo(TAKEN);
        assertThat(places.enter("a")).isEqualTo(ALL_ARE_TAKEN);
        places.leave(null);
        assertThat(places.enter("a")).isEqualTo(TAKEN);
    }
}
