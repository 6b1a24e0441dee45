package lingdian.intake.probe;

import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;

/**
 * What a café learns by a finding of its own that its own event opened, and that only another café's session proves: that a
 * person was elsewhere at that time. It exists until the event is answered, and is counted then.
 *
 * @param region of the café that learns it
 */
public record PersonElsewhere(RegionCode region, PersonToken person) {}
