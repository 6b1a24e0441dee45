package lingdian.domain.document;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a document without knowing the day: the date-independent half of verification.
 *
 * @param wellFormed false where the number, type or a date of the document is wrong whatever the day
 * @param birthDate the holder's birth date; null only where not well formed
 * @param bornBefore true where the birth date must be before the day (types without a birth date in the number), false
 *     where it may also be the day itself (types 111 and 112)
 * @param validUntil the last day on which the document is valid, if it says so
 * @param warnings stable codes of oddities that are no fault, such as {@code region-unknown}
 */
public record DocumentForm(
        boolean wellFormed,
        @Nullable LocalDate birthDate,
        boolean bornBefore,
        @Nullable LocalDate validUntil,
        List<String> warnings) {

    public DocumentForm {
        if (wellFormed && birthDate == null) {
            throw new IllegalArgumentException("a well-formed document has a birth date");
        }
        warnings = List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return "DocumentForm[wellFormed=" + wellFormed + "]"; // a birth date is personal data
    }
}
