package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseHistoryTest {
    @ParameterizedTest
    @CsvSource({
        "7, 1, 7, 2, true", // a standby was promoted
        "7, 2, 7, 2, false", // the same primary
        "7, 3, 7, 2, false", // a later one
        "8, 1, 7, 2, false", // another database, for instance a restored dump
    })
    void onlyAnEarlierTimelineOfTheSameSystemIsThePast(
            long system, int timeline, long knownSystem, int knownTimeline, boolean past) {
        assertThat(new DatabaseHistory(system, timeline).isBefore(new DatabaseHistory(knownSystem, knownTimeline)))
                .isEqualTo(past);
    }
}
