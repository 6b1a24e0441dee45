package lingdian.record.backtest;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.LicenceExpiry;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.judge.CafeFacts;
import org.jspecify.annotations.Nullable;

/**
 * All recorded decisions about one café, and the streams of its record.
 *
 * <p>A change of hours never begins before events already judged (handbook, hours.md#no-change-of-what-was-judged), so
 * all schedules, orders, suspensions and closures together give the hours at any past moment. Changes without a time of
 * their own
 * are dated by the number of events.
 *
 * @param eras the versions of its row, oldest first; the last one is current
 * @param streams by their short number
 */
record RecordedCafe(
        PlaceCode placeCode,
        List<Era> eras,
        List<SuspensionPeriod> suspensions,
        Attendance attendance,
        Map<Integer, UUID> streams) {

    RecordedCafe {
        eras = List.copyOf(eras);
        suspensions = List.copyOf(suspensions);
        streams = Map.copyOf(streams);
        if (eras.isEmpty()) {
            throw new IllegalArgumentException("a café needs at least one era");
        }
    }

    /**
     * A version of the café's row.
     *
     * @param events how many of the café's events were judged before this version was replaced; null for the current
     *     version
     * @param schedules of the café and of its region
     * @param orders likewise
     */
    record Era(
            @Nullable Long events,
            RegionCode region,
            ZoneId zone,
            Set<String> staffTerminals,
            @Nullable Integer terminals,
            NightlyFigures nightly,
            @Nullable LocalDate licenceValidUntil,
            Measures measures,
            List<Schedule> schedules,
            List<HoursOrder> orders) {
        Era {
            staffTerminals = Set.copyOf(staffTerminals);
            schedules = List.copyOf(schedules);
            orders = List.copyOf(orders);
        }

        boolean holds(long event) {
            return events == null || event <= events;
        }
    }

    /** Its present region. */
    RegionCode region() {
        return eras.getLast().region();
    }

    /** Its present time zone, in which its findings are written. */
    ZoneId zone() {
        return eras.getLast().zone();
    }

    FindingComparison.Writing writing() {
        return new FindingComparison.Writing(region(), zone());
    }

    /** The facts about the café that the judge uses in an era. */
    CafeFacts facts(Era era) {
        var periods = new ArrayList<>(suspensions);
        LocalDate validUntil = era.licenceValidUntil();
        if (validUntil != null) {
            periods.add(SuspensionPeriod.expired(
                    LicenceExpiry.id(placeCode, validUntil), LicenceExpiry.at(validUntil, era.zone())));
        }
        Hours hours = Hours.of(new HoursLayers(era.zone(), era.schedules(), era.orders()));
        return new CafeFacts(
                placeCode,
                era.region(),
                hours,
                periods,
                era.staffTerminals(),
                era.terminals(),
                era.nightly(),
                era.measures(),
                attendance.closures());
    }
}
