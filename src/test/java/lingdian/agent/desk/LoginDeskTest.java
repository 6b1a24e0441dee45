package lingdian.agent.desk;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lingdian.agent.link.Answer;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginDeskTest {
    private static final long NEVER_MILLIS = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.parse("2026-07-01T12:00:00Z"); // 20:00 local
    private final FakeLedger ledger = new FakeLedger(() -> now);
    private final Premises premises = new Premises();
    private LoginDesk desk = desk(NEVER_MILLIS);
    private final ServiceMessages news = new ServiceMessages(premises, desk, () -> now, () -> {});

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theServiceDecidesWhileThereIsAConnection() {
        ledger.connected = true;
        Future<Decision> decision = desk.login(login("A01", "E-1", "1990-01-01"));
        assertThat(decision.isComplete()).isFalse();
        assertThat(asked(1).admitted()).isFalse();
        assertThat(premises.guests().isEmpty()).isTrue();

        Instant closing = now.plusSeconds(3_600);
        ledger.answer(new Answer.Verdict(1, asked(1).session(), true, List.of(), closing));

        assertThat(decision.result()).isEqualTo(Decision.allowed(asked(1).session(), closing, Decision.By.SERVICE));
        assertThat(premises.guests().on("A01")).isPresent();
        assertThat(ledger.events).hasSize(1);
    }

    @Test
    void whomTheServiceDeniesIsNotSeated() {
        ledger.connected = true;
        Future<Decision> decision = desk.login(login("A01", "E-1", "1990-01-01"));
        ledger.answer(new Answer.Verdict(1, asked(1).session(), false, List.of("not-registered"), null));

        assertThat(decision.result()).isEqualTo(Decision.denied(List.of("not-registered"), Decision.By.SERVICE));
        assertThat(premises.guests().isEmpty()).isTrue();
        assertThat(ledger.events).hasSize(1);
    }

    @Test
    void aLostConnectionEndsTheWaitingAndTheDeskDecidesUnderANewSession() {
        ledger.connected = true;
        Future<Decision> decision = desk.login(login("A01", "E-1", "1990-01-01"));
        ledger.connected = false;
        news.disconnected("cut", 1);

        assertThat(decision.result().by()).isEqualTo(Decision.By.LOCAL);
        assertThat(ledger.events).hasSize(3);
        assertThat(ledger.events.get(1))
                .isEqualTo(new AgentEvent.Logout(2, now, asked(1).session(), LogoutReason.LOST));
        assertThat(asked(3).admitted()).isTrue();
        assertThat(asked(3).session())
                .isNotEqualTo(asked(1).session())
                .isEqualTo(decision.result().session());
    }

    @Test
    void aVerdictThatDoesNotComeInTimeIsNotWaitedFor() throws Exception {
        ledger.connected = true;
        Decision decision = desk(20).login(login("A01", "E-1", "2010-01-01")).await(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(decision).isEqualTo(Decision.denied(List.of("under-age"), Decision.By.LOCAL));
        assertThat(ledger.events).hasSize(2);
        assertThat(ledger.events.get(1))
                .isInstanceOfSatisfying(
                        AgentEvent.Logout.class,
                        logout -> assertThat(logout.reason()).isEqualTo(LogoutReason.LOST));
    }

    @Test
    void offlineTheRulesReceivedLastDecide() {
        assertThat(reasons("E-1", "1990-01-01")).isEmpty();
        assertThat(reasons("E-2", "2008-07-02")).containsExactly("under-age");
        assertThat(reasons("E-3", "2008-07-01")).isEmpty();
        assertThat(reasons("E-4", null)).containsExactly("document-malformed");
        now = Instant.parse("2026-07-01T16:00:00Z"); // midnight
        assertThat(reasons("E-5", "2008-07-02")).containsExactly("outside-hours");
        news.noticed(new JsonObject()
                .put("notice", "hours-changed")
                .put(
                        "hours",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("opens", "2026-07-02T00:00:00+08:00")
                                        .put("closes", "2026-07-02T02:00:00+08:00"))));
        assertThat(reasons("E-5", "2008-07-02")).isEmpty();
        assertThat(ledger.events)
                .hasSize(3)
                .allSatisfy(event ->
                        assertThat(((AgentEvent.Login) event).admitted()).isTrue());
    }

    @Test
    void oneCardSitsOnOneTerminal() {
        assertThat(reasons("A01", "E-1", "1990-01-01")).isEmpty();
        assertThat(reasons("A02", " e-1 ", "1990-01-01")).containsExactly("in-use-elsewhere");
        assertThat(reasons("A01", "E-1", "1990-01-01")).isEmpty();
        assertThat(premises.guests().all()).hasSize(1);
    }

    @Test
    void oneCardIsNotAdmittedTwiceWhileTheDiskIsSlow() {
        ledger.slow = true;
        Future<Decision> first = desk.login(login("A01", "E-1", "1990-01-01"));
        Future<Decision> second = desk.login(login("A02", "E-1", "1990-01-01"));

        assertThat(second.result().reasons()).containsExactly("in-use-elsewhere");
        assertThat(first.isComplete()).isFalse();
        ledger.held.getFirst().complete(1L);
        assertThat(first.result().allow()).isTrue();
    }

    @Test
    void nobodyIsAdmittedWhoCannotBeRecorded() {
        ledger.full = true;

        assertThat(desk.login(login("A01", "E-1", "1990-01-01")).failed()).isTrue();
        assertThat(premises.guests().isEmpty()).isTrue();
        ledger.full = false;
        assertThat(desk.login(login("A02", "E-1", "1990-01-01")).result().allow())
                .isTrue();
    }

    @Test
    void aWithdrawalThatFoundNoRoomIsMadeUpFor() {
        ledger.connected = true;
        Future<Decision> decision = desk.login(login("A01", "E-1", "1990-01-01"));
        ledger.full = true;
        desk.disconnected();
        assertThat(decision.failed()).isTrue();

        ledger.full = false;
        desk.sendPendingLogouts();
        desk.sendPendingLogouts();

        assertThat(ledger.events).hasSize(2).last().isInstanceOf(AgentEvent.Logout.class);
    }

    @Test
    void theServicesLateNoOnAGuestIsToldToTheDesk() {
        String session = desk.login(login("A01", "E-1", "1990-01-01")).result().session();
        news.judged(new Answer.Verdict(1, session, false, List.of("document-revoked"), null));

        assertThat(premises.warnings().after(-1)).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.DENIED_AFTERWARDS);
            assertThat(warning.details().getString("terminal")).isEqualTo("A01");
        });
    }

    private List<String> reasons(String number, String birthDate) {
        return reasons("T-" + number, number, birthDate);
    }

    private List<String> reasons(String terminal, String number, String birthDate) {
        return desk.login(login(terminal, number, birthDate)).result().reasons();
    }

    private AgentEvent.Login asked(int seq) {
        return (AgentEvent.Login) ledger.events.get(seq - 1);
    }

    private LoginDesk desk(long verdictMillis) {
        return new LoginDesk(
                vertx,
                ledger,
                premises,
                new LocalRules(Cafe.documentRules()),
                new PersonKey.Maker(new Random(1)),
                new SessionIds(new Random(2)),
                () -> now,
                verdictMillis);
    }

    private static AgentEvent.Login login(String terminal, String number, String birthDate) {
        var document = new Document("990", number, "旅客", null, birthDate, ReadMethod.MANUAL);
        return new AgentEvent.Login(1, Instant.EPOCH, "x", terminal, document, false);
    }
}
