package lingdian.office.campaign;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PremisesKinds;

/** Campaigns of an authority, their ledger and their report. */
public final class CampaignOperations implements Feature {
    private final CampaignEndpoints campaigns;

    public CampaignOperations(OfficeContext office, InspectionStore inspections, PremisesKinds kinds) {
        campaigns = new CampaignEndpoints(
                office.vertx(),
                office.pool(),
                office.scoped(),
                new CampaignStore(),
                inspections,
                office.log(),
                kinds,
                office.clock(),
                office.ids(),
                office.reads());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("createCampaign", campaigns::create)
                .serve("listCampaigns", campaigns::list)
                .serve("getCampaign", campaigns::one)
                .serve("changeCampaign", campaigns::change)
                .serve("addCampaignEntry", campaigns::addEntry)
                .serve("withdrawCampaignEntry", campaigns::withdrawEntry)
                .serve("getCampaignReport", campaigns::report);
    }
}
