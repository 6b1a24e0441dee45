/** Replays recorded sessions of real cafés to a service, and reports what it answered. */
@NullMarked
package lingdian.simulation.replay;

import org.jspecify.annotations.NullMarked;
