package lingdian.agent.spool;

import java.time.Instant;

/**
 * One recorded event as it is sent: its text is spelled once, when it is recorded, so that however often it is sent its
 * content is the same.
 *
 * @param json the event
 */
record Line(long seq, Instant recordedAt, boolean login, String json) {
    @Override
    public String toString() {
        return "Line[seq=" + seq + "]"; // the text holds personal data
    }
}
