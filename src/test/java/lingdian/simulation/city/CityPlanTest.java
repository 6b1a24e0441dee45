package lingdian.simulation.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEvent;
import org.junit.jupiter.api.Test;

class CityPlanTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 6, 12);

    @Test
    void equalSettingsMakeTheSameCityToTheLastEvent() {
        CitySettings settings = CitySettings.past(7, 30, FRIDAY, 1);

        assertThat(events(settings)).isEqualTo(events(settings));
        assertThat(truths(settings)).isNotEmpty().isEqualTo(truths(settings));
    }

    @Test
    void anotherSeedMakesAnotherCityOfOtherCafes() {
        var one = new CityPlan(CitySettings.past(1, 30, FRIDAY, 1));
        var other = new CityPlan(CitySettings.past(2, 30, FRIDAY, 1));

        assertThat(placeCodes(one)).doesNotContainAnyElementsOf(placeCodes(other));
        assertThat(one.cafes().stream().map(CafeSheet::habit))
                .isNotEqualTo(other.cafes().stream().map(CafeSheet::habit).toList());
    }

    @Test
    void everyStreamIsNumberedWithoutGapsAndSentInOrder() {
        Map<String, Long> lastSeq = new HashMap<>();
        Map<Integer, Instant> lastSent = new HashMap<>();
        for (Act.Send send : sends(CitySettings.past(1, 30, FRIDAY, 3))) {
            String stream = send.cafe() + "/" + send.stream();
            assertThat(send.event().seq()).isEqualTo(lastSeq.getOrDefault(stream, 0L) + 1);
            assertThat(send.at()).isAfterOrEqualTo(lastSent.getOrDefault(send.cafe(), Instant.MIN));
            assertThat(send.event().at()).isBeforeOrEqualTo(send.at());
            lastSeq.put(stream, send.event().seq());
            lastSent.put(send.cafe(), send.at());
        }
        assertThat(lastSeq.keySet()).anyMatch(stream -> stream.endsWith("/1")); // an agent was reinstalled
    }

    @Test
    void everyHabitShowsInThirtyCafes() {
        assertThat(Habit.of(5, 30)).contains(Habit.values());
        assertThat(Habit.of(5, 30).stream().filter(Habit.HONEST::equals)).hasSize(10);
        assertThat(Circumstance.of(Habit.of(5, 30))).contains(Circumstance.values());
    }

    @Test
    void theCityIsAsTheRealOnesWere() {
        List<Act.Send> logins = sends(CitySettings.past(4, 300, FRIDAY, 1)).stream()
                .filter(send -> send.event() instanceof AgentEvent.Login)
                .toList();
        Map<Integer, Integer> byHour = new TreeMap<>();
        logins.forEach(
                send -> byHour.merge(send.event().at().atZone(ChinaTime.ZONE).getHour(), 1, Integer::sum));

        // 51 sessions a day and café is the mean of cafes.csv; a Friday has 1.04 times as many, nine tenths of them by
        // day.
        assertThat(logins.size() / 300.0).isBetween(38.0, 55.0);
        assertThat(byHour.get(19)).isGreaterThan(2 * byHour.get(10)).isGreaterThan(byHour.get(22));
        assertThat(byHour.get(13) / (double) byHour.get(19)).isBetween(0.65, 0.85); // 719 to 967
    }

    @Test
    void aThousandCafesAreMadeAFewMinutesAtATime() {
        var plan = new CityPlan(CitySettings.past(1, 1_000, FRIDAY, 1));
        long acts = 0;
        int most = 0;
        while (plan.hasNext()) {
            int now = plan.next().acts().size();
            acts += now;
            most = Math.max(most, now);
            plan.truths();
        }

        assertThat(acts).isGreaterThan(1_400_000);
        assertThat(most).isLessThan(20_000);
    }

    @Test
    void aCityThatBeginsInTheEveningIsFullByTen() {
        var settings = new CitySettings(1, 30, FRIDAY.atTime(18, 0), 1, true);
        List<Act.Send> before = sends(settings).stream()
                .filter(send -> send.at().isBefore(settings.from().plusSeconds(4 * 3_600)))
                .toList();
        long logins = before.stream()
                .filter(send -> send.event() instanceof AgentEvent.Login)
                .count();
        long logouts = before.stream()
                .filter(send -> send.event() instanceof AgentEvent.Logout)
                .count();

        assertThat(logins - logouts).isGreaterThan(150);
    }

    private static List<String> placeCodes(CityPlan plan) {
        return plan.cafes().stream().map(CafeSheet::placeCode).toList();
    }

    private static List<Act.Send> sends(CitySettings settings) {
        var sends = new ArrayList<Act.Send>();
        new CityPlan(settings)
                .forEachRemaining(slice -> slice.acts().stream()
                        .flatMap(act -> act instanceof Act.Send send ? Stream.of(send) : Stream.empty())
                        .forEach(sends::add));
        return sends;
    }

    private static String events(CitySettings settings) {
        var plan = new CityPlan(settings);
        var text = new StringWriter();
        var file = new EventFile(plan, text);
        plan.forEachRemaining(slice -> slice.acts().forEach(file::write));
        return text.toString();
    }

    private static List<Truth> truths(CitySettings settings) {
        var plan = new CityPlan(settings);
        plan.forEachRemaining(slice -> {});
        return plan.truths();
    }
}
