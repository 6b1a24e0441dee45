package lingdian.office.document;

import java.time.Instant;

/**
 * A document that was served on a café.
 *
 * @param servedAt when the first receipt that names it was made
 */
public record ServedDocument(MadeDocument made, Instant servedAt) {}
