/** The pages of campaigns: plan, entries, report. Main types: {@code CampaignPages}. */
@NullMarked
package lingdian.console.campaign;

import org.jspecify.annotations.NullMarked;
