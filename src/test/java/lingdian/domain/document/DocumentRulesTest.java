package lingdian.domain.document;

import static lingdian.testing.MadeUpDocuments.RULES;
import static lingdian.testing.MadeUpDocuments.bornOn;
import static lingdian.testing.MadeUpDocuments.number;
import static lingdian.testing.MadeUpDocuments.passport;
import static lingdian.testing.MadeUpDocuments.resident;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.MadeUpDocuments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentRulesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-10");

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        born,       day,        reasons
        2008-11-11, 2026-11-10, under-age
        2008-11-10, 2026-11-10, ''
        2008-11-09, 2026-11-10, ''
        2008-02-29, 2026-02-28, under-age
        2008-02-29, 2026-03-01, ''
        2010-02-28, 2028-02-28, ''
        2010-02-28, 2028-02-27, under-age
        2010-03-01, 2028-02-29, under-age
        2010-03-01, 2028-03-01, ''
        1982-02-29, 2026-11-10, document-malformed
        1984-02-29, 2002-02-28, under-age
        1984-02-29, 2002-03-01, ''
        2000-02-29, 2018-03-01, ''
        2026-11-10, 2026-11-10, under-age
        2026-11-11, 2026-11-10, document-malformed
        1900-01-01, 2026-11-10, ''
        1900-02-29, 2026-11-10, document-malformed
        1990-02-30, 2026-11-10, document-malformed
        1990-13-01, 2026-11-10, document-malformed
        1990-00-10, 2026-11-10, document-malformed
        1990-04-31, 2026-11-10, document-malformed
        1990-04-00, 2026-11-10, document-malformed
        0000-01-01, 2026-11-10, document-malformed
        """)
    void theBirthDateInTheNumberIsJudgedOnTheDay(String born, LocalDate day, String reasons) {
        assertThat(reasons(resident(bornOn(born)), day)).isEqualTo(reasons);
        assertThat(reasons(temporary(bornOn(born)), day)).isEqualTo(reasons);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        born,       day,        reasons
        2008-11-11, 2026-11-10, under-age
        2008-11-10, 2026-11-10, ''
        2008-02-29, 2026-02-28, under-age
        2008-02-29, 2026-03-01, ''
        2026-11-09, 2026-11-10, under-age
        2026-11-10, 2026-11-10, document-malformed
        2026-11-11, 2026-11-10, document-malformed
        1990-02-30, 2026-11-10, document-malformed
        19900220,   2026-11-10, document-malformed
        1990-2-20,  2026-11-10, document-malformed
        1990/02/20, 2026-11-10, document-malformed
        ' 1990-02-20', 2026-11-10, document-malformed
        1990-02-20T00:00, 2026-11-10, document-malformed
        +1990-02-20, 2026-11-10, document-malformed
        １９９０-02-20, 2026-11-10, document-malformed
        '',         2026-11-10, document-malformed
        ,           2026-11-10, document-malformed
        """)
    void theBirthDateInTheFieldIsJudgedOnTheDay(String born, LocalDate day, String reasons) {
        assertThat(reasons(passport("E12345678", born), day)).isEqualTo(reasons);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        county, reasons,            warnings
        360481, '',                 ''
        362622, '',                 ''
        360422, '',                 ''
        369001, '',                 ''
        500101, '',                 ''
        441900, '',                 ''
        360400, '',                 region-unknown
        360000, '',                 region-unknown
        369999, '',                 region-unknown
        810000, '',                 ''
        820000, '',                 ''
        830000, '',                 ''
        810001, '',                 region-unknown
        710000, '',                 ''
        911840, '',                 ''
        936156, '',                 ''
        999999, '',                 ''
        900000, '',                 ''
        000000, document-malformed, ''
        160101, document-malformed, ''
        470000, document-malformed, ''
        600101, document-malformed, ''
        800000, document-malformed, ''
        840000, document-malformed, ''
        """)
    void provincesMustBeKnownAndCountiesOnlyWarn(String county, String reasons, String warnings) {
        Document document = resident(number(county, "19900220", "001"));

        assertThat(reasons(document, DAY)).isEqualTo(reasons);
        assertThat(String.join(" ", RULES.form(document).warnings())).isEqualTo(warnings);
    }

    @Test
    void aPermitOfAForeignerCarriesTheBirthDateAtTheSamePlace() {
        assertThat(reasons(resident(number("936840", "20081111", "001")), DAY)).isEqualTo("under-age");
        assertThat(reasons(resident(number("936840", "20081310", "001")), DAY)).isEqualTo("document-malformed");
    }

    @Test
    void onlyTheNumberAsItShouldBeIsWellFormed() {
        String number = bornOn("1990-02-20");
        String withX = firstWithX();

        assertThat(reasons(resident(number), DAY)).isEmpty();
        assertThat(reasons(resident(withX), DAY)).isEmpty();
        assertMalformed(resident(withX.replace('X', 'x')));
        assertMalformed(resident(withX.replace('X', 'Ｘ')));
        assertMalformed(resident(number.substring(0, 17)));
        assertMalformed(resident(number + "0"));
        assertMalformed(resident(" " + number));
        assertMalformed(resident(number + " "));
        assertMalformed(resident(number.substring(0, 17) + " "));
        assertMalformed(resident(" " + number.substring(1)));
        assertMalformed(resident(number + "\n"));
        assertMalformed(resident(fullWidth(number)));
        assertMalformed(resident(arabicIndic(number)));
        assertMalformed(resident(number.substring(0, 6) + number.substring(8, 17))); // 15 digits: void since 2013
        assertMalformed(resident(""));
        assertMalformed(resident("X".repeat(18)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1111", "000", "998", " 111", "111 ", "resident", "１１１"})
    void anUnknownTypeIsMalformedButItsValidityIsStillJudged(String type) {
        var document = new Document(type, bornOn("1990-02-20"), "某某", "2020-01-01", "1990-02-20", ReadMethod.OCR);

        assertThat(reasons(document, DAY)).isEqualTo("document-malformed document-expired");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        validUntil, reasons
        2026-11-09, document-expired
        2026-11-10, ''
        2026-11-11, ''
        2099-12-31, ''
        0001-01-01, document-expired
        2031-02-29, document-malformed
        2031-5-1,   document-malformed
        20310501,   document-malformed
        长期,       document-malformed
        '',         document-malformed
        ,           ''
        """)
    void validityEndsAfterItsLastDay(String validUntil, String reasons) {
        var resident = new Document("111", bornOn("1990-02-20"), "某某", validUntil, null, ReadMethod.CHIP);
        var passport = new Document("414", "E12345678", "某某", validUntil, "1990-02-20", ReadMethod.CHIP);

        assertThat(reasons(resident, DAY)).isEqualTo(reasons);
        assertThat(reasons(passport, DAY)).isEqualTo(reasons);
    }

    @Test
    void aMalformedMinorIsNotJudgedForAgeButForValidity() {
        var document = new Document("111", bornOn("2012-03-01") + "0", "某某", "2020-01-01", null, ReadMethod.CHIP);

        assertThat(reasons(document, DAY)).isEqualTo("document-malformed document-expired");
    }

    /** What the identity platform said decides, and nothing else that could be a card's. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
        netId,         adult, validUntil, birthDate,  reasons
        X,             true,  -,          -,          ''
        X,             true,  -,          2015-01-01, ''
        X,             false, -,          1990-01-01, under-age
        X,             false, 2020-01-01, -,          document-expired under-age
        -,             true,  -,          -,          document-malformed
        -,             false, 2020-01-01, -,          document-malformed document-expired
        '',            true,  -,          -,          document-malformed
        '   ',         true,  -,          -,          document-malformed
        'a b ~',       true,  -,          -,          ''
        网号,          true,  -,          -,          document-malformed
        X,             true,  2020-02-30, -,          document-malformed
        X,             true,  -,          2020-02-30, document-malformed
        """)
    void aNetworkIdentityIsJudgedByItsFormAndWhatThePlatformSaid(
            @Nullable String netId,
            boolean adult,
            @Nullable String validUntil,
            @Nullable String birthDate,
            String reasons) {
        assertThat(reasons(new NetworkIdentity(netId, adult, validUntil, birthDate), DAY))
                .isEqualTo(reasons);
    }

    @Test
    void aNetworkIdentityHas128CharactersAtMost() {
        assertThat(reasons(new NetworkIdentity("x".repeat(128), true, null, null), DAY))
                .isEmpty();
        assertThat(reasons(new NetworkIdentity("x".repeat(129), true, null, null), DAY))
                .isEqualTo("document-malformed");
    }

    @Test
    void anExpiredMinorHasBothReasons() {
        var document = new Document("111", bornOn("2012-03-01"), "某某", "2020-01-01", null, ReadMethod.CHIP);

        assertThat(reasons(document, DAY)).isEqualTo("document-expired under-age");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        field,      reasons
        2015-01-01, ''
        2099-01-01, ''
        1990-02-30, document-malformed
        '',         document-malformed
        """)
    void besideANumberThatCarriesItABirthDateMustOnlyBeReal(String field, String reasons) {
        var document = new Document("111", bornOn("1990-02-20"), "某某", null, field, ReadMethod.CHIP);

        assertThat(reasons(document, DAY)).isEqualTo(reasons);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "E12345678", "H 123", " E1", "护照甲", "~!@#", "Ä", "𠮷"})
    void aNumberOfPrintableCharactersWillDo(String number) {
        assertThat(reasons(passport(number, "1990-02-20"), DAY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "   ",
                "\u3000",
                "E1\t2",
                "E1\n",
                "\u0000",
                "E1\u007F",
                "E1\u0085",
                "E\u200B1",
                "E\u202E1",
                "\uFEFFE1",
                "E1\u2028",
                "E1\u00A0",
                "E1\uD800",
                "\uDC00E1",
                "E1\uE000",
                "E1\uFFFF"
            })
    void aNumberWithAnythingUnprintableIsMalformed(String number) {
        assertMalformed(passport(number, "1990-02-20"));
    }

    @Test
    void aNumberHasAtMost64CharactersCountedAsCodePoints() {
        assertThat(reasons(passport("9".repeat(64), "1990-02-20"), DAY)).isEmpty();
        assertThat(reasons(passport("𠮷".repeat(64), "1990-02-20"), DAY)).isEmpty();
        assertMalformed(passport("9".repeat(65), "1990-02-20"));
    }

    @Test
    void everyOtherKnownTypeIsJudgedByTheField() {
        for (DocumentType type : MadeUpDocuments.TYPES.all()) {
            var document = new Document(type.code(), "A1", "某某", null, "1990-02-20", ReadMethod.CHIP);
            boolean citizen = type.code().equals("111") || type.code().equals("112");

            assertThat(reasons(document, DAY)).as(type.code()).isEqualTo(citizen ? "document-malformed" : "");
        }
    }

    @Test
    void nothingPersonalIsPrinted() {
        Document document = passport("E12345678", "1990-02-20");

        assertThat(document.toString() + RULES.form(document)).doesNotContain("E1234", "1990", "某");
    }

    private static void assertMalformed(Document document) {
        assertThat(reasons(document, DAY)).isEqualTo("document-malformed");
    }

    private static String reasons(Credential document, LocalDate day) {
        DocumentForm form = RULES.form(document);
        List<String> reasons = new ArrayList<>();
        if (DocumentRules.malformedOn(form, day)) {
            reasons.add("document-malformed");
        }
        if (DocumentRules.expiredOn(form, day)) {
            reasons.add("document-expired");
        }
        if (DocumentRules.underAgeOn(form, day)) {
            reasons.add("under-age");
        }
        return String.join(" ", reasons);
    }

    private static Document temporary(String number) {
        return new Document("112", number, "某某", null, null, ReadMethod.OCR);
    }

    private static String firstWithX() {
        for (int sequence = 100; ; sequence++) {
            String number = number("360481", "19900220", String.valueOf(sequence));
            if (number.endsWith("X")) {
                return number;
            }
        }
    }

    private static String fullWidth(String digits) {
        return shifted(digits, '０' - '0');
    }

    private static String arabicIndic(String digits) {
        return shifted(digits, '٠' - '0');
    }

    private static String shifted(String digits, int by) {
        StringBuilder text = new StringBuilder();
        digits.chars().forEach(digit -> text.append((char) (digit + by)));
        return text.toString();
    }
}
