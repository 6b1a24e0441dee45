/**
 * Campaigns from the plan to the briefing: endpoints, store, figures, report, and the briefing for Word and browsers.
 * Begin with {@code CampaignOperations}, which lists the endpoints; pages use {@code CampaignCalls}.
 */
@NullMarked
package lingdian.office.campaign;

import org.jspecify.annotations.NullMarked;
