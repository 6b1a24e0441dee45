package lingdian.office.returns;

import java.time.LocalDate;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows of which time are counted.
 *
 * @param campaign whose inspections, and the cases and complaints that these led to, alone count; null: all
 */
public record ReturnQuery(
        Authority authority,
        RegionCode region,
        ReturnPeriod period,
        @Nullable UUID campaign) {
    public static ReturnQuery of(Authority authority, RegionCode region, ReturnPeriod period) {
        boolean campaign = period.kind() == ReturnPeriod.Kind.CAMPAIGN;
        return new ReturnQuery(authority, region, period, campaign ? UUID.fromString(period.name()) : null);
    }

    /** Whether the region is one county, which submits, and not one that sums up. */
    boolean isOfCounty() {
        return isCounty(region);
    }

    static boolean isCounty(RegionCode region) {
        return region.prefix().length() == RegionCode.DIGITS;
    }

    /** @param accumulated whether from the beginning of the year, not of the period */
    LocalDate from(boolean accumulated) {
        return accumulated ? period.accumulatedFrom() : period.from();
    }
}
