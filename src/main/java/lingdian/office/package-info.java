/**
 * The HTTP API for administrators, regulators, auditors and operators, put together from its features. Main types: {@code RegulatorApi}.
 */
@NullMarked
package lingdian.office;

import org.jspecify.annotations.NullMarked;
