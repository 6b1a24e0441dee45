package lingdian.domain.document;

import org.jspecify.annotations.Nullable;

/**
 * What a guest's card says, as sent (handbook, protocol-messages.md#document). Nothing in it has been judged yet.
 *
 * @param type certificate code (GA/T 2000.156 lineage, {@code config/document-types.csv}), perhaps unknown
 * @param number as sent, untrimmed
 * @param name the holder's name
 * @param validUntil as sent, perhaps no real date
 * @param birthDate as sent, for types whose number carries none, perhaps no real date
 * @param read how the document was read
 */
public record Document(
        String type,
        String number,
        String name,
        @Nullable String validUntil,
        @Nullable String birthDate,
        ReadMethod read) {

    /** Personal data: only the type and the way it was read may be printed. */
    @Override
    public String toString() {
        return "Document[type=" + type.length() + " characters, read=" + read.wire() + "]";
    }
}
