package lingdian.agent.spool;

import java.time.Instant;

/**
 * One recorded event as it is sent. Its text is composed once, when it is recorded, so that every repetition has equal
 * content.
 *
 * @param json the event
 */
record Line(long seq, Instant recordedAt, boolean login, String json) {
    @Override
    public String toString() {
        return "Line[seq=" + seq + "]"; // the text holds personal data
    }
}
