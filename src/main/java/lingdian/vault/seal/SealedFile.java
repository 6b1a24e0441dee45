package lingdian.vault.seal;

/**
 * A file encrypted with a key of its own.
 *
 * <p>Only the key is sealed again when the ring's key is replaced. The ciphertext stays as it is, so that a chain can
 * cover its hash, and megabytes need not be encrypted again.
 *
 * @param content the file's ciphertext
 * @param key the file's own key, sealed by the ring's
 */
public record SealedFile(byte[] content, byte[] key) {
    @Override
    public String toString() {
        return "SealedFile";
    }
}
