package lingdian.vault.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/** Encrypts files such as photographs, each with a key of its own: {@link SealedFile}. */
public final class FileSealing {
    /** The number of a file's only key. It is not one of the ring's. */
    private static final int OWN_KEY = 1;

    private final Vault vault;

    public FileSealing(Vault vault) {
        this.vault = vault;
    }

    /** Two ciphertexts of one file differ. Takes milliseconds for megabytes. */
    public SealedFile seal(byte[] file, SealedRef ref) {
        SecretBytes own = SecretBytes.randomBytes(vault.suite().suite().keyBytes(KeyUse.SEALING));
        try {
            byte[] content = aead(own).encrypt(file, Vault.associated(ref));
            return new SealedFile(content, vault.sealBytes(own.toByteArray(InsecureSecretKeyAccess.get()), keyOf(ref)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a file cannot be sealed", impossible);
        }
    }

    /** @throws VaultException if it was sealed with other keys or for another place, or was altered */
    public byte[] open(SealedFile file, SealedRef ref) throws VaultException {
        byte[] own = vault.unsealBytes(file.key(), keyOf(ref));
        try {
            return aead(SecretBytes.copyFrom(own, InsecureSecretKeyAccess.get()))
                    .decrypt(file.content(), Vault.associated(ref));
        } catch (GeneralSecurityException refused) {
            throw new VaultException(ref, "does not open");
        }
    }

    private Aead aead(SecretBytes own) throws GeneralSecurityException {
        return vault.suite().suite().aead(OWN_KEY, own);
    }

    private static SealedRef keyOf(SealedRef ref) {
        return new SealedRef(ref.placeCode(), ref.stream(), ref.seq(), ref.kind() + "-key");
    }
}
