package lingdian.domain.document;

import org.jspecify.annotations.Nullable;

/**
 * What a guest registers by, as an agent sent it: a document, or a network identity in place of one (handbook,
 * protocol-messages.md#document).
 */
public sealed interface Credential permits Document, NetworkIdentity {
    /** The certificate code, perhaps unknown, or {@link NetworkIdentity#TYPE}. */
    String type();

    /** As sent, perhaps not a real date. */
    @Nullable
    String validUntil();

    ReadMethod read();

    /** What a person token is made of beside the type. Never shown. */
    String identifier();
}
