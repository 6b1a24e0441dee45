package lingdian.domain.document;

import org.jspecify.annotations.Nullable;

/**
 * A person as everybody sees one. It is short, however long the document is.
 *
 * @param type certificate code, or {@link NetworkIdentity#TYPE}
 * @param number masked; null for a network identity, of which nothing is shown
 * @param name masked; null likewise
 */
public record MaskedPerson(
        String type, @Nullable String number, @Nullable String name) {
    public static MaskedPerson of(Credential credential) {
        return switch (credential) {
            case Document document ->
                new MaskedPerson(
                        Masks.type(document.type()), Masks.number(document.number()), Masks.name(document.name()));
            case NetworkIdentity identity -> new MaskedPerson(identity.type(), null, null);
        };
    }

    @Override
    public String toString() {
        return "MaskedPerson"; // even masked it is personal data
    }
}
