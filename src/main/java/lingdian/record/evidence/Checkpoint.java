package lingdian.record.evidence;

import java.time.Instant;
import java.util.List;
import lingdian.domain.AccountId;
import lingdian.vault.seal.PublicKey;

/**
 * A stored checkpoint: signed by a key, perhaps cosigned by others.
 *
 * <p>Only its body is signed, so that signatures can be added.
 */
public record Checkpoint(CheckpointBody body, PublicKey key, byte[] signature, List<Cosignature> cosignatures) {
    /**
     * A regulator's signature of the body.
     *
     * @param account the regulator's
     */
    public record Cosignature(AccountId account, PublicKey key, byte[] signature, Instant signedAt) {}

    public Checkpoint {
        cosignatures = List.copyOf(cosignatures);
    }

    /** Whether the signatures of its key and of all cosigners are valid. */
    public boolean isSigned() {
        return isSignedByItsKey() && valid().size() == cosignatures.size();
    }

    /** Whose key that is, only {@link OwnCheckpoints} tells. */
    boolean isSignedByItsKey() {
        return key.verifies(body.bytes(), signature);
    }

    /** Without signatures of regulators that are none: anybody with the service's login adds some, and a bundle would refute itself. */
    Checkpoint withValidCosignatures() {
        return new Checkpoint(body, key, signature, valid());
    }

    private List<Cosignature> valid() {
        byte[] signed = body.bytes();
        return cosignatures.stream()
                .filter(one -> one.key().verifies(signed, one.signature()))
                .toList();
    }
}
