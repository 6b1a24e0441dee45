/**
 * Counts the questions by which a café learns what only the service knows of persons. Seen from outside: {@code Probes},
 * {@code ProbeLimit}.
 */
@NullMarked
package lingdian.intake.probe;

import org.jspecify.annotations.NullMarked;
