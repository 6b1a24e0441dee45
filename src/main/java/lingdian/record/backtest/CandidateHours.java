package lingdian.record.backtest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.Weekly;
import lingdian.platform.settings.Default;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * Hours as if they had been entered in time: a file of schedules and orders in the format of the handbook, hours.md.
 *
 * <p>They take precedence over everything that was entered on their level, and unlike a real change they may begin in
 * the past.
 */
public record CandidateHours(
        @Default("[]") List<ScheduleEntry> schedules,
        @Default("[]") List<OrderEntry> orders) {
    private static final long FIRST_ENTERED = Long.MAX_VALUE / 2;

    /** A schedule for a café or a region. */
    public record ScheduleEntry(
            @Nullable String placeCode,
            @Nullable String region,
            Map<String, List<String>> weekly,
            String from,
            @Nullable String to) {
        public ScheduleEntry {
            area(placeCode, region);
            date("from", from);
            if (to != null && date("to", to).isBefore(date("from", from))) {
                throw new IllegalArgumentException("to: must not be before from");
            }
            parsed(weekly);
        }
    }

    /** An order for a café or a region. */
    public record OrderEntry(
            @Nullable String placeCode, @Nullable String region, String kind, String from, String to) {
        public OrderEntry {
            area(placeCode, region);
            if (!kind.equals("open") && !kind.equals("closed")) {
                throw new IllegalArgumentException("kind: must be open or closed");
            }
            if (!instant("from", from).isBefore(instant("to", to))) {
                throw new IllegalArgumentException("to: must be after from");
            }
        }
    }

    RecordedCafe applied(RecordedCafe cafe) {
        return new RecordedCafe(
                cafe.placeCode(),
                cafe.eras().stream().map(era -> applied(cafe.placeCode(), era)).toList(),
                cafe.suspensions(),
                cafe.attendance(),
                cafe.streams());
    }

    private RecordedCafe.Era applied(PlaceCode placeCode, RecordedCafe.Era era) {
        return new RecordedCafe.Era(
                era.events(),
                era.region(),
                era.zone(),
                era.staffTerminals(),
                era.terminals(),
                era.nightly(),
                era.licenceValidUntil(),
                era.measures(),
                Stream.concat(era.schedules().stream(), schedulesFor(placeCode, era.region()).stream())
                        .toList(),
                Stream.concat(era.orders().stream(), ordersFor(placeCode, era.region()).stream())
                        .toList());
    }

    private List<Schedule> schedulesFor(PlaceCode placeCode, RegionCode county) {
        var touching = new ArrayList<Schedule>();
        for (ScheduleEntry entry : schedules) {
            if (touches(entry.placeCode(), entry.region(), placeCode, county)) {
                touching.add(new Schedule(
                        level(entry.region()),
                        FIRST_ENTERED + touching.size(),
                        parsed(entry.weekly()),
                        date("from", entry.from()),
                        entry.to() == null ? null : date("to", entry.to())));
            }
        }
        return touching;
    }

    private List<HoursOrder> ordersFor(PlaceCode placeCode, RegionCode county) {
        var touching = new ArrayList<HoursOrder>();
        for (OrderEntry entry : orders) {
            if (touches(entry.placeCode(), entry.region(), placeCode, county)) {
                touching.add(new HoursOrder(
                        level(entry.region()),
                        FIRST_ENTERED + touching.size(),
                        new UUID(0, touching.size()),
                        entry.kind().equals("open"),
                        instant("from", entry.from()),
                        instant("to", entry.to())));
            }
        }
        return touching;
    }

    private static boolean touches(
            @Nullable String ofCafe, @Nullable String ofRegion, PlaceCode placeCode, RegionCode county) {
        return placeCode.value().equals(ofCafe) || ofRegion != null && new RegionCode(ofRegion).covers(county);
    }

    private static Level level(@Nullable String region) {
        return region == null
                ? Level.CAFE
                : Level.ofRegion(
                        RegionCode.find(region).orElseThrow(() -> new IllegalArgumentException(Level.EXPECTED)));
    }

    private static void area(@Nullable String placeCode, @Nullable String region) {
        if ((placeCode == null) == (region == null)) {
            throw new IllegalArgumentException("give placeCode or region");
        }
        if (placeCode != null && PlaceCode.find(placeCode).isEmpty()) {
            throw new IllegalArgumentException("placeCode: must be a place code in quotation marks");
        }
        level(region);
    }

    private static Weekly parsed(Map<String, List<String>> weekly) {
        return switch (Weekly.parse(weekly)) {
            case Weekly.Parsed.Valid valid -> valid.weekly();
            case Weekly.Parsed.Invalid invalid ->
                throw new IllegalArgumentException(
                        "weekly: expected " + invalid.mistakes().getFirst().expected());
        };
    }

    private static LocalDate date(String key, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException unreal) {
            throw new IllegalArgumentException(key + ": must be a date like '2026-07-01'");
        }
    }

    private static Instant instant(String key, String text) {
        return Rfc3339.parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(key + ": must be a time like '2026-07-01T00:00:00+08:00'"));
    }
}
