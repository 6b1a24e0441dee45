/** Campaigns from the plan to the briefing: endpoints, store, figures, report, and how Word and a browser show it. */
@NullMarked
package lingdian.office.campaign;

import org.jspecify.annotations.NullMarked;
