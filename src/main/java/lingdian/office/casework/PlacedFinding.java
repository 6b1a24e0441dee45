package lingdian.office.casework;

import java.time.LocalDate;
import java.time.ZoneId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseDays;
import lingdian.law.course.CaseFinding;

/**
 * A violation that belongs to no case of one of its authorities yet.
 *
 * @param cafe where it is
 * @param progress what people did about it, as it is stored
 */
record PlacedFinding(ViolationId violation, Authority authority, Cafe cafe, CaseFinding finding, String progress) {
    /** A café, and the local time that it has now. */
    record Cafe(PlaceCode placeCode, ZoneId zone) {}

    /** What a case is one of: those of a café, an authority and a business day. */
    record Key(PlaceCode placeCode, Authority authority, LocalDate businessDay) {}

    Key key() {
        return new Key(cafe.placeCode(), authority, CaseDays.of(finding.startedAt(), cafe.zone()));
    }
}
