package lingdian.domain.document;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates as written in documents: real dates of the Gregorian calendar from the year 1 on, or none. */
final class CalendarDates {
    private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern COMPACT = Pattern.compile("[0-9]{8}");
    private static final int ADULT_AGE_YEARS = 18;

    private CalendarDates() {}

    /** A date of exactly the form {@code yyyy-MM-dd}. */
    static Optional<LocalDate> iso(String text) {
        return ISO.matcher(text).matches() ? real(text.replace("-", "")) : Optional.empty();
    }

    /** A date of exactly the form {@code yyyyMMdd}. */
    static Optional<LocalDate> compact(String text) {
        return COMPACT.matcher(text).matches() ? real(text) : Optional.empty();
    }

    /**
     * The first day on which a person is 18. A person born on 29 February is 18 on 1 March of a common year (handbook,
     * protocol-messages.md#reasons-of-a-verdict), where {@link LocalDate#plusYears} would give 28 February.
     */
    static LocalDate adultFrom(LocalDate birthDate) {
        return birthday(birthDate, ADULT_AGE_YEARS);
    }

    /** The first day on which a person is so many years old, by the same rule. */
    static LocalDate birthday(LocalDate birthDate, int years) {
        LocalDate birthday = birthDate.plusYears(years);
        return birthday.getDayOfMonth() == birthDate.getDayOfMonth() ? birthday : birthday.plusDays(1);
    }

    private static Optional<LocalDate> real(String digits) {
        int year = Integer.parseInt(digits, 0, 4, 10);
        int month = Integer.parseInt(digits, 4, 6, 10);
        int day = Integer.parseInt(digits, 6, 8, 10);
        if (year == 0 || month == 0 || month > 12) {
            return Optional.empty();
        }
        YearMonth yearMonth = YearMonth.of(year, Month.of(month));
        return yearMonth.isValidDay(day) ? Optional.of(yearMonth.atDay(day)) : Optional.empty();
    }
}
