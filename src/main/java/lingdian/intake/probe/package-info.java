/**
 * Counts the questions and findings by which a café learns what only the service knows of persons, and the pauses that cafés owe. Main
 * types: {@code Probes}, {@code ProbeLimit}, {@code Arrears}.
 */
@NullMarked
package lingdian.intake.probe;

import org.jspecify.annotations.NullMarked;
