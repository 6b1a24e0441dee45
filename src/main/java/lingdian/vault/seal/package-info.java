/**
 * Seals personal data with keys of a ring and of the day, and makes person tokens. Used by other rooms: {@code Vault},
 * {@code KeyRing}.
 */
@NullMarked
package lingdian.vault.seal;

import org.jspecify.annotations.NullMarked;
