/** The load generator: many cafés that send as fast as they are told to, measured without measuring itself. */
@NullMarked
package lingdian.simulation.load;

import org.jspecify.annotations.NullMarked;
