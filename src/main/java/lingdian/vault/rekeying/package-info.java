/**
 * Seals stored columns again after a key was promoted, in small steps beside the service. Seen from outside: {@code
 * VaultRekeying}.
 */
@NullMarked
package lingdian.vault.rekeying;

import org.jspecify.annotations.NullMarked;
