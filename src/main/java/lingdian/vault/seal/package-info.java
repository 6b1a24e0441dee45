/**
 * Seals personal data with keys of a ring and of the day, and makes person tokens. Main types: {@code Vault},
 * {@code KeyRing}.
 */
@NullMarked
package lingdian.vault.seal;

import org.jspecify.annotations.NullMarked;
