package lingdian.law.judge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import lingdian.domain.document.LoginRef;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event with what the service knows of its arrival.
 *
 * @param sentAt the agent's clock when it sent the message, if it said so
 * @param receivedAt the server's clock
 * @param identity the person of a login; null for other events
 */
public record StampedEvent(
        UUID stream,
        int streamNumber,
        AgentEvent event,
        @Nullable Instant sentAt,
        Instant receivedAt,
        @Nullable Identity identity) {

    private static final ZoneOffset RECORD_DAY = ZoneOffset.ofHours(8);

    /** The received day, by which records are kept and dropped: that of China's one time zone. */
    public static LocalDate day(Instant receivedAt) {
        return LocalDate.ofInstant(receivedAt, RECORD_DAY);
    }

    LoginRef key() {
        return new LoginRef(streamNumber, event.seq(), day(receivedAt));
    }
}
