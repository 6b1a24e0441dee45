package lingdian.console.cafe;

import java.time.OffsetDateTime;
import lingdian.console.frame.Divisions;
import lingdian.office.cafe.CafeDetail;
import org.jspecify.annotations.Nullable;

/**
 * A café as a list shows it, from the API's answer.
 *
 * @param place the names of its divisions
 * @param facts open violations that are facts
 * @param others open ones that are suspicions or leads
 */
record CafeLine(
        String placeCode,
        String name,
        String place,
        boolean connected,
        @Nullable OffsetDateTime lastHeard,
        int sessions,
        int facts,
        int others) {

    static CafeLine of(CafeDetail cafe, Divisions divisions) {
        return new CafeLine(
                cafe.placeCode(),
                cafe.name(),
                divisions.name(cafe.region()),
                cafe.activity().connected(),
                cafe.activity().lastHeard(),
                cafe.activity().openSessions(),
                cafe.violations().facts(),
                cafe.violations().suspicions() + cafe.violations().leads());
    }
}
