package lingdian.intake.batch;

import java.util.UUID;

/** The first record of a stream that fails verification. */
public record StoredBreak(String placeCode, UUID stream, long seq) {}
