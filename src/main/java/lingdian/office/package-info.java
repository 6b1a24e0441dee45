/**
 * The HTTP API for administrators, regulators, auditors and operators, put together from its features. Seen from
 * outside: {@code RegulatorApi}.
 */
@NullMarked
package lingdian.office;

import org.jspecify.annotations.NullMarked;
