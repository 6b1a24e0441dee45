/**
 * The register of persons: lookup, registration and import, each logged. Main types: {@code Registry} and the endpoints.
 */
@NullMarked
package lingdian.office.registry;

import org.jspecify.annotations.NullMarked;
