package lingdian.office.casework;

import lingdian.domain.region.Regions;
import lingdian.law.course.Courses;
import lingdian.law.course.SanctionTables;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.cafe.CafeStore;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.complaint.ComplaintStore;
import lingdian.office.disclosure.UnmaskedPersons;
import lingdian.office.document.DocumentService;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.SiteRecordStore;
import lingdian.office.violation.JointStepStore;
import lingdian.record.hours.DecisionStore;
import lingdian.record.release.ReleaseStore;

/** The authorities' cases: the worklist, each case, and the actions on them. */
public final class CaseworkOperations implements Feature {
    private final CaseOpeningEndpoint opening;
    private final CaseFileEndpoints cases;
    private final WorklistEndpoint worklist;
    private final OperatorCasesEndpoint ofOperator;
    private final CaseDocumentEndpoints papers;
    private final Courses courses;
    private final Regions regions;

    /**
     * What of other features, and of the configuration, cases are made with.
     *
     * @param violations the steps of single violations
     * @param regions which tables name
     * @param calendar of working days
     * @param sanctions tiers that offices publish
     */
    public record Sources(
            JointStepStore violations,
            InspectionStore inspections,
            CafeStore cafes,
            Courses courses,
            Regions regions,
            PresentCalendar calendar,
            ReleaseStore releases,
            DocumentService documents,
            SanctionTables sanctions,
            UnmaskedPersons persons,
            DailyWriting writing) {}

    public CaseworkOperations(OfficeContext office, Sources sources, OfficeListener listener) {
        courses = sources.courses();
        regions = sources.regions();
        var files = new CaseFileStore(office.vertx(), office.texts());
        var deadlines = new CaseDeadlines(sources.courses(), sources.calendar());
        var documents = new StoredCaseDocuments(sources.documents());
        var attachments = new CaseAttachments(documents, new ComplaintStore(), new SanctionHelp(sources.sanctions()));
        var reading = new CaseReading(
                office.vertx(), office.pool(), office.scoped(), files, deadlines, attachments, office.clock());
        var actions = new CaseActions(
                new CaseActions.Parts(
                        office.pool(),
                        files,
                        sources.violations(),
                        sources.inspections(),
                        new DecisionStore(office.ids()),
                        deadlines,
                        office.log(),
                        office.clock(),
                        office.ids()),
                new CaseActionStore(office.texts()));
        worklist = new WorklistEndpoint(
                office.pool(),
                office.scoped(),
                new WorklistStore(files),
                deadlines,
                reading,
                office.reads(),
                office.clock());
        ofOperator = new OperatorCasesEndpoint(
                office.pool(),
                office.scoped(),
                new OperatorCaseStore(office.texts()),
                documents,
                sources.documents(),
                office.reads());
        papers = new CaseDocumentEndpoints(
                office,
                files,
                new CaseDescriptions(
                        sources.inspections(),
                        new SiteRecordStore(office.vertx(), office.texts()),
                        sources.releases(),
                        sources.documents()),
                sources.documents(),
                sources.persons());
        opening = new CaseOpeningEndpoint(
                new CaseOpeningEndpoint.Parts(
                        office.pool(),
                        office.scoped(),
                        sources.cafes(),
                        deadlines,
                        office.log(),
                        office.clock(),
                        office.ids()),
                reading,
                listener);
        cases = new CaseFileEndpoints(
                reading,
                actions,
                office.reads(),
                sources.writing(),
                new BulkLimit(office.turns(), Runtime.getRuntime().maxMemory()),
                listener);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serveList(
                        "listCases", worklist::list, new TableSource(CaseTable.of(courses, regions), worklist::count))
                .serve("openCase", opening::open)
                .serve("listMyCases", ofOperator::list)
                .serve("getMyCaseDocument", ofOperator::document)
                .serve("countCases", worklist::counts) // before {id}, which "counts" would match too
                .serve("actOnCases", cases::bulk) // before {id}, which "actions" would match too
                .serve("getCase", cases::one)
                .serve("actOnCase", cases::act)
                .serve("getCaseDocumentForm", papers::form)
                .serve("listCaseDocuments", papers::list)
                .serve("makeCaseDocument", papers::make)
                .serve("getCaseDocument", papers::one)
                .serve("voidCaseDocument", papers::makeVoid);
    }
}
