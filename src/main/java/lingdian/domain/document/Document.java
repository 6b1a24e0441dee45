package lingdian.domain.document;

import org.jspecify.annotations.Nullable;

/**
 * The content of a guest's card, as sent (handbook, protocol-messages.md#document). Nothing in it has been checked yet.
 *
 * @param type certificate code (GA/T 2000.156 lineage, {@code config/document-types.csv}), perhaps unknown
 * @param number as sent, untrimmed
 * @param name the holder's name
 * @param validUntil as sent, perhaps not a real date
 * @param birthDate as sent, for types whose number contains none, perhaps not a real date
 * @param read how the document was read
 */
public record Document(
        String type,
        String number,
        String name,
        @Nullable String validUntil,
        @Nullable String birthDate,
        ReadMethod read)
        implements Credential {
    @Override
    public String identifier() {
        return number;
    }

    /** Personal data: only the type and the way it was read may be printed. */
    @Override
    public String toString() {
        return "Document[type=" + type.length() + " characters, read=" + read.wire() + "]";
    }
}
