package lingdian.law.casework;

import java.time.LocalDate;
import lingdian.law.calendar.Term;
import lingdian.law.statute.LawStanding;
import lingdian.platform.settings.Inline;
import org.jspecify.annotations.Nullable;

/**
 * A deadline as the law or an office sets it.
 *
 * @param id its name in programs, such as {@code DECIDE}
 * @param basis the article, as people read it
 * @param standing how well that article is known
 * @param validFrom the first day on which a step can set it off; null: always
 */
public record DeadlineRule(
        String id,
        @Inline Term term,
        String basis,
        LawStanding standing,
        @Nullable LocalDate validFrom) {
    public DeadlineRule {
        if (!id.matches("[A-Z][A-Z-]{0,19}")) {
            throw new IllegalArgumentException("id: must be 1 to 20 capital letters and hyphens");
        }
        if (basis.isBlank()) {
            throw new IllegalArgumentException("basis: must not be blank");
        }
    }

    /** Whether a step taken on a day sets it off. */
    public boolean appliesOn(LocalDate day) {
        return validFrom == null || !day.isBefore(validFrom);
    }
}
