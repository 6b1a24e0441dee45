package lingdian.domain.document;

/**
 * A type of document by which a guest may be registered (常用证件代码, {@code config/document-types.csv}).
 *
 * @param code three digits, as in the protocol
 * @param chinese its name
 * @param english its name
 * @param birthDateIn where the birth date is found, which also decides the rule for the number
 * @param standing how certain the code is
 */
public record DocumentType(String code, String chinese, String english, BirthDateIn birthDateIn, Standing standing) {
    /** Where a document's birth date is found. */
    public enum BirthDateIn {
        /** In the number, which is a citizen number of 18 characters (公民身份号码, GB 11643-1999). */
        NUMBER,
        /** In the field {@code birthDate}. */
        FIELD
    }

    /** How certain a code is: tables of different years differ. */
    public enum Standing {
        PUBLISHED,
        UNCONFIRMED
    }
}
