package lingdian.domain.document;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arithmetic of the citizen number (公民身份号码, GB 11643-1999): six digits of region, eight of birth date, three of
 * sequence, and the check character of ISO 7064 MOD 11-2.
 *
 * <p>The permits of 2023 for foreigners begin with 9 and have nationality digits in place of the region; their birth
 * date is at the same position. Written here because the libraries examined also accept a lower-case x, 15 digits and
 * the numbers of other places.
 */
public final class CitizenNumber {
    private static final Pattern FORM = Pattern.compile("[0-9]{17}[0-9X]");
    private static final Pattern BETWEEN = Pattern.compile("(?<=[0-9])[ \\-](?=[0-9Xx])");
    private static final Pattern BLANKS = Pattern.compile("(?<=[0-9])[\\s\\u00a0\\u3000\\-]+(?=[0-9Xx])");
    /** Of the first generation, without century and check character: region, birth date, sequence. */
    private static final Pattern FIFTEEN = Pattern.compile("(?<![0-9])[1-9][0-9]{14}(?![0-9Xx])");

    private static final Pattern EIGHTEEN = Pattern.compile("[0-9]{17}[0-9Xx]");
    /** Full-width forms are so far from their ASCII characters. */
    private static final char FULL_WIDTH = 0xFEE0;

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";

    private CitizenNumber() {}

    /** Whether this is a number of 18 characters with the right check character, whatever its region and date. */
    static boolean checks(String number) {
        return FORM.matcher(number).matches() && number.charAt(WEIGHTS.length) == checkCharacter(number);
    }

    /**
     * The check character of a number.
     *
     * @param digits begins with 17 ASCII digits
     */
    public static char checkCharacter(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
    }

    /**
     * Whether a text that people write has such a number anywhere, also in full-width digits or in groups with spaces or hyphens between
     * them. Only a right check character and a real date tell it from other long numbers.
     */
    public static boolean occursIn(String text) {
        String plain = BETWEEN.matcher(ascii(text)).replaceAll("");
        Matcher found = EIGHTEEN.matcher(plain);
        for (int from = 0; found.find(from); from = found.start() + 1) {
            String number = found.group().toUpperCase(Locale.ROOT);
            if (checks(number)
                    && birthDate(number).filter(CitizenNumber::ofALivingPerson).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Like {@link #occursIn}, and also for numbers of the first generation, which have no check character, and for whatever blanks
     * between digits. It takes some other long numbers for one, so it is for texts that need none.
     */
    public static boolean mayOccurIn(String text) {
        String ascii = ascii(text);
        String plain = BLANKS.matcher(ascii).replaceAll("");
        return occursIn(plain)
                || Stream.of(ascii, plain)
                        .flatMap(one -> FIFTEEN.matcher(one).results())
                        .anyMatch(found -> CalendarDates.compact(
                                        "19" + found.group().substring(6, 12))
                                .isPresent());
    }

    /** With ASCII characters in place of full-width ones. */
    private static String ascii(String text) {
        var plain = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one > FULL_WIDTH && one <= FULL_WIDTH + '~') {
                plain.setCharAt(i, (char) (one - FULL_WIDTH));
            }
        }
        return plain.toString();
    }

    private static boolean ofALivingPerson(LocalDate birth) {
        return birth.getYear() >= 1900 && birth.getYear() < 2100;
    }

    /** The birth date in a number of 18 characters, empty if there is no such day. */
    static Optional<LocalDate> birthDate(String number) {
        return CalendarDates.compact(number.substring(6, 14));
    }

    static String province(String number) {
        return number.substring(0, 2);
    }

    static String county(String number) {
        return number.substring(0, 6);
    }

    /** Whether it has the layout of the permanent residence permit of 2023, which has no county. */
    static boolean permitOf2023(String number) {
        return number.charAt(0) == '9';
    }
}
