package lingdian.office.permission;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals texts of requests, because people write names into them. Each text is bound to its row and column. */
public final class Reasons {
    private static final Logger LOG = LoggerFactory.getLogger(Reasons.class);

    private final Vault vault;
    private final String kind;

    /** @param kind the column, such as {@code unmasking-reason} */
    public Reasons(Vault vault, String kind) {
        this.vault = vault;
        this.kind = kind;
    }

    public Buffer seal(UUID row, String text) {
        return Buffer.buffer(vault.seal(text, ref(row)));
    }

    /** Null if there is none, or it can no longer be opened: a decision can be made and undone without it. */
    @Nullable
    public String open(UUID row, @Nullable Buffer sealed) {
        if (sealed == null) {
            return null;
        }
        try {
            return vault.unseal(sealed.getBytes(), ref(row));
        } catch (VaultException closed) {
            LOG.warn("a sealed {} cannot be opened", kind);
            return null;
        }
    }

    private SealedRef ref(UUID row) {
        return new SealedRef("", row, 0, kind);
    }
}
