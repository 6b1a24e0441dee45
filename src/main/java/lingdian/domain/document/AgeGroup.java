package lingdian.domain.document;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How old the holder of a document was on a day, as far as the law protects them by age (PIPL, Art. 28 and 31). Pure.
 *
 * <p>Not {@link DocumentRules}: a document that is malformed accuses nobody of being under age, but whoever may be a child
 * is protected like one, so that here a wrong number still tells a birth date, and of two dates the later one counts.
 */
public enum AgeGroup {
    UNDER_14,
    MINOR,
    ADULT,
    /** The document tells no birth date. */
    UNKNOWN;

    private static final int PROTECTED_YEARS = 14;
    private static final Pattern CITIZEN_NUMBER = Pattern.compile("[0-9]{17}[0-9Xx]");

    /** @param day the local date of the login */
    public static AgeGroup of(Document document, LocalDate day) {
        return birthDate(document)
                .filter(born -> !born.isAfter(day))
                .map(born -> of(born, day))
                .orElse(UNKNOWN);
    }

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the document says of its holder's birth date, whether the document is in order or not. */
    public static Optional<LocalDate> birthDate(Document document) {
        return Stream.of(ofNumber(document.number().strip()), ofField(document))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static AgeGroup of(LocalDate born, LocalDate day) {
        if (day.isBefore(CalendarDates.birthday(born, PROTECTED_YEARS))) {
            return UNDER_14;
        }
        return day.isBefore(CalendarDates.adultFrom(born)) ? MINOR : ADULT;
    }

    private static Optional<LocalDate> ofNumber(String number) {
        return CITIZEN_NUMBER.matcher(number).matches() ? CitizenNumber.birthDate(number) : Optional.empty();
    }

    private static Optional<LocalDate> ofField(Document document) {
        return Optional.ofNullable(document.birthDate()).flatMap(CalendarDates::iso);
    }
}
