/**
 * The register of persons: look-up, registration and import, each logged. Seen from outside: {@code Registry} and
 * its endpoints.
 */
@NullMarked
package lingdian.office.registry;

import org.jspecify.annotations.NullMarked;
