package lingdian.agent.desk;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lingdian.agent.adapter.CardRefusedException;
import lingdian.agent.adapter.CardSink;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Contexts;
import org.jspecify.annotations.Nullable;

/**
 * Takes the logins and logouts of adapters. The cashier's program has let the person in already, so a login is recorded as
 * admitted, and what the service says against it becomes a warning.
 *
 * <p>Called by the adapters' thread; it works on the desk's context and waits for it.
 */
final class CardDesk implements CardSink {
    private static final int PATIENCE_SECONDS = 60;

    private final Context context;
    private final Ledger ledger;
    private final Premises premises;
    private final PersonKey.Maker persons;
    private final RecentSessions recent;
    private final CardReading reading;

    /** @param reading is told of each line that is recorded */
    CardDesk(
            Context context,
            Ledger ledger,
            Premises premises,
            PersonKey.Maker persons,
            RecentSessions recent,
            CardReading reading) {
        this.context = context;
        this.ledger = ledger;
        this.premises = premises;
        this.persons = persons;
        this.recent = recent;
        this.reading = reading;
    }

    @Override
    public boolean knows(String session) throws IOException {
        return await(() -> Future.succeededFuture(recent.contains(session)));
    }

    @Override
    public void login(String session, JsonObject login, @Nullable Instant at) throws IOException, CardRefusedException {
        AgentEvent.Login asked = decoded(login);
        await(() -> {
            var recorded = new AtomicReference<AgentEvent.@Nullable Login>();
            return ledger.record((seq, now) -> {
                        var event = new AgentEvent.Login(
                                seq, time(at, now), session, asked.terminal(), asked.document(), true);
                        recorded.set(event);
                        return event;
                    })
                    .onSuccess(seq -> {
                        reading.recorded();
                        recent.add(session);
                        AgentEvent.Login event = Objects.requireNonNull(recorded.get());
                        premises.seat(Guest.of(event, persons.of(event.document())));
                    });
        });
    }

    @Override
    public void logout(String session, @Nullable Instant at) throws IOException {
        await(() -> premises.guests()
                .session(session)
                .map(guest -> ledger.record(
                                (seq, now) -> new AgentEvent.Logout(seq, time(at, now), session, LogoutReason.PATRON))
                        .onSuccess(seq -> {
                            reading.recorded();
                            premises.leave(guest);
                        }))
                .orElse(Future.succeededFuture(0L)));
    }

    @Override
    public Optional<String> sessionAt(String terminal) throws IOException {
        return await(() -> Future.succeededFuture(premises.guests().on(terminal).map(Guest::session)));
    }

    private static Instant time(@Nullable Instant at, Instant now) {
        return at == null || at.isAfter(now) ? now : at;
    }

    /** @throws CardRefusedException if the service would call it invalid */
    static AgentEvent.Login decoded(JsonObject login) throws CardRefusedException {
        try {
            return LocalRequests.login(login.toBuffer());
        } catch (Problem.Thrown unfit) {
            throw new CardRefusedException(unfit.problem().detail());
        }
    }

    private <T> T await(Supplier<Future<T>> work) throws IOException {
        try {
            return Contexts.run(context, work)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, SECONDS);
        } catch (ExecutionException notRecorded) {
            throw new IOException("the event was not recorded", notRecorded.getCause());
        } catch (TimeoutException notRecorded) {
            throw new IOException("the event was not recorded", notRecorded);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("the program ends", interrupted);
        }
    }
}
