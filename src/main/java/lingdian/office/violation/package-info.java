/**
 * Violations, their cases, objections, evidence and timeline: endpoints and stores. Seen from outside:
 * {@code ViolationOperations}.
 */
@NullMarked
package lingdian.office.violation;

import org.jspecify.annotations.NullMarked;
