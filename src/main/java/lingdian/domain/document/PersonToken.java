package lingdian.domain.document;

import java.util.UUID;

/**
 * A keyed hash of document type and number: it links sessions inside the service and never leaves it (handbook,
 * glossary.md#words).
 *
 * @param value the first 128 bits of the hash
 */
public record PersonToken(UUID value) {
    @Override
    public String toString() {
        return "PersonToken"; // it links a person's visits, so it is never printed
    }
}
