package lingdian.office.returns;

import java.time.Instant;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.TargetKind;

/**
 * A target for each county of a region.
 *
 * @param region whose office set it
 * @param every how often: a part of the calendar
 * @param percent of a county's cafés
 * @param at when it was set
 */
record Target(RegionCode region, TargetKind kind, ReturnPeriod.Kind every, int percent, Instant at) {}
