/**
 * Violations, their cases, objections, evidence and timeline: endpoints and stores. Main types:
 * {@code ViolationOperations}.
 */
@NullMarked
package lingdian.office.violation;

import org.jspecify.annotations.NullMarked;
