package lingdian.agent.desk;

import java.time.Instant;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * The current state of the café: guests, terminals in use, hours, warnings.
 *
 * <p>Everything here belongs to one Vert.x context, so no locks are needed. All of it can be rebuilt: from the spool,
 * the next report and the next welcome.
 */
final class Premises {
    private final Guests guests = new Guests();
    private final TerminalUse inUse = new TerminalUse();
    private final SeatWitnesses seats = new SeatWitnesses();
    private final Warnings warnings = new Warnings();
    private ReceivedHours hours = ReceivedHours.standard();
    private int heartbeatSeconds = 60;
    private @Nullable Instant heartbeatAt;
    private @Nullable Instant patrolAt;
    private @Nullable PlaceCode placeCode;

    Guests guests() {
        return guests;
    }

    TerminalUse inUse() {
        return inUse;
    }

    SeatWitnesses seats() {
        return seats;
    }

    Warnings warnings() {
        return warnings;
    }

    ReceivedHours hours() {
        return hours;
    }

    void hours(ReceivedHours received) {
        hours = received;
    }

    int heartbeatSeconds() {
        return heartbeatSeconds;
    }

    void heartbeatSeconds(int seconds) {
        heartbeatSeconds = seconds;
    }

    /** When the last heartbeat was recorded; null if none was since the start. */
    @Nullable
    Instant heartbeatAt() {
        return heartbeatAt;
    }

    void heartbeatAt(Instant at) {
        heartbeatAt = at;
    }

    /** When the last patrol was recorded; null if none was since the start. */
    @Nullable
    Instant patrolAt() {
        return patrolAt;
    }

    void patrolAt(Instant at) {
        patrolAt = at;
    }

    /** The café's place code according to the service; null if it never sent one. */
    @Nullable
    PlaceCode placeCode() {
        return placeCode;
    }

    void placeCode(PlaceCode code) {
        placeCode = code;
    }

    void seat(Guest guest) {
        guests.seat(guest);
        inUse.unlocked(guest.terminal());
    }

    void leave(Guest guest) {
        guests.leave(guest.session());
        inUse.locked(guest.terminal());
    }
}
