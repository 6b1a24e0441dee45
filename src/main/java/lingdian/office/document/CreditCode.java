package lingdian.office.document;

/**
 * The check character of a unified social credit code (统一社会信用代码, GB 32100-2015), which tells the code of a business from
 * a person's number: both have 18 characters, and may be digits alone.
 */
final class CreditCode {
    private static final String CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int LENGTH = 18;
    /** Given by market regulation; no citizen's number begins so. */
    private static final char OF_BUSINESSES = '9';

    private static final int BASE = 3;

    private CreditCode() {}

    /** Whether a text is the code of a business, and nothing besides. */
    static boolean is(String text) {
        if (text.length() != LENGTH || text.charAt(0) != OF_BUSINESSES) {
            return false;
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH; i++) {
            int value = CHARACTERS.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += value * (i < LENGTH - 1 ? weight : 1);
            weight = weight * BASE % CHARACTERS.length();
        }
        return sum % CHARACTERS.length() == 0;
    }
}
