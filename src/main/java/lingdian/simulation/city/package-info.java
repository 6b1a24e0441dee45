/**
 * The simulated city: a seeded plan of what happens in its cafés, played on real agent connections, with its truth and
 * score. Begin with {@code Simulation}, one run, and {@code CityPlan}, what will happen in it.
 */
@NullMarked
package lingdian.simulation.city;

import org.jspecify.annotations.NullMarked;
