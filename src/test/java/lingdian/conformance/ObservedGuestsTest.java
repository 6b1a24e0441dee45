package lingdian.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.conformance.GuestLesson.Kind;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first guests are answered late, denied and rejected; what an agent does then is right or wrong. */
class ObservedGuestsTest {
    private static final Document DOCUMENT =
            new Document("111", "11010519491231002X", "王五", null, null, ReadMethod.CHIP);

    private final ObservedGuests guests = new ObservedGuests();
    private final Map<String, String> sessions = new HashMap<>();
    private long seq;

    @BeforeEach
    void begin() {
        guests.begin();
    }

    @Test
    void whereNobodyLogsInNothingIsExamined() {
        heartbeat();

        assertThat(guests.isDone(false)).isTrue();
        assertThat(guests.isDone(true)).isFalse();
        assertThat(guests.results(false)).hasSize(3).allMatch(CheckResult::isSkipped);
        assertThat(guests.results(true)).hasSize(3).allMatch(CheckResult::isFailed);
    }

    @Test
    void theFirstThreeGuestsGetALessonEach() {
        assertThat(ask("A1")).hasValue(Kind.ANSWERED_LATE);
        assertThat(ask("A2")).hasValue(Kind.DENIED);
        assertThat(ask("A3")).hasValue(Kind.REJECTED);
        assertThat(ask("A4")).isEmpty();
        assertThat(guests.isDone(false)).isFalse();

        logout("A1", LogoutReason.LOST);
        heartbeat();
        heartbeat();
        heartbeat();

        assertThat(guests.isDone(false)).isTrue();
        assertThat(guests.results(false)).noneMatch(CheckResult::isFailed).noneMatch(CheckResult::isSkipped);
    }

    @Test
    void guestsWhoSayThatTheySitThereOrAtATakenTerminalGetNone() {
        heartbeat("A1");
        assertThat(ask("A1")).isEmpty();
        assertThat(login("A2", true, true)).isEmpty();
        assertThat(ask("A2")).isEmpty();
        assertThat(login("A3", false, false)).isEmpty();
    }

    @Test
    void aDeniedGuestIsSeatedWhereHeartbeatsOrALogoutSaySo() {
        ask("A1");
        ask("A2");
        ask("A3");
        heartbeat(); // it was sent before the answer came
        heartbeat("A2");
        heartbeat("A2");
        logout("A3", LogoutReason.PATRON);

        assertThat(word(Kind.DENIED)).startsWith("denied-but-seated: ");
        assertThat(word(Kind.REJECTED)).startsWith("rejected-but-seated: ");
    }

    @Test
    void aGuestWhomTheCafeLetsInItselfIsSeatedRightly() {
        ask("A1");
        ask("A2");
        ask("A3");
        logout("A2", LogoutReason.LOST);
        login("A2", true, true);
        login("A3", true, true);
        heartbeat("A2", "A3");
        heartbeat("A2", "A3");

        assertThat(result(Kind.DENIED).isFailed()).isFalse();
        assertThat(result(Kind.REJECTED).isFailed()).isFalse();
    }

    @Test
    void anAllowedGuestSitsThereOrIsLost() {
        ask("A1");
        heartbeat();
        heartbeat();
        assertThat(result(Kind.ANSWERED_LATE).isSkipped()).as("too early").isTrue();
        heartbeat();

        assertThat(word(Kind.ANSWERED_LATE)).startsWith("lost-missing: ").contains("protocol.md");
    }

    @Test
    void anAgentThatWaitsLongerIsNotExamined() {
        ask("A1");
        heartbeat("A1");
        logout("A1", LogoutReason.PATRON);

        assertThat(result(Kind.ANSWERED_LATE).skipped()).contains("--verdict-seconds");
    }

    @Test
    void sessionsAreOpenedAndEndedOnce() {
        AgentEvent.Login login = event("A1", true);
        assertThat(guests.login(login, false)).isEmpty();
        assertThat(guests.login(login, false)).hasValue(AgentFault.SESSION_REUSED);
        assertThat(logout("A1", LogoutReason.PATRON)).isEmpty();
        assertThat(logout("A1", LogoutReason.PATRON)).hasValue(AgentFault.SESSION_UNKNOWN);
    }

    private String word(Kind kind) {
        return result(kind).faults().getFirst();
    }

    private CheckResult result(Kind kind) {
        return guests.results(false).get(kind.ordinal());
    }

    private Optional<Kind> ask(String terminal) {
        return login(terminal, false, true);
    }

    /** A guest logs in and is answered. */
    private Optional<Kind> login(String terminal, boolean admitted, boolean taught) {
        AgentEvent.Login login = event(terminal, admitted);
        assertThat(guests.login(login, taught)).isEmpty();
        Optional<GuestLesson> lesson = guests.lessonOf(login);
        lesson.ifPresent(GuestLesson::answered);
        return lesson.map(GuestLesson::kind);
    }

    private AgentEvent.Login event(String terminal, boolean admitted) {
        sessions.put(terminal, "s-" + ++seq);
        return new AgentEvent.Login(seq, Instant.EPOCH, sessions.get(terminal), terminal, DOCUMENT, admitted);
    }

    /** The last session that was asked for at a terminal ends. */
    private Optional<AgentFault> logout(String terminal, LogoutReason reason) {
        return guests.logout(new AgentEvent.Logout(++seq, Instant.EPOCH, sessions.get(terminal), reason));
    }

    private void heartbeat(String... inUse) {
        guests.heartbeat(new AgentEvent.Heartbeat(++seq, Instant.EPOCH, List.of(inUse)));
    }
}
