/**
 * Campaigns from the plan to the briefing: endpoints, store, figures, report, and the briefing for Word and browsers.
 */
@NullMarked
package lingdian.office.campaign;

import org.jspecify.annotations.NullMarked;
