/**
 * The load generator: many cafés that send at a given pace, and measurements that do not measure the generator. Begin
 * with {@code LoadRun}.
 */
@NullMarked
package lingdian.simulation.load;

import org.jspecify.annotations.NullMarked;
