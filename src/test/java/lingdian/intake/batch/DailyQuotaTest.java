package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From which amount on a café is slowed, and by how much. */
class DailyQuotaTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final int SEATS = 400;
    private static final Settings.Agents SETTINGS =
            ConfigDirectory.find(null).settings().agents();
    private static final DailyQuota SHIPPED =
            DailyQuota.of(SETTINGS.dailyEvents(), SETTINGS.dailyMebibytes(), SETTINGS.dailyFindings());

    private static final int STEPS = 400;

    private final DailyTraffic traffic = new DailyTraffic();

    private static List<PreparedEvent> message(int events, int charactersOfEach) {
        var event = new AgentEvent.Opened(1, Instant.EPOCH);
        return Collections.nCopies(
                events, new PreparedEvent(event, "x".repeat(charactersOfEach), new byte[0], null, List.of()));
    }

    /** Every day of two weeks, caught up within one: the largest café after a broken line. */
    @Test
    void twoWeeksOfTheLargestCafeAreWithin() {
        List<PreparedEvent> heartbeat = message(1, 90 + 7 * SEATS);
        List<PreparedEvent> guests = message(SEATS * 16 * 2, 300);
        for (int day = 0; day < 14; day++) {
            for (int minute = 0; minute < 24 * 60; minute++) {
                assertThat(traffic.count(SHIPPED, DAY, heartbeat)).isEqualTo(DailyTraffic.Use.WITHIN);
            }
            assertThat(traffic.count(SHIPPED, DAY, guests)).isEqualTo(DailyTraffic.Use.WITHIN);
        }
    }

    @Test
    void theFirstMessageBeyondIsToldApartAndTheNextDayIsFree() {
        List<PreparedEvent> half = message((int) SHIPPED.events() / 2, 1);
        assertThat(traffic.count(SHIPPED, DAY, half)).isEqualTo(DailyTraffic.Use.WITHIN);
        assertThat(traffic.count(SHIPPED, DAY, half)).isEqualTo(DailyTraffic.Use.WITHIN);
        assertThat(traffic.count(SHIPPED, DAY, message(1, 1))).isEqualTo(DailyTraffic.Use.FIRST_BEYOND);
        assertThat(traffic.count(SHIPPED, DAY, message(1, 1))).isEqualTo(DailyTraffic.Use.BEYOND);
        assertThat(traffic.count(SHIPPED, DAY.plusDays(1), message(1, 1))).isEqualTo(DailyTraffic.Use.WITHIN);
    }

    @Test
    void fewLongEventsAreBeyondToo() {
        List<PreparedEvent> long7 = message(1, 7 * 1024 * 1024);
        int within = (int) (SHIPPED.characters() / (7 * 1024 * 1024));
        for (int i = 0; i < within; i++) {
            assertThat(traffic.count(SHIPPED, DAY, long7)).isEqualTo(DailyTraffic.Use.WITHIN);
        }
        assertThat(traffic.count(SHIPPED, DAY, long7)).isEqualTo(DailyTraffic.Use.FIRST_BEYOND);
    }

    @Test
    void noHelloPassesOverTheMomentOfManyEvents() {
        traffic.count(SHIPPED, DAY, message(DailyQuota.MANY_EVENTS - 1, 1));
        assertThat(traffic.takeMany()).isFalse();
        traffic.countHello(SHIPPED, DAY, 0);
        traffic.count(SHIPPED, DAY, message(1, 1));
        assertThat(traffic.takeMany()).isTrue();
        assertThat(traffic.takeMany()).isFalse();
    }

    @Test
    void whatIsReadAndNotTakenCountsToo() {
        assertThat(traffic.countNotTaken(SHIPPED, DAY, SHIPPED.characters())).isEqualTo(DailyTraffic.Use.WITHIN);
        assertThat(traffic.countNotTaken(SHIPPED, DAY, 1)).isEqualTo(DailyTraffic.Use.FIRST_BEYOND);
        assertThat(traffic.count(SHIPPED, DAY, message(1, 1))).isEqualTo(DailyTraffic.Use.BEYOND);
        assertThat(traffic.countNotTaken(SHIPPED, DAY.plusDays(1), 1)).isEqualTo(DailyTraffic.Use.WITHIN);
        assertThat(DailyQuota.pausesNotTaken(1)).isEqualTo(1);
        assertThat(DailyQuota.pausesNotTaken(8 * 1024 * 1024)).isEqualTo(DailyQuota.PAUSES_MAX);
    }

    /** It is counted after one that arrived after midnight and was refused sooner, and the day does not begin again. */
    @Test
    void aBodyThatBeganToArriveBeforeMidnightBeginsNoDay() {
        traffic.countNotTaken(SHIPPED, DAY.plusDays(1), SHIPPED.characters());
        assertThat(traffic.count(SHIPPED, DAY, message(1, 1))).isEqualTo(DailyTraffic.Use.FIRST_BEYOND);
        assertThat(traffic.countNotTaken(SHIPPED, DAY, 1)).isEqualTo(DailyTraffic.Use.BEYOND);
        assertThat(traffic.count(SHIPPED, DAY.plusDays(1), message(1, 1))).isEqualTo(DailyTraffic.Use.BEYOND);
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 1", "1, 131072, 2", "1000, 100, 2", "10000, 800, 60", "1, 1048576, 16"})
    void aLargerMessageIsAnsweredLater(int events, int characters, int pauses) {
        assertThat(DailyQuota.pauses(message(events, characters))).isEqualTo(pauses);
    }

    /** Of a state that is written, and of texts that are sealed: one part in two hundred of the time, at 4 ms for 64 KiB. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "65536, 0, 0",
        "65537, 0, 1",
        "131072, 0, 1",
        "131073, 1, 2",
        "196609, 2, 3",
        "737000, 10, 11",
        "8388608, 126, 127"
    })
    void aLargerStateOrTextIsFollowedByALongerRest(long size, int ofState, int ofSealed) {
        assertThat(DailyQuota.pausesOfState(size, null)).isEqualTo(ofState);
        assertThat(DailyQuota.pausesOfSealed(size)).isEqualTo(ofSealed);
    }

    /** As far as each of its licensed seats has a finding, a café waits a fifth of a pause for each 64 KiB. */
    @ParameterizedTest
    @CsvSource({
        "131072, 500, 0",
        "131073, 0, 1",
        "131073, 500, 0.2",
        "240000, 500, 0.4",
        "259072, 500, 0.4",
        "259073, 500, 1.4",
        "737000, 500, 8.4",
        "470000, 1000, 2.8"
    })
    void aLargeCafeMayBeHurtAtEachSeat(long size, int licensed, double pauses) {
        assertThat(DailyQuota.pausesOfState(size, licensed)).isEqualTo(pauses, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "200, 0, 0", "201, 0, 1", "600, 0, 2", "601, 1, 2", "5000, 15, 16"})
    void sessionsElsewhereArePausedForAtLeastAndAtMost(int sessions, int least, int most) {
        assertThat(pauses(sessions).keySet())
                .allSatisfy(pauses -> assertThat(pauses).isBetween(least, most));
    }

    /** Of so many questions, one session more shows by no more than chance does: the distance of both distributions (χ²). */
    @ParameterizedTest
    @ValueSource(ints = {0, 199, 200, 201, 250, 399, 400, 499, 500, 598, 599, 600, 700, 899, 900, 1000})
    void noPauseTellsOfOneSessionMore(int sessions) {
        Map<Integer, Double> before = pauses(sessions);
        Map<Integer, Double> after = pauses(sessions + 1);

        double distance = 0;
        for (int pauses = 0; pauses <= 3; pauses++) {
            double one = before.getOrDefault(pauses, 0.0);
            double other = after.getOrDefault(pauses, 0.0);
            distance += one == other ? 0 : Math.pow(one - other, 2) / (one + other);
        }
        assertThat(1 / distance).isGreaterThan(10_000);
    }

    /** How likely each number of pauses is. */
    private static Map<Integer, Double> pauses(int sessions) {
        var found = new HashMap<Integer, Double>();
        for (int i = 0; i < STEPS * STEPS; i++) {
            double[] drawn = {(i / STEPS + 0.5) / STEPS, (i % STEPS + 0.5) / STEPS};
            var next = new AtomicInteger();
            int pauses = DailyQuota.pausesOfPersons(sessions, new RandomGenerator() {
                @Override
                public long nextLong() {
                    throw new UnsupportedOperationException("two numbers between 0 and 1 are enough");
                }

                @Override
                public double nextDouble() {
                    return drawn[next.getAndIncrement()];
                }
            });
            found.merge(pauses, 1.0 / (STEPS * STEPS), Double::sum);
        }
        return found;
    }
}
