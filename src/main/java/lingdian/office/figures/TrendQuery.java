package lingdian.office.figures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import org.jspecify.annotations.Nullable;

/**
 * The requested figures; both days included.
 *
 * <p>Bounded in time, because each day of each county is a row that has to be summed up.
 */
public record TrendQuery(
        boolean hourly,
        Level level,
        LocalDate from,
        LocalDate to,
        RegionCode region,
        @Nullable String code,
        @Nullable Authority authority) {
    private static final int DAYS = 400;
    private static final int DAYS_OF_HOURS = 31;
    private static final int DAYS_UNASKED = 30;

    /** The level of the regions, by the number of digits in their codes. */
    public enum Level {
        COUNTRY(0),
        PROVINCE(2),
        CITY(4),
        COUNTY(6);

        private final int digits;

        Level(int digits) {
            this.digits = digits;
        }

        int digits() {
            return digits;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrendQuery {
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= (hourly ? DAYS_OF_HOURS : DAYS)) {
            throw Refused.parameter(
                    "to",
                    "expected on or after from, and at most %d days, with hours %d".formatted(DAYS, DAYS_OF_HOURS));
        }
    }

    /** The same of fewer days. */
    TrendQuery between(LocalDate first, LocalDate last) {
        return new TrendQuery(hourly, level, first, last, region, code, authority);
    }

    static TrendQuery of(AuthorisedCall call, LocalDate today) {
        boolean hourly = "hour".equals(call.query("interval"));
        LocalDate to = date(call, "to", today);
        String level = call.query("level");
        String region = call.query("region");
        return new TrendQuery(
                hourly,
                level == null ? Level.COUNTY : Level.valueOf(level.toUpperCase(Locale.ROOT)),
                date(call, "from", hourly ? to : to.minusDays(DAYS_UNASKED - 1L)),
                to,
                region == null ? RegionCode.COUNTRY : new RegionCode(region),
                call.query("code"),
                Authority.orNull(call.query("authority")));
    }

    /** The date in the zone of most cafés. */
    static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ChinaTime.ZONE);
    }

    private static LocalDate date(AuthorisedCall call, String name, LocalDate unasked) {
        return Objects.requireNonNullElse(call.date(name), unasked);
    }
}
