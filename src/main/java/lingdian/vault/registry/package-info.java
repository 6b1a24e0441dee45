/**
 * The register of persons as it is stored: sealed entries under person tokens. Main types:
 * {@code RegistryStore}.
 */
@NullMarked
package lingdian.vault.registry;

import org.jspecify.annotations.NullMarked;
