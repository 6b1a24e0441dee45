package lingdian.law.statute;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One article as one revision of a law has it.
 *
 * @param text names the law and the article
 * @param revision names the revision and its date
 * @param from the first day on which it is in force; null: always
 * @param to the last one; null: until today
 * @param wording of the article; null where it is not at hand
 * @param checked the day on which somebody compared it with the official database; null: nobody has
 */
public record LawText(
        String text,
        String revision,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        LawStanding standing,
        @Nullable String wording,
        @Nullable LocalDate checked) {
    /** What stands in a wording for a part that is left out. */
    public static final String LEFT_OUT = "……";

    public LawText {
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("to: must not be before from");
        }
    }

    /** Whether it is in force on a day. */
    public boolean isInForce(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    /** Whether its wording leaves something out: such a text is not quoted in documents, and pages say so. */
    public boolean isShortened() {
        return wording != null && wording.contains(LEFT_OUT);
    }

    boolean overlaps(LawText other) {
        return (to == null || other.from == null || !other.from.isAfter(to))
                && (other.to == null || from == null || !from.isAfter(other.to));
    }
}
