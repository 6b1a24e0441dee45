/**
 * Finds cafés that have been silent for too long: each node records from when to when it receives, and looks for cafés
 * whose deadline passed meanwhile. Main types: {@code SilenceWatch}, {@code SweepPace}.
 */
@NullMarked
package lingdian.intake.silence;

import org.jspecify.annotations.NullMarked;
