package lingdian.office.inspection;

import lingdian.office.api.DailyWriting;
import lingdian.office.api.Feature;
import lingdian.office.api.FileReading;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.file.AttachmentStore;
import lingdian.record.evidence.OwnCheckpoints;
import lingdian.record.evidence.PhotographStore;
import lingdian.record.evidence.RecordHash;

/** Inspections, the plans of rounds, and the draws that decide who is inspected. */
public final class InspectionOperations implements Feature {
    private final RoundCafeEndpoints added;
    private final PlanEndpoints plans;
    private final DrawEndpoints draws;
    private final InspectionEndpoints inspections;
    private final SiteRecordEndpoints records;

    public InspectionOperations(
            OfficeContext office,
            InspectionStore store,
            HoursAhead hours,
            AttachmentStore attachments,
            FileReading files,
            PremisesKinds kinds,
            DailyWriting writing) {
        added = new RoundCafeEndpoints(office);
        plans = new PlanEndpoints(
                office.vertx(), office.scoped(), new PlanStore(), hours, office.clock(), office.reads(), added);
        draws = new DrawEndpoints(
                office.vertx(),
                office.pool(),
                new OwnCheckpoints(office.vault()),
                office.scoped(),
                new DrawStore(office.vertx(), office.texts()),
                store,
                office.log(),
                office.reads(),
                office.clock(),
                office.ids(),
                writing);
        var photographs = new PhotographStore(RecordHash.of(office.vault().suite()));
        var siteRecords = new SiteRecordStore(office.vertx(), office.texts());
        records = new SiteRecordEndpoints(office, store, siteRecords, photographs);
        inspections = new InspectionEndpoints(
                office.pool(),
                office.scoped(),
                store,
                attachments,
                siteRecords,
                photographs,
                new PhotoPreparation(office.vertx()),
                new ThumbnailStore(office.vault()),
                files,
                office.log(),
                office.reads(),
                kinds,
                office.clock(),
                office.ids());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serve("listRoundCafes", added::list)
                .serve("addRoundCafe", added::add)
                .serve("removeRoundCafe", added::remove)
                .serve("planRound", plans::plan) // these four before {id}, which their names would match too
                .serve("draw", draws::draw)
                .serve("listDraws", draws::list)
                .serve("getDraw", draws::one)
                .serve("createInspection", inspections::create)
                .serveList(
                        "listInspections",
                        inspections::list,
                        new TableSource(InspectionTable.TABLE, inspections::count))
                .serve("getInspection", inspections::one)
                .serve("changeInspection", inspections::change)
                .serve("getSiteRecord", records::one)
                .serve("writeSiteRecord", records::write)
                .serve("getRegisteredSeats", records::seats)
                .serve("signSiteRecord", records::sign)
                .serve("correctInspection", inspections::correct)
                .serveFiles("addInspectionPhotos", inspections::addPhotos)
                .serve("listInspectionThumbnails", inspections::thumbnails)
                .serve("getInspectionPhoto", inspections::photo)
                .serve("removeInspectionPhoto", inspections::removePhoto);
    }
}
