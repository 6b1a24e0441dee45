package lingdian.law.judge;

import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;

/**
 * One event of a café's record, as evidence.
 *
 * @param region the café's region when the evidence was taken: decides who may see it
 */
public record EventRef(PlaceCode placeCode, RegionCode region, UUID stream, long seq) {}
