package lingdian.office.campaign;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PremisesKinds;

/** Campaigns of an authority, their ledger and their report. */
public final class CampaignOperations implements Feature {
    private final CampaignEndpoints campaigns;
    private final EntryEndpoints entries;

    public CampaignOperations(OfficeContext office, InspectionStore inspections, PremisesKinds kinds) {
        var store = new CampaignStore();
        var access = new CampaignAccess(office.pool(), office.scoped(), store, office.log());
        campaigns = new CampaignEndpoints(office, store, access, kinds);
        entries = new EntryEndpoints(access, store, inspections, kinds, office.clock(), office.ids());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("createCampaign", campaigns::create)
                .serve("listCampaigns", campaigns::list)
                .serve("getCampaign", campaigns::one)
                .serve("changeCampaign", campaigns::change)
                .serve("joinCampaign", campaigns::join)
                .serve("addCampaignEntry", entries::add)
                .serve("withdrawCampaignEntry", entries::withdraw)
                .serve("getCampaignReport", campaigns::report);
    }
}
