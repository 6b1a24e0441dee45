/**
 * The simulated city: a seeded plan of what happens in its cafés, played on real agent connections, with its truth and
 * score.
 */
@NullMarked
package lingdian.simulation.city;

import org.jspecify.annotations.NullMarked;
