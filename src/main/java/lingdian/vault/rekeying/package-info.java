/**
 * Seals stored columns again after a key was promoted, in small steps beside the service. Main types:
 * {@code VaultRekeying}.
 */
@NullMarked
package lingdian.vault.rekeying;

import org.jspecify.annotations.NullMarked;
