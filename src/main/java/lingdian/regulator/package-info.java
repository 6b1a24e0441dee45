/** The HTTP API for administrators, regulators, auditors and operators (SPEC.md, section 7). */
@NullMarked
package lingdian.regulator;

import org.jspecify.annotations.NullMarked;
