package lingdian.regulator;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import lingdian.identity.SealedRef;
import lingdian.identity.Vault;
import lingdian.identity.VaultException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what people write about a case, and opens it.
 *
 * <p>A note is free text, and people write names into it. One that does not open any more must not hide the others: it is
 * shown as null.
 */
final class CaseNotes {
    private static final Logger LOG = LoggerFactory.getLogger(CaseNotes.class);

    private final Vault vault;

    CaseNotes(Vault vault) {
        this.vault = vault;
    }

    SealedRef note(String placeCode, UUID violation, int number) {
        return new SealedRef(placeCode, violation, number, "case-note");
    }

    SealedRef found(String placeCode, UUID violation, int number) {
        return new SealedRef(placeCode, violation, number, "case-found");
    }

    @Nullable
    Buffer seal(@Nullable String text, SealedRef ref) {
        return text == null ? null : Buffer.buffer(vault.seal(text, ref));
    }

    @Nullable
    String open(@Nullable Buffer sealed, SealedRef ref) {
        try {
            return sealed == null ? null : vault.unseal(sealed.getBytes(), ref);
        } catch (VaultException closed) {
            if (!closed.keyRetired()) {
                LOG.error("A sealed {} does not open: it was changed, or sealed with another key ring", ref.kind());
            }
            return null;
        }
    }
}
