package lingdian.client;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import lingdian.identity.Document;
import lingdian.identity.ReadMethod;

/**
 * The made-up people of the demo city. Resident numbers are put together at run time with the serial 000, which is never
 * issued, so none of them can be anybody's.
 */
final class DemoPeople {
    private static final String COUNTY = "360481";
    private static final String UNISSUED_SERIAL = "000";
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final String SURNAMES = "赵钱孙李周吴郑王冯陈";
    private static final String GIVEN_NAMES = "甲乙丙丁戊己庚辛";
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.BASIC_ISO_DATE;

    private final RandomGenerator random;
    private final Deque<Document> atHome = new ArrayDeque<>();
    private final LocalDate today;
    private int made;

    DemoPeople(RandomGenerator random, LocalDate today) {
        this.random = random;
        this.today = today;
    }

    /** An adult who sits in no café; give the card back when the guest leaves. */
    Document adult() {
        Document known = atHome.size() > 200 ? atHome.poll() : null;
        return known != null ? known : newAdult();
    }

    void home(Document card) {
        atHome.add(card);
    }

    /** Somebody of 13 to 16 years, with a school card. */
    Document minor() {
        LocalDate born = today.minusYears(13 + random.nextInt(4)).minusDays(1 + random.nextInt(300));
        return other(born);
    }

    private Document newAdult() {
        // One adult a birth date, as all have the same serial: some 40 years of them.
        LocalDate born = today.minusYears(19).minusDays(made * 7L % 14_600);
        return made % 4 == 3 ? other(born) : resident(born);
    }

    private Document resident(LocalDate born) {
        String body = COUNTY + COMPACT.format(born) + UNISSUED_SERIAL;
        return new Document(
                "111", body + checkCharacter(body), name(), today.plusYears(5).toString(), null, ReadMethod.CHIP);
    }

    private Document other(LocalDate born) {
        return new Document("990", "DEMO-" + made, name(), null, born.toString(), ReadMethod.MANUAL);
    }

    private String name() {
        String name =
                "" + SURNAMES.charAt(made % SURNAMES.length()) + GIVEN_NAMES.charAt(made / 10 % GIVEN_NAMES.length());
        made++;
        return name;
    }

    /** ISO 7064 MOD 11-2 over the first seventeen digits. */
    private static char checkCharacter(String body) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (body.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECK_CHARACTERS.charAt(sum % 11);
    }
}
