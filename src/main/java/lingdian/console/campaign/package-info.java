/** The pages of campaigns: plan, entries, report. Seen from outside: {@code CampaignPages}. */
@NullMarked
package lingdian.console.campaign;

import org.jspecify.annotations.NullMarked;
