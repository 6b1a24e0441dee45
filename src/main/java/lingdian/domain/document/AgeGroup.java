package lingdian.domain.document;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The age of a document's holder on a day, in the groups that the law protects (PIPL, Art. 28 and 31). Pure.
 *
 * <p>Unlike {@link DocumentRules}, where a malformed document never makes its holder under age, this protects anyone
 * who may be a child: a wrong number still gives a birth date, and of two dates the later one counts.
 */
public enum AgeGroup {
    UNDER_14,
    MINOR,
    ADULT,
    /** The document gives no birth date. */
    UNKNOWN;

    private static final int PROTECTED_YEARS = 14;
    private static final Pattern CITIZEN_NUMBER = Pattern.compile("[0-9]{17}[0-9Xx]");

    /** @param day the local date of the login */
    public static AgeGroup of(Credential credential, LocalDate day) {
        return switch (credential) {
            case Document document -> of(document, day);
            case NetworkIdentity identity -> identity.adult() ? ADULT : MINOR;
        };
    }

    private static AgeGroup of(Document document, LocalDate day) {
        return birthDate(document)
                .filter(born -> !born.isAfter(day))
                .map(born -> of(born, day))
                .orElse(UNKNOWN);
    }

    /** The word in the API and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The birth date that the document states, whether the document is well formed or not. */
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
