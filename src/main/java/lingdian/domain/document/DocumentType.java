package lingdian.domain.document;

/**
 * A kind of document that a guest may be registered with (常用证件代码, {@code config/document-types.csv}).
 *
 * @param code as on the wire, three digits
 * @param chinese its name
 * @param english its name
 * @param birthDateIn where the birth date is found, which also decides by which rule the number is judged
 * @param standing how sure the code is
 */
public record DocumentType(String code, String chinese, String english, BirthDateIn birthDateIn, Standing standing) {
    /** Where a document's birth date is found. */
    public enum BirthDateIn {
        /** In the number, which is a citizen number of 18 characters (公民身份号码, GB 11643-1999). */
        NUMBER,
        /** In the field {@code birthDate}. */
        FIELD
    }

    /** How sure a code is: tables of different years differ. */
    public enum Standing {
        PUBLISHED,
        UNCONFIRMED
    }
}
