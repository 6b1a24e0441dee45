/** Violations, their cases, objections, evidence and timeline: endpoints and stores. */
@NullMarked
package lingdian.office.violation;

import org.jspecify.annotations.NullMarked;
