package lingdian.agent.spool;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of the café's records and their connection to the service at one moment, for the safety officer's status
 * page.
 *
 * @param connected whether the service has sent its welcome on the open connection
 * @param since when {@code connected} last changed
 * @param stream the current stream
 * @param lastSeq the last event recorded in it, 0 for none
 * @param ackedSeq the last event acknowledged by the service, 0 for none
 * @param unsent how many events are not acknowledged yet
 * @param lastAckedAt when the service last acknowledged anything, null for never
 * @param stopped why the service refuses this agent's events at present, in plain words; null if it does not. The agent
 *     keeps retrying, only more slowly
 * @param diskFull whether the last attempt to record failed for lack of disk space
 * @param setAside names of the directories of earlier streams whose records are damaged or contradict the service's
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
