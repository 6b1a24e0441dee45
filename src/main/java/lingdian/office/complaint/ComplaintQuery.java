package lingdian.office.complaint;

import java.time.LocalDate;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import org.jspecify.annotations.Nullable;

/**
 * Which complaints a list has. There is no search by reporter.
 *
 * @param view {@code open}, {@code overdue} or {@code all}
 * @param today the local date by which one is overdue
 */
public record ComplaintQuery(
        Scope scope,
        String view,
        LocalDate today,
        @Nullable RegionCode region,
        @Nullable PlaceCode placeCode,
        @Nullable String subject) {
    Conditions conditions(Conditions conditions) {
        switch (view) {
            case "all" -> {}
            case "overdue" ->
                conditions.and(
                        "ended_at IS NULL AND CASE WHEN step = 'received' THEN accept_by ELSE answer_by END < ?",
                        today);
            default -> conditions.and("(ended_at IS NULL) = ?", true);
        }
        return conditions
                .within("region", region)
                .and("place_code = ?", placeCode)
                .and("subject = ?", subject);
    }
}
