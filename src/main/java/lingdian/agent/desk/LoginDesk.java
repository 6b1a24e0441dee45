package lingdian.agent.desk;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lingdian.agent.link.Answer;
import lingdian.domain.RepeatedDenials;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import org.jspecify.annotations.Nullable;

/**
 * Decides logins and records logouts. It asks the service while there is a connection. Without one, or if the verdict
 * does not come in time, it decides by the hours that the service sent last.
 *
 * <p>It ends an unanswered login with the reason {@code lost} (handbook, protocol.md#what-an-agent-must-do), since a
 * late verdict can admit no guest; this has no effect if the login was denied. A guest who is then admitted here gets a
 * new session. Belongs to one Vert.x context.
 */
final class LoginDesk {
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Ledger ledger;
    private final Premises premises;
    private final LocalRules rules;
    private final PersonKey.Maker persons;
    private final SessionIds sessions;
    private final InstantSource clock;
    private final long verdictMillis;

    private final RepeatedDenials<PersonKey> repeated = new RepeatedDenials<>();
    private Instant hour = Instant.MIN;
    private final Set<Promise<Answer>> waiting = new HashSet<>();
    private final List<Reservation> reserved = new ArrayList<>();
    /** Sessions whose logout could not be recorded yet. */
    private final Set<String> pending = new LinkedHashSet<>();

    /** A login that is being recorded, so that its person is not admitted a second time meanwhile. */
    private record Reservation(PersonKey person, String terminal) {}

    /** A draft that remembers the numbered event made from it. */
    private static final class LoginDraft implements Ledger.Draft {
        private final String session;
        private final AgentEvent.Login asked;
        private final boolean admitted;
        private volatile AgentEvent.@Nullable Login login;

        LoginDraft(String session, AgentEvent.Login asked, boolean admitted) {
            this.session = session;
            this.asked = asked;
            this.admitted = admitted;
        }

        @Override
        public AgentEvent.WellFormed numbered(long seq, Instant at) {
            var numbered = new AgentEvent.Login(seq, at, session, asked.terminal(), asked.document(), admitted);
            login = numbered;
            return numbered;
        }

        AgentEvent.Login login() {
            return Objects.requireNonNull(login, "recorded");
        }
    }

