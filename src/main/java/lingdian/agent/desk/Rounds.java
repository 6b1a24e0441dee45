package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * What is done of itself as time passes: heartbeats day and night, the warnings before closing, and what could not be
 * recorded before.
 *
 * <p>Goes by the clock and not by counting its own calls, so that it may be called as often as one likes. Belongs to one
 * Vert.x context.
 */
final class Rounds {
    private final Ledger ledger;
    private final Premises premises;
    private final Desk desk;
    private final InstantSource clock;
    private boolean beating;
    private @Nullable Instant tried;
    private boolean toldUnreported;
    private boolean toldFull;

    Rounds(Ledger ledger, Premises premises, Desk desk, InstantSource clock) {
        this.ledger = ledger;
        this.premises = premises;
        this.desk = desk;
        this.clock = clock;
    }

    /** Does what is due; completes when that is recorded. */
    Future<Void> tick() {
        Instant now = clock.instant();
        warnBeforeClosing(now);
        warnWhenFull(now);
        desk.payOwed();
        return heartbeat(now);
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
        if (beating || !isDue(now)) {
            return Future.succeededFuture();
        }
        tried = now;
        Optional<List<String>> fresh = premises.inUse().fresh(now);
        boolean unknown = fresh.isEmpty() && !premises.guests().isEmpty();
        warnWhenUnreported(unknown, now);
        return unknown ? Future.succeededFuture() : beat(fresh.orElse(List.of()));
    }

    /** A clock that was set back makes one due too. */
    private boolean isDue(Instant now) {
        Instant last = tried;
        return last == null || now.isBefore(last) || !now.isBefore(last.plusSeconds(premises.heartbeatSeconds()));
    }

    private Future<Void> beat(List<String> inUse) {
        beating = true;
        return ledger.record((seq, at) -> new AgentEvent.Heartbeat(seq, at, inUse))
                .onSuccess(seq -> {
                    premises.heartbeatAt(clock.instant());
                    premises.guests()
                            .heartbeat(seq, inUse)
                            .forEach(guest -> premises.inUse().locked(guest.terminal()));
                })
                .onComplete(done -> beating = false)
                .<Void>mapEmpty()
                .otherwiseEmpty(); // it is not recorded: the page says so, and the next one is
    }

    private void warnWhenUnreported(boolean unknown, Instant now) {
        if (unknown && !toldUnreported) {
            premises.warnings().add(Warning.Kind.TERMINALS_NOT_REPORTED, now, new JsonObject());
        }
        toldUnreported = unknown;
    }
}
