package lingdian.vault.seal;

import java.util.UUID;

/**
 * The place of a sealed text. It is bound into the ciphertext, so that a text moved to another place cannot be opened.
 *
 * @param kind what is sealed: {@code identity}, {@code quarantine}, {@code conflict}, {@code officer}, {@code notice}
 *     of one node to the others, or one of the registry's
 */
public record SealedRef(String placeCode, UUID stream, long seq, String kind) {}