    /** @param verdictMillis how long to wait for a verdict, in real milliseconds */
    LoginDesk(
            Vertx vertx,
            Ledger ledger,
            Premises premises,
            LocalRules rules,
            PersonKey.Maker persons,
            SessionIds sessions,
            InstantSource clock,
            long verdictMillis) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.premises = premises;
        this.rules = rules;
        this.persons = persons;
        this.sessions = sessions;
        this.clock = clock;
        this.verdictMillis = verdictMillis;
    }

    /** Decides whether the person may use the terminal; fails if that cannot be recorded. */
    Future<Decision> login(AgentEvent.Login asked) {
        return ledger.connected() ? ask(asked) : decideHere(asked);
    }

    /** Records that the guest has left. */
    Future<Long> logout(Guest guest, LogoutReason reason) {
        return ledger.record((seq, at) -> new AgentEvent.Logout(seq, at, guest.session(), reason))
                .onSuccess(seq -> premises.leave(guest));
    }

    /** The connection is lost: pending verdicts will not come in time. */
    void disconnected() {
        List.copyOf(waiting).forEach(each -> each.tryFail("the connection was lost"));
    }

    /** Has the next {@link #sendPendingLogouts} end a session that was requested and that no guest uses. */
    void withdraw(String session) {
        pending.add(session);
    }

    boolean hasPendingLogouts() {
        return !pending.isEmpty();
    }

    /** Records the logouts that wait, or could not be recorded. */
    void sendPendingLogouts() {
        List<String> due = List.copyOf(pending);
        pending.clear();
        due.forEach(session -> withdrawal(session).onFailure(full -> pending.add(session)));
    }

    private Future<Decision> ask(AgentEvent.Login asked) {
        var draft = new LoginDraft(sessions.next(), asked, false);
        return ledger.record(draft).compose(seq -> verdict(asked, draft.login()));
    }

    private Future<Decision> verdict(AgentEvent.Login asked, AgentEvent.Login login) {
        return inTime(ledger.answer(login.seq()))
                .compose(answer -> answered(asked, login, answer), late -> withdrawn(asked, login.session()));
    }

    private Future<Decision> answered(AgentEvent.Login asked, AgentEvent.Login login, Answer answer) {
        return switch (answer) {
            case Answer.Verdict verdict -> Future.succeededFuture(judged(login, verdict));
            case Answer.Reject reject -> decideHere(asked); // it had no effect
            case Answer.Acknowledged acknowledged -> withdrawn(asked, login.session());
        };
    }

    private Decision judged(AgentEvent.Login login, Answer.Verdict verdict) {
        if (!verdict.allow()) {
            return Decision.denied(verdict.reasons(), Decision.By.SERVICE);
        }
        premises.seat(Guest.of(login, persons.of(login.document())));
        return Decision.allowed(login.session(), verdict.closesAt(), Decision.By.SERVICE);
    }

    private Future<Decision> withdrawn(AgentEvent.Login asked, String session) {
        return withdrawal(session).onFailure(full -> pending.add(session)).compose(seq -> decideHere(asked));
    }

    private Future<Long> withdrawal(String session) {
        return ledger.record((seq, at) -> new AgentEvent.Logout(seq, at, session, LogoutReason.LOST));
    }

    private Future<Decision> decideHere(AgentEvent.Login asked) {
        Instant now = clock.instant();
        PersonKey person = persons.of(asked.document());
        List<String> reasons =
                rules.reasons(asked.document(), elsewhere(person, asked.terminal()), now, premises.hours());
        int pauses = pauses(person, now, reasons.contains(LocalRules.IN_USE_ELSEWHERE));
        return pauses == 0
                ? decided(asked, person, reasons)
                : vertx.timer((long) pauses * PAUSE_MILLIS, MILLISECONDS)
                        .compose(late -> decided(asked, person, reasons));
    }

    /** As the service does: who asks again and again where a person sits is answered later and later. */
    private int pauses(PersonKey person, Instant now, boolean denied) {
        Instant current = now.truncatedTo(ChronoUnit.HOURS);
        if (!current.equals(hour)) {
            hour = current;
            repeated.clear();
        }
        return repeated.pauses(person, denied);
    }

    private Future<Decision> decided(AgentEvent.Login asked, PersonKey person, List<String> reasons) {
        if (!reasons.isEmpty()) {
            return Future.succeededFuture(Decision.denied(reasons, Decision.By.LOCAL));
        }
        var reservation = new Reservation(person, asked.terminal());
        reserved.add(reservation);
        var draft = new LoginDraft(sessions.next(), asked, true);
        return ledger.record(draft)
                .map(seq -> admittedHere(draft.login(), person))
                .onComplete(done -> reserved.remove(reservation));
    }

    private Decision admittedHere(AgentEvent.Login login, PersonKey person) {
        premises.seat(Guest.of(login, person));
        return Decision.allowed(login.session(), premises.hours().closesAt(login.at()), Decision.By.LOCAL);
    }

    private boolean elsewhere(PersonKey person, String terminal) {
        return premises.guests().elsewhere(person, terminal)
                || reserved.stream()
                        .anyMatch(other -> other.person().equals(person)
                                && !other.terminal().equals(terminal));
    }

    private Future<Answer> inTime(Future<Answer> answer) {
        Promise<Answer> promise = Promise.promise();
        waiting.add(promise);
        long timer = vertx.setTimer(verdictMillis, id -> promise.tryFail("no verdict in time"));
        answer.onComplete((value, failure) -> {
            if (failure == null) {
                promise.tryComplete(value);
            } else {
                promise.tryFail(failure);
            }
        });
        return promise.future().onComplete(done -> {
            waiting.remove(promise);
            vertx.cancelTimer(timer);
        });
    }
}
