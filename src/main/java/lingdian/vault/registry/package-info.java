/**
 * The register of persons as it is stored: sealed entries under person tokens. Used by other rooms:
 * {@code RegistryStore}.
 */
@NullMarked
package lingdian.vault.registry;

import org.jspecify.annotations.NullMarked;
