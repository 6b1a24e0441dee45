package lingdian.intake.probe;

import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;

/**
 * What a café learns by a finding of its own that another café's session proves: that a person was elsewhere at that time. It exists
 * until the event is answered that changed the finding, and is counted then.
 *
 * @param placeCode of the café that learns it
 * @param region its own
 * @param byItself whether its own event changed the finding, and not another café's
 */
public record PersonElsewhere(PlaceCode placeCode, RegionCode region, PersonToken person, boolean byItself) {}
