package lingdian.domain.document;

import java.time.LocalDate;

/**
 * Identifies the record of a login in the journal.
 *
 * @param streamNumber the stream's number in the database
 * @param seq the event's number in its stream
 * @param day the received day under which it is stored
 */
public record LoginRef(int streamNumber, long seq, LocalDate day) {}
