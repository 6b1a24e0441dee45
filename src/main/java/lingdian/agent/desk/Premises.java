package lingdian.agent.desk;

import java.time.Instant;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the café right now: who is on, which terminals are in use, the hours, the warnings.
 *
 * <p>Everything here belongs to one Vert.x context, so nothing is locked. All of it can be had again: from the spool, from
 * the next report, from the next welcome.
 */
final class Premises {
    private final Guests guests = new Guests();
    private final InUse inUse = new InUse();
    private final Warnings warnings = new Warnings();
    private ReceivedHours hours = ReceivedHours.standard();
    private int heartbeatSeconds = 60;
    private @Nullable Instant heartbeatAt;
    private @Nullable PlaceCode placeCode;

    Guests guests() {
        return guests;
    }

    InUse inUse() {
        return inUse;
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

    /** When the last heartbeat was recorded; null for none since the start. */
    @Nullable
    Instant heartbeatAt() {
        return heartbeatAt;
    }

    void heartbeatAt(Instant at) {
        heartbeatAt = at;
    }

    /** As the service calls the café; null where it never did. */
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
