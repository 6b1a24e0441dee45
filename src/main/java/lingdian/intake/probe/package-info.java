/**
 * Counts the questions by which a café learns what only the service knows of persons. Main types: {@code Probes},
 * {@code ProbeLimit}.
 */
@NullMarked
package lingdian.intake.probe;

import org.jspecify.annotations.NullMarked;
