package lingdian.agent.desk;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lingdian.domain.document.MaskedPerson;
import lingdian.domain.event.AgentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {
    private static final Instant CLOSING = Instant.parse("2026-07-01T16:00:00Z"); // midnight

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-07-01T12:00:00Z"); // 20:00 local
    private boolean abreast = true;
    private final FakeLedger ledger = new FakeLedger(() -> now);
    private final Premises premises = new Premises();
    private final LoginDesk desk = new LoginDesk(
            vertx,
            ledger,
            premises,
            new LocalRules(Cafe.documentRules()),
            new PersonKey.Maker(new Random(1)),
            new SessionIds(new Random(2)),
            () -> now,
            1_000);
    private final ServiceMessages news = new ServiceMessages(premises, desk, () -> now, () -> {});
    private final PeriodicTasks rounds = new PeriodicTasks(ledger, premises, desk, () -> now, () -> abreast);

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aHeartbeatIsDueOncePerInterval() {
        premises.inUse().reported(List.of("B", "A"), now);
        rounds.tick();
        rounds.tick();
        pass(59);
        assertThat(heartbeats()).containsExactly(List.of("A", "B"));

        pass(1);
        assertThat(heartbeats()).hasSize(2);
        news.welcomed(new JsonObject().put("heartbeatSeconds", 10));
        pass(10);
        assertThat(heartbeats()).hasSize(3);
        pass(-3_600);
        assertThat(heartbeats()).as("the clock was set back").hasSize(4);
    }

    @Test
    void anEmptyCafeBeatsDayAndNightWithoutAnyReport() {
        pass(60);
        pass(60);

        assertThat(heartbeats()).containsExactly(List.of(), List.of());
        assertThat(premises.warnings().after(-1)).isEmpty();
    }

    @Test
    void anOldReportIsNeitherRepeatedNorTakenForNone() {
        seat("A01", 1);
        premises.inUse().reported(List.of("A01"), now);
        pass(300);
        assertThat(heartbeats()).containsExactly(List.of("A01"));

        pass(60);
        pass(60);
        assertThat(heartbeats()).hasSize(1);
        assertThat(kinds()).containsExactly(Warning.Kind.TERMINALS_NOT_REPORTED);

        premises.inUse().reported(List.of(), now);
        pass(60);
        assertThat(heartbeats()).containsExactly(List.of("A01"), List.of());
    }

    @Test
    void whichTerminalsAreOnIsSaidWhileTheReportIsCurrent() {
        List<String> on = List.of("A01", "A02");
        premises.inUse().reported(new AgentEvent.Heartbeat(1, now, List.of(), on, null), now);
        pass(300);
        pass(60);

        assertThat(ledger.events)
                .extracting(event -> ((AgentEvent.Heartbeat) event).powered())
                .containsExactly(on, null);
    }

    @Test
    void whatSeatsWitnessIsSaidByThemAlone() {
        premises.inUse().reported(new AgentEvent.Heartbeat(1, now, List.of(), null, List.of("A01", "A02")), now);
        pass(60);
        premises.seats().reported("A02", false);
        pass(60);
        pass(60);

        assertThat(ledger.events)
                .extracting(event -> ((AgentEvent.Heartbeat) event).witnessed())
                .containsExactly(null, List.of("A02"), null);
    }

    @Test
    void whoLoggedOutSinceTheReportIsNotListedAndWhoLoggedInIs() {
        premises.inUse().reported(List.of("A01", "A02"), now);
        seat("A01", 1);
        seat("A03", 2);
        premises.leave(premises.guests().on("A01").orElseThrow());
        rounds.tick();

        assertThat(heartbeats()).containsExactly(List.of("A02", "A03"));
    }

    @Test
    void whoeverMissesThreeHeartbeatsIsOn_noMore() {
        seat("A01", 1);
        for (int i = 0; i < 3; i++) {
            premises.inUse().reported(List.of(), now);
            pass(60);
        }

        assertThat(premises.guests().isEmpty()).isTrue();
    }

    @Test
    void closingIsWarnedOfOnceByWhoeverSaysItFirst() {
        rounds.tick();
        now = CLOSING.minus(Duration.ofMinutes(15)).minusMillis(1);
        rounds.tick();
        assertThat(minutes()).isEmpty();

        pass(1);
        assertThat(minutes()).containsExactly(15L);
        news.noticed(closingSoon(15));
        now = CLOSING.minus(Duration.ofMinutes(5)).minusMillis(900);
        news.noticed(closingSoon(5));
        pass(1);
        rounds.tick();
        assertThat(minutes()).containsExactly(15L, 5L);
        now = CLOSING;
        rounds.tick();
        assertThat(minutes()).hasSize(2);
    }

    @Test
    void ofTwoWarningsThatWereSleptThroughTheLastIsTold() {
        rounds.tick();
        now = CLOSING.minus(Duration.ofMinutes(4));
        rounds.tick();

        assertThat(minutes()).containsExactly(5L);
    }

    @Test
    void readersAskForWhatCameAfter() {
        rounds.tick();
        now = CLOSING.minus(Duration.ofMinutes(14));
        rounds.tick();
        long first = premises.warnings().after(-1).getLast().id();
        now = CLOSING.minus(Duration.ofMinutes(4));
        rounds.tick();

        assertThat(premises.warnings().after(first))
                .singleElement()
                .satisfies(warning -> assertThat(warning.id()).isGreaterThan(first));
    }

    @Test
    void nothingIsRecordedBeforeOlderLines() {
        abreast = false;
        desk.withdraw("s-1");
        pass(60);
        pass(60);
        assertThat(ledger.events).isEmpty();

        abreast = true;
        pass(1);
        assertThat(ledger.events)
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(
                        AgentEvent.Logout.class,
                        logout -> assertThat(logout.session()).isEqualTo("s-1"));
        assertThat(heartbeats()).hasSize(1);
    }

    @Test
    void aFullDiskIsWarnedOfOnce() {
        ledger.full = true;
        rounds.tick();
        pass(60);
        assertThat(kinds()).containsExactly(Warning.Kind.DISK_FULL);

        ledger.full = false;
        pass(60);
        assertThat(heartbeats()).hasSize(1);
    }

    private void seat(String terminal, long login) {
        premises.seat(new Guest(
                "s-" + terminal,
                terminal,
                now,
                login,
                new PersonKey(terminal),
                new MaskedPerson("990", "E*1", "张*"),
                false));
        while (ledger.events.size() < login) {
            ledger.record((seq, at) -> new AgentEvent.Opened(seq, at));
        }
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
        rounds.tick();
    }

    private static JsonObject closingSoon(long minutes) {
        return new JsonObject()
                .put("notice", "closing-soon")
                .put("closesAt", "2026-07-02T00:00:00+08:00")
                .put("minutes", minutes);
    }

    private List<List<String>> heartbeats() {
        return ledger.events.stream()
                .filter(AgentEvent.Heartbeat.class::isInstance)
                .map(event -> ((AgentEvent.Heartbeat) event).inUse())
                .toList();
    }

    private List<Warning.Kind> kinds() {
        return premises.warnings().after(-1).stream().map(Warning::kind).toList();
    }

    private List<Long> minutes() {
        return premises.warnings().after(-1).stream()
                .filter(warning -> warning.kind() == Warning.Kind.CLOSING_SOON)
                .map(warning -> warning.details().getLong("minutes"))
                .toList();
    }
}
