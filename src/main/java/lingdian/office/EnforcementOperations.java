package lingdian.office;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AttachmentStore;
import lingdian.office.api.FileReading;
import lingdian.office.api.Operations;
import lingdian.office.api.SealedTexts;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.campaign.CampaignEndpoints;
import lingdian.office.campaign.CampaignStore;
import lingdian.office.figures.TrendEndpoints;
import lingdian.office.figures.TrendStore;
import lingdian.office.inspection.DrawEndpoints;
import lingdian.office.inspection.DrawStore;
import lingdian.office.inspection.InspectionEndpoints;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PlanEndpoints;
import lingdian.office.inspection.PlanStore;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.rules.PrecisionEndpoints;
import lingdian.office.rules.PrecisionStore;
import lingdian.platform.QueryPool;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.release.ReleaseStore;

/** Mounts what authorities do beside watching: the enforcement ledger. */
final class EnforcementOperations {
    private final Parts parts;

    /** What the ledger is made of. */
    record Parts(
            Vertx vertx,
            QueryPool pool,
            ScopedStore scoped,
            SealedTexts texts,
            InspectionStore inspections,
            AttachmentStore attachments,
            FileReading files,
            HoursAhead hours,
            AccessLogStore log,
            PremisesKinds kinds,
            InstantSource clock,
            Supplier<UUID> ids) {}

    EnforcementOperations(Parts parts) {
        this.parts = parts;
    }

    void mount(Operations operations) {
        mountPlansAndDraws(operations); // before inspections, whose {id} their names would match too
        mountInspections(operations);
        mountCampaigns(operations);
        var precisions = new PrecisionEndpoints(parts.pool(), new PrecisionStore(parts.pool()), new ReleaseStore());
        operations.serve("listPrecisions", precisions::list);
        var trends = new TrendEndpoints(parts.scoped(), new TrendStore(), parts.clock());
        operations.serve("getTrends", trends::get);
    }

    private void mountPlansAndDraws(Operations operations) {
        var plans = new PlanEndpoints(parts.vertx(), parts.scoped(), new PlanStore(), parts.hours(), parts.clock());
        var draws = new DrawEndpoints(
                parts.pool(),
                parts.scoped(),
                new DrawStore(parts.texts()),
                parts.inspections(),
                parts.log(),
                parts.clock(),
                parts.ids());
        operations
                .serve("planRound", plans::plan)
                .serve("draw", draws::draw)
                .serve("listDraws", draws::list)
                .serve("getDraw", draws::one);
    }

    private void mountInspections(Operations operations) {
        var inspections = new InspectionEndpoints(
                parts.pool(),
                parts.scoped(),
                parts.inspections(),
                parts.attachments(),
                parts.files(),
                parts.log(),
                parts.kinds(),
                parts.clock(),
                parts.ids());
        operations
                .serve("createInspection", inspections::create)
                .serve("listInspections", inspections::list)
                .serve("getInspection", inspections::one)
                .serve("changeInspection", inspections::change)
                .serve("correctInspection", inspections::correct)
                .serveFiles("addInspectionPhotos", inspections::addPhotos)
                .serve("getInspectionPhoto", inspections::photo);
    }

    private void mountCampaigns(Operations operations) {
        var campaigns = new CampaignEndpoints(
                parts.pool(),
                parts.scoped(),
                new CampaignStore(),
                parts.inspections(),
                parts.log(),
                parts.kinds(),
                parts.clock(),
                parts.ids());
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
