package lingdian.console.campaign;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Refusal;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.office.campaign.BasisSummary;
import lingdian.office.campaign.CampaignSummary;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of campaigns, with the form that begins one.
 *
 * @param next the address of the next page; null after the last
 * @param typed the contents of the form, by field
 * @param refusal why the input was not accepted; null if none was refused
 */
record CampaignList(
        List<Line> campaigns,
        @Nullable String next,
        Map<String, String> typed,
        @Nullable Refusal refusal) {
    CampaignList {
        campaigns = List.copyOf(campaigns);
        typed = Map.copyOf(typed);
    }

    String typed(String field) {
        return typed.getOrDefault(field, "");
    }

    BasisSummary basis() {
        return CampaignForm.basis(typed);
    }

    /** One campaign. */
    record Line(CampaignId id, String name, String place, String from, String to, List<Authority> authorities) {
        static Line of(CampaignSummary campaign, Divisions divisions) {
            return new Line(
                    campaign.id(),
                    campaign.name(),
                    divisions.name(campaign.region()),
                    campaign.from().toString(),
                    campaign.to().toString(),
                    campaign.authorities());
        }
    }
}
