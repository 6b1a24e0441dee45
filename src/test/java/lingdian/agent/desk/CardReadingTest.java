package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CardReadingTest {
    private long nanos = 1;
    private final CardReading reading = new CardReading(() -> nanos);

    @Test
    void eachEventWaitsForALookThatBeganAfterIt() {
        long under = reading.begin();
        assertThat(reading.isAbreast()).isFalse();
        reading.readAll(under);
        assertThat(reading.isAbreast())
                .as("a line may have been written since it began")
                .isFalse();
        reading.readAll(reading.begin());
        assertThat(reading.isAbreast()).isTrue();
        assertThat(reading.isAbreast()).as("the next event").isFalse();
    }

    @Test
    void aDatabaseThatIsAwayDoesNotSilenceTheCafe() {
        reading.begin();
        assertThat(reading.isAbreast()).isFalse();
        nanos += CardReading.PATIENCE_NANOS;
        assertThat(reading.isAbreast()).isFalse();
        nanos++;
        assertThat(reading.isAbreast()).isTrue();
        reading.begin();
        assertThat(reading.isAbreast()).as("the next event, at once").isTrue();

        reading.readAll(reading.begin());
        assertThat(reading.isAbreast()).isTrue();
        assertThat(reading.isAbreast()).as("since it is back").isFalse();
    }

    @Test
    void manyLinesAreWaitedForAsLongAsTheyCome() {
        long look = reading.begin();
        reading.isAbreast();
        for (int i = 0; i < 3; i++) {
            nanos += CardReading.PATIENCE_NANOS + 1;
            reading.recorded();
            assertThat(reading.isAbreast()).isFalse();
        }
        reading.readAll(look);
        reading.readAll(reading.begin());
        assertThat(reading.isAbreast()).isTrue();
    }
}
