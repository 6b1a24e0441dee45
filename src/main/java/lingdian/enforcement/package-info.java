/** What authorities do beside watching: premises, draws, rounds and the figures of a campaign. Pure functions. */
@NullMarked
package lingdian.enforcement;

import org.jspecify.annotations.NullMarked;
