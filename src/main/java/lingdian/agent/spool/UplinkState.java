package lingdian.agent.spool;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How things stand between the café's records and the service, at one moment: what a safety officer wants to see.
 *
 * @param connected whether the service has said welcome on the connection that is open
 * @param since when it became so
 * @param stream the current stream
 * @param lastSeq the last event recorded in it, 0 for none
 * @param ackedSeq the last event that is safe at the service, 0 for none
 * @param unsent how many events are not safe at the service yet
 * @param lastAckedAt when the service last acknowledged anything, null for never
 * @param stopped why the service does not take this agent's events at present, in plain words; null where nothing is known
 *     to be wrong. It is tried again all the time, only more slowly
 * @param diskFull whether the last attempt to record failed for want of room
 * @param setAside names of the directories of earlier streams whose records are damaged or did not fit what the service has
 */
public record UplinkState(
        boolean connected,
        Instant since,
        UUID stream,
        long lastSeq,
        long ackedSeq,
        long unsent,
        @Nullable Instant lastAckedAt,
        @Nullable String stopped,
        boolean diskFull,
        List<String> setAside) {}
