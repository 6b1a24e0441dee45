package lingdian.record.message;

import java.util.UUID;
import lingdian.domain.PlaceCode;

/**
 * Which message a café says something of.
 *
 * @param id of a message, perhaps unknown or another café's
 */
public record CafeReceipt(PlaceCode placeCode, UUID id) {}
