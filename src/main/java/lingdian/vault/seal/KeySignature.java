package lingdian.vault.seal;

/**
 * A signature by a key of the ring, and the data to verify it.
 *
 * @param keyNumber the key's number in the ring
 * @param key the public half
 * @param value the signature, 64 bytes
 */
public record KeySignature(long keyNumber, PublicKey key, byte[] value) {}
