package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * The made-up adults of a run and their documents, as bytes: no two cafés share one, so every verdict allows.
 *
 * <p>Three of four have a resident number, composed at run time with the serial 000, which is never issued, so that
 * none belongs to a real person; the others have a document of type 990. A person is a number; nothing else is stored.
 */
public final class GuestDocuments {
    private static final int PROVINCE = 36;
    private static final int CITIES = 11;
    private static final int COUNTIES = 30;
    private static final int BIRTH_DAYS = 14_600;
    /** The number of different resident numbers; beyond it, numbers repeat. */
    public static final long RESIDENTS = (long) CITIES * COUNTIES * BIRTH_DAYS;

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final byte[] CHECK_CHARACTERS = bytes("10X98765432");
    private static final String SURNAMES = "赵钱孙李周吴郑王冯陈";
    private static final String GIVEN_NAMES = "甲乙丙丁戊己庚辛";

    private static final byte[] RESIDENT = bytes("{\"type\":\"111\",\"number\":\"");
    private static final byte[] OTHER = bytes("{\"type\":\"990\",\"number\":\"LOAD-");
    private static final byte[] NAME = bytes("\",\"name\":\"");
    private static final byte[] BIRTH_DATE = bytes("\",\"birthDate\":\"1990-01-01\",\"read\":\"manual\"}");
    private static final byte[] UNISSUED_SERIAL = bytes("000");

    private final byte[][] birthDays = new byte[BIRTH_DAYS][];
    private final byte[][] names = new byte[SURNAMES.length() * GIVEN_NAMES.length()][];
    private final byte[] validUntil;
    private final long first;

    /**
     * @param today decides who is an adult
     * @param first the number of the first person; different for each run, so that an aborted run with open sessions
     *     does not affect a later one
     */
    GuestDocuments(LocalDate today, long first) {
        LocalDate youngest = today.minusYears(19);
        for (int i = 0; i < BIRTH_DAYS; i++) {
            birthDays[i] = bytes(DateTimeFormatter.BASIC_ISO_DATE.format(youngest.minusDays(i)));
        }
        for (int i = 0; i < names.length; i++) {
            names[i] = bytes("" + SURNAMES.charAt(i % SURNAMES.length()) + GIVEN_NAMES.charAt(i / SURNAMES.length()));
        }
        this.validUntil = bytes("\",\"validUntil\":\"" + today.plusYears(5) + "\",\"read\":\"chip\"}");
        this.first = first;
    }

    /** Writes the document of a person. */
    void document(OutgoingMessage to, long person) {
        long id = first + person;
        if (id % 4 == 3) {
            to.put(OTHER).putDigits(id, 12).put(NAME).put(name(id)).put(BIRTH_DATE);
        } else {
            to.put(RESIDENT);
            number(to, id);
            to.put(NAME).put(name(id)).put(validUntil);
        }
    }

    private void number(OutgoingMessage to, long id) {
        long county = id / BIRTH_DAYS % (CITIES * COUNTIES);
        to.putDigits(PROVINCE, 2)
                .putDigits(1 + county / COUNTIES, 2)
                .putDigits(1 + county % COUNTIES, 2)
                .put(birthDays[(int) (id % BIRTH_DAYS)])
                .put(UNISSUED_SERIAL);
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (to.last(WEIGHTS.length - i) - '0') * WEIGHTS[i];
        }
        to.put((char) CHECK_CHARACTERS[sum % CHECK_CHARACTERS.length]);
    }

    private byte[] name(long id) {
        return names[(int) (id % names.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
