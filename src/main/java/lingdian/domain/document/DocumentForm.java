package lingdian.domain.document;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a document that do not depend on the day.
 *
 * @param wellFormed false if the number, type or a date of the document is wrong on every day
 * @param birthDate the holder's birth date; null if not well formed, and for a network identity
 * @param adult what the identity platform said of a network identity; null for a document
 * @param bornBefore true if the birth date must be before the day (types without a birth date in the number), false if
 * it may also be the day itself (types 111 and 112)
 * @param validUntil the last day on which the document is valid, if it states one
 * @param warnings stable codes of oddities that are not errors, such as {@code region-unknown}
 */
public record DocumentForm(
        boolean wellFormed,
        @Nullable LocalDate birthDate,
        @Nullable Boolean adult,
        boolean bornBefore,
        @Nullable LocalDate validUntil,
        List<String> warnings) {

    public DocumentForm {
        if (wellFormed && birthDate == null && adult == null) {
            throw new IllegalArgumentException("a well-formed document has a birth date");
        }
        warnings = List.copyOf(warnings);
    }

    /** The form of a document. */
    public DocumentForm(
            boolean wellFormed,
            @Nullable LocalDate birthDate,
            boolean bornBefore,
            @Nullable LocalDate validUntil,
            List<String> warnings) {
        this(wellFormed, birthDate, null, bornBefore, validUntil, warnings);
    }

    /** Whether it is the form of a network identity, which shows no document that a registry could know. */
    public boolean isNetworkIdentity() {
        return adult != null;
    }

    @Override
    public String toString() {
        return "DocumentForm[wellFormed=" + wellFormed + "]"; // a birth date is personal data
    }
}
