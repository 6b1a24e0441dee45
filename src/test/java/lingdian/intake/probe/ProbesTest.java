package lingdian.intake.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which cafés exceed the limit of questions, and how often that is logged. */
class ProbesTest {
    private static final String CAFE = "36048110000001";
    private static final Instant TEN = Instant.parse("2026-07-10T10:00:00Z");
    private final List<ProbeLimit.Probe> written = new ArrayList<>();
    private boolean logFails;
    private final Probes probes = new Probes(new ProbeLimit(3, this::write));

    @Test
    void differentPersonsBeyondTheLimitMakeEachFurtherQuestionLate() {
        assertThat(ask(CAFE, TEN, 1, 2, 3)).isZero();
        assertThat(ask(CAFE, TEN, 4)).isEqualTo(1);
        assertThat(ask(CAFE, TEN, null, 1, 5)).isEqualTo(3);
    }

    @Test
    void onePersonCountsOnceAndWhoIsLetInNotAtAll() {
        assertThat(ask(CAFE, TEN, 1, 1, 1, 1, 2, 2, 3, null, null)).isZero();
    }

    @Test
    void whoeverAsksTooMuchChangesNothingForOtherCafes() {
        ask(CAFE, TEN, 1, 2, 3, 4);

        assertThat(ask("36048110000002", TEN, 1, 2, 3)).isZero();
    }

    @Test
    void aNewHourBeginsAnewAndATimeBeforeItBelongsToIt() {
        ask(CAFE, TEN, 1, 2, 3, 4);
        Instant next = TEN.plusSeconds(3_600);

        assertThat(ask(CAFE, next, 5, 6)).isZero();
        assertThat(ask(CAFE, next.minusNanos(1), 7, 8)).isEqualTo(1);
    }

    @Test
    void itIsWrittenDownOnceAnHour() {
        ask(CAFE, TEN.plusSeconds(5), 1, 2, 3, 4, 5, 6);
        ask(CAFE, TEN.plusSeconds(6), 7);
        ask(CAFE, TEN.plusSeconds(3_600), 1, 2, 3, 4, 5);

        assertThat(written)
                .containsExactly(
                        new ProbeLimit.Probe(new PlaceCode(CAFE), new RegionCode("360481"), TEN, 3),
                        new ProbeLimit.Probe(new PlaceCode(CAFE), new RegionCode("360481"), TEN.plusSeconds(3_600), 3));
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenAtTheNextQuestion() {
        logFails = true;
        ask(CAFE, TEN, 1, 2, 3, 4);
        logFails = false;
        ask(CAFE, TEN, null, null);

        assertThat(written).hasSize(2);
    }

    private int ask(String placeCode, Instant at, @Nullable Integer... denied) {
        return probes.beyond(
                new PlaceCode(placeCode),
                at,
                IntStream.range(0, denied.length)
                        .mapToObj(i -> new AdmissionQuestion(new RegionCode("360481"), person(denied[i])))
                        .toList());
    }

    private static @Nullable PersonToken person(@Nullable Integer number) {
        return number == null ? null : new PersonToken(new UUID(0, number));
    }

    private Future<Void> write(ProbeLimit.Probe probe) {
        written.add(probe);
        return logFails ? Future.failedFuture("the test's log is full") : Future.succeededFuture();
    }
}
