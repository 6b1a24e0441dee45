/**
 * The register of persons: lookup, registration and import, each logged. Its face: {@code Registry} and the endpoints.
 */
@NullMarked
package lingdian.office.registry;

import org.jspecify.annotations.NullMarked;
