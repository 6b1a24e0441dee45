package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * The periodic tasks: heartbeats day and night, the warnings before closing, and retries of events that could not be
 * recorded.
 *
 * <p>It goes by the clock instead of counting its calls, so it may be called at any rate. Belongs to one Vert.x
 * context.
 */
final class PeriodicTasks {
    private final Ledger ledger;
    private final Premises premises;
    private final LoginDesk desk;
    private final InstantSource clock;
    private final BooleanSupplier abreast;
    private boolean beating;
    private @Nullable Instant tried;
    private boolean toldUnreported;
    private boolean toldFull;

    /** @param abreast whether no line of the cashier's program is older than what is recorded now ({@link CardReading}) */
    PeriodicTasks(Ledger ledger, Premises premises, LoginDesk desk, InstantSource clock, BooleanSupplier abreast) {
        this.ledger = ledger;
        this.premises = premises;
        this.desk = desk;
        this.clock = clock;
        this.abreast = abreast;
    }

    /** Performs the due tasks; completes when their events are recorded. */
    Future<Void> tick() {
        Instant now = clock.instant();
        warnBeforeClosing(now);
        warnWhenFull(now);
        boolean beats = !beating && isDue(now);
        if (!beats && !desk.hasPendingLogouts() || !abreast.getAsBoolean()) {
            return Future.succeededFuture();
        }
        desk.sendPendingLogouts();
        return beats ? heartbeat(now) : Future.succeededFuture();
    }

    private void warnBeforeClosing(Instant now) {
        ReceivedHours hours = premises.hours();
        Instant closesAt = hours.closesAt(now);
        String text = closesAt == null ? "" : Rfc3339.format(closesAt, hours.zone());
        premises.warnings().look(now, hours, text, closesAt);
    }

    private void warnWhenFull(Instant now) {
        if (ledger.diskFull() && !toldFull) {
            premises.warnings().add(Warning.Kind.DISK_FULL, now, new JsonObject());
        }
        toldFull = ledger.diskFull();
    }

    private Future<Void> heartbeat(Instant now) {
        tried = now;
        Optional<List<String>> fresh = premises.inUse().fresh(now);
        boolean unknown = fresh.isEmpty() && !isWitnessed(premises.guests().all());
        warnWhenUnreported(unknown, now);
        return unknown ? Future.succeededFuture() : beat(now, inUse(fresh));
    }

    /** Whether the seat of each guest said that it is on. */
    private boolean isWitnessed(List<Guest> guests) {
        return guests.stream().allMatch(guest -> premises.seats().isWitnessed(guest.terminal()));
    }

    /** Without the cashier's word, a guest is there as long as the seat is on: who watches a film touches nothing. */
    private List<String> inUse(Optional<List<String>> fresh) {
        List<String> told = fresh.orElseGet(
                () -> premises.guests().all().stream().map(Guest::terminal).toList());
        return both(told, premises.seats().active());
    }

    private static List<String> both(@Nullable List<String> some, List<String> others) {
        var all = new TreeSet<>(others);
        all.addAll(some == null ? List.of() : some);
        return List.copyOf(all);
    }

    /** Null where neither the cashier's program nor a seat said anything. */
    private @Nullable List<String> powered(Instant now) {
        List<String> told = premises.inUse().powered(now);
        List<String> seats = premises.seats().witnessed();
        return told == null && seats.isEmpty() ? null : both(told, seats);
    }

    /** Null where no seat said anything: nobody can say it for a seat. */
    private @Nullable List<String> witnessed() {
        List<String> seats = premises.seats().witnessed();
        return seats.isEmpty() ? null : seats;
    }

    /** Whether a heartbeat is due, which a clock that was set back also causes. */
    private boolean isDue(Instant now) {
        Instant last = tried;
        return last == null || now.isBefore(last) || !now.isBefore(last.plusSeconds(premises.heartbeatSeconds()));
    }

    private Future<Void> beat(Instant now, List<String> inUse) {
        beating = true;
        List<String> powered = powered(now);
        List<String> witnessed = witnessed();
        return ledger.record((seq, at) -> new AgentEvent.Heartbeat(seq, at, inUse, powered, witnessed))
                .onSuccess(seq -> {
                    premises.heartbeatAt(clock.instant());
                    premises.seats().forget();
                    premises.guests()
                            .heartbeat(seq, inUse)
                            .forEach(guest -> premises.inUse().locked(guest.terminal()));
                })
                .onComplete(done -> beating = false)
                .<Void>mapEmpty()
                .otherwiseEmpty(); // not recorded: the page says so, and the next heartbeat will be
    }

    private void warnWhenUnreported(boolean unknown, Instant now) {
        if (unknown && !toldUnreported) {
            premises.warnings().add(Warning.Kind.TERMINALS_NOT_REPORTED, now, new JsonObject());
        }
        toldUnreported = unknown;
    }
}
