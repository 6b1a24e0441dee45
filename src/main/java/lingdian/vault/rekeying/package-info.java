/**
 * Seals stored columns again after a key was promoted, in small steps beside the service. Used by other rooms:
 * {@code VaultRekeying}.
 */
@NullMarked
package lingdian.vault.rekeying;

import org.jspecify.annotations.NullMarked;
