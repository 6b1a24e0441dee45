/**
 * Replays recorded sessions of real cafés to a service, and reports what it answered. Begin with {@code ReplayPlan}, one
 * café's events, and {@code ReplayRun}, which plays them.
 */
@NullMarked
package lingdian.simulation.replay;

import org.jspecify.annotations.NullMarked;
