package lingdian.vault.seal;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals people's texts, and opens them.
 *
 * <p>A note is free text, and people write names into it. A text that can no longer be opened must not hide the others:
 * it is shown as null.
 */
public final class SealedTexts {
    private static final Logger LOG = LoggerFactory.getLogger(SealedTexts.class);

    private final Vault vault;

    public SealedTexts(Vault vault) {
        this.vault = vault;
    }

    @Nullable
    public Buffer seal(@Nullable String text, SealedRef ref) {
        return text == null ? null : Buffer.buffer(vault.seal(text, ref));
    }

    @Nullable
    public String open(@Nullable Buffer sealed, SealedRef ref) {
        try {
            return sealed == null ? null : vault.unseal(sealed.getBytes(), ref);
        } catch (VaultException closed) {
            say(closed, ref);
            return null;
        }
    }

    /** A retired key is expected; anything else is reported to the operator. */
    public static void say(VaultException closed, SealedRef ref) {
        if (!closed.keyRetired()) {
            LOG.error("A sealed {} cannot be opened: it was changed, or sealed with another key ring", ref.kind());
        }
    }
}
