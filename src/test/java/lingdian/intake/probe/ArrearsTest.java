package lingdian.intake.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import org.junit.jupiter.api.Test;

/** How long a café has to wait for what it caused. */
class ArrearsTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PlaceCode OTHER = new PlaceCode("36048110000002");
    private static final int PAUSE = 1_000;
    private final AtomicLong millis = new AtomicLong(-5_000); // a clock may begin anywhere
    private final Arrears arrears = new Arrears(millis::get, PAUSE);

    private void pass(int pauses) {
        millis.addAndGet((long) pauses * PAUSE);
    }

    private long pausesOf(long due) {
        return arrears.millisUntil(due) / PAUSE;
    }

    @Test
    void everyLaterAnswerWaitsForWhatIsOwedAlready() {
        assertThat(arrears.oweAnswers(CAFE, 0)).isEqualTo(Arrears.NONE);
        assertThat(pausesOf(arrears.oweAnswers(CAFE, 3))).isEqualTo(3);
        pass(1);
        assertThat(pausesOf(arrears.oweAnswers(CAFE, 0))).isEqualTo(2);
        assertThat(pausesOf(arrears.oweAnswers(CAFE, 32))).isEqualTo(34);
        assertThat(arrears.oweAnswers(OTHER, 0)).isEqualTo(Arrears.NONE);
    }

    @Test
    void whatIsOverIsNotKept() {
        long due = arrears.oweAnswers(CAFE, 3);
        pass(3);

        assertThat(arrears.millisUntil(due)).isZero();
        assertThat(arrears.oweAnswers(CAFE, 0)).isEqualTo(Arrears.NONE);
    }

    @Test
    void cafesThatOweNothingAnyMoreAreForgotten() {
        cafes(0, 1_500).forEach(cafe -> arrears.oweAnswers(cafe, 3));
        pass(3);

        cafes(1_500, 4_000).forEach(cafe -> arrears.oweAnswers(cafe, 1));
        assertThat(arrears.size()).isEqualTo(2_500);
    }

    @Test
    void whatGrowsByMuchIsTold() {
        var told = new ArrayList<String>();
        arrears.onGrowth((cafe, answers, messages) -> told.add(cafe + " " + answers + " " + messages));

        arrears.oweAnswers(CAFE, 4);
        assertThat(told).as("almost over").isEmpty();
        arrears.oweMessage(CAFE, 4);
        arrears.oweAnswers(CAFE, 4);
        assertThat(told).containsExactly(CAFE + " 8000 4000");
        pass(1);
        arrears.oweAnswers(CAFE, 1);
        assertThat(told).containsExactly(CAFE + " 8000 4000", CAFE + " 12000 3000");
    }

    @Test
    void whatIsOwedElsewhereIsOwedHere() {
        var told = new ArrayList<PlaceCode>();
        arrears.onGrowth((cafe, answers, messages) -> told.add(cafe));

        arrears.owedElsewhere(CAFE, 60_000, 30_000);
        arrears.owedElsewhere(CAFE, 20_000, 0);
        assertThat(pausesOf(arrears.oweAnswers(CAFE, 0))).isEqualTo(60);
        assertThat(arrears.millisUntilTaking(CAFE)).isEqualTo(30_000);
        arrears.oweAnswers(CAFE, 1);
        assertThat(told).as("known there").isEmpty();
        arrears.owedElsewhere(OTHER, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(arrears.millisUntilTaking(OTHER)).isEqualTo(Arrears.MILLIS_MAX);
    }

    /** Every café of the country, and as many made up: those that owe least are forgotten, nobody owes more for it. */
    @Test
    void theLedgerHasALimit() {
        arrears.oweMessage(CAFE, 100_000);
        cafes(2, 2 * Arrears.CAFES_MAX).forEach(cafe -> arrears.oweAnswers(cafe, 60));

        assertThat(arrears.size()).isLessThanOrEqualTo(Arrears.CAFES_MAX);
        assertThat(arrears.millisUntilTaking(CAFE)).isEqualTo(Arrears.MILLIS_MAX);
    }

    private static Stream<PlaceCode> cafes(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new PlaceCode("36048%d10%06d".formatted(i / 1_000_000, i % 1_000_000)));
    }

    @Test
    void onlyMessagesBeyondTheQuotaHoldUpMessages() {
        arrears.oweAnswers(CAFE, 3);
        assertThat(arrears.millisUntilTaking(CAFE)).isLessThanOrEqualTo(0);

        assertThat(pausesOf(arrears.oweMessage(CAFE, 4))).isEqualTo(7);
        assertThat(arrears.millisUntilTaking(CAFE)).isEqualTo(4 * PAUSE);
        arrears.oweAnswers(CAFE, 1);
        assertThat(arrears.millisUntilTaking(CAFE)).isEqualTo(4 * PAUSE);
        pass(4);
        assertThat(arrears.millisUntilTaking(CAFE)).isLessThanOrEqualTo(0);
    }

    @Test
    void noCafeOwesMoreThanADay() {
        for (int i = 0; i < 10; i++) {
            arrears.oweMessage(CAFE, 1_000_000);
        }

        assertThat(arrears.millisUntil(arrears.oweAnswers(CAFE, 1))).isEqualTo(Arrears.MILLIS_MAX);
        assertThat(arrears.millisUntilTaking(CAFE)).isEqualTo(Arrears.MILLIS_MAX);
    }
}
