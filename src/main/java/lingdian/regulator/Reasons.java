package lingdian.regulator;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import lingdian.identity.SealedRef;
import lingdian.identity.Vault;
import lingdian.identity.VaultException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what people write into a request, because they write names into it. Each text is bound to its row and column. */
final class Reasons {
    private static final Logger LOG = LoggerFactory.getLogger(Reasons.class);

    private final Vault vault;
    private final String kind;

    /** @param kind of which column, such as {@code unmasking-reason} */
    Reasons(Vault vault, String kind) {
        this.vault = vault;
        this.kind = kind;
    }

    Buffer seal(UUID row, String text) {
        return Buffer.buffer(vault.seal(text, ref(row)));
    }

    /** Null where there is none, or it does not open any more: a decision can be taken and undone without it. */
    @Nullable
    String open(UUID row, @Nullable Buffer sealed) {
        if (sealed == null) {
            return null;
        }
        try {
            return vault.unseal(sealed.getBytes(), ref(row));
        } catch (VaultException closed) {
            LOG.warn("a sealed {} does not open", kind);
            return null;
        }
    }

    private SealedRef ref(UUID row) {
        return new SealedRef("", row, 0, kind);
    }
}
