package lingdian.intake.batch;

import java.util.UUID;
import lingdian.domain.PlaceCode;

/** The first record of a stream that fails verification. */
public record StoredBreak(PlaceCode placeCode, UUID stream, long seq) {}
