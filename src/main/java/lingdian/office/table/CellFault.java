package lingdian.office.table;

import java.util.Locale;

/**
 * Why a cell cannot be taken: a code, which pages say in the reader's language, and a text for programs and commands. Values fill the
 * text in order; they are limits, expected words and row numbers, and never what the cell holds, except for a place code.
 */
public enum CellFault {
    TWICE("is in row %s already"),
    PLACE_CODE("expected six digits, 10 and six digits"),
    PLACE_CODES("expected six digits, 10 and six digits; several with blanks between them"),
    NEW("is required for a new %s"),
    FOR_ROLE("is required for the role %s"),
    NO_CAFE("there is no café %s"),
    CAFE_GONE("expected the place code of a café that exists"),
    DATE("expected a date such as 2027-12-31"),
    REAL_DATE("expected a real date"),
    JUDGED("would take effect before %s, up to which events have been judged"),
    CHARACTERS("expected one line of at most %s characters"),
    TELEPHONE("expected at most 32 digits, spaces, + ( ) and -"),
    NUMBER("expected a whole number from 0 to %s"),
    DEGREES("expected degrees of WGS-84 from -%1$s to %1$s"),
    SIGN_IN_NAME("expected 3 to 64 of a-z, 0-9 and . _ @ -"),
    NAME_TAKEN("another account has this name"),
    ACCOUNT_ENDED("the account was ended meanwhile"),
    CHANGED_MEANWHILE("was changed meanwhile"),
    DIVISION("expected six digits of GB/T 2260"),
    ONE_OF_CODES("expected one of placeCodes, or none"),
    CODES("expected at most %s place codes"),
    WORD("expected %s");

    private final String text;

    CellFault(String text) {
        this.text = text;
    }

    /** As in the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String text(Object... values) {
        return text.formatted(values);
    }
}
