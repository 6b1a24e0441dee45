package lingdian.intake.batch;

import java.util.UUID;
import lingdian.domain.PlaceCode;

/** A stream of a café. */
record StreamKey(PlaceCode placeCode, UUID stream) {}
