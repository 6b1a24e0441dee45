package lingdian.office.violation;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Function;
import lingdian.feed.log.PersonLookup;
import lingdian.office.api.Feature;
import lingdian.office.api.FileReading;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.file.AttachmentStore;
import lingdian.office.permission.Approvers;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.release.QuotedLaw;

/** Violations: the list, the feed, the case of each, its timeline, evidence and objections. */
public final class ViolationOperations implements Feature {
    private final ViolationEndpoints violations;
    private final FollowEndpoint feed;
    private final TimelineEndpoint timeline;
    private final CaseEndpoints cases;
    private final EvidenceEndpoint evidence;
    private final ObjectionEndpoints objections;

    /**
     * What of other features, and of the record, violations are shown and checked with.
     *
     * @param steps of their cases
     * @param approvers who know which account is new
     */
    public record Sources(
            CafeStore cafes,
            HoursAhead hours,
            CaseStore steps,
            Function<SqlClient, PersonLookup> persons,
            EvidenceExport evidence,
            KeptBundleStore bundles,
            Approvers approvers) {}

    /**
     * @param feed the endpoint of the regulators' feed
     * @param feedReadersOfAccount how many of its readers one account may be
     */
    public ViolationOperations(
            OfficeContext office,
            Sources sources,
            AttachmentStore attachments,
            FileReading files,
            Handler<RoutingContext> feed,
            int feedReadersOfAccount,
            OfficeListener listener) {
        this.feed = new FollowEndpoint(feed, office.reads(), feedReadersOfAccount, office.clock());
        var store = new ViolationStore();
        var completion = new ViolationCompletion(office.vertx(), sources.persons(), sources.cafes());
        CaseStore caseStore = sources.steps();
        var objectionStore =
                new ObjectionStore(office.vertx(), office.pool(), office.texts(), attachments, office.log());
        violations = new ViolationEndpoints(
                office.scoped(),
                store,
                completion,
                new CaseView(
                        office.vertx(),
                        new CaseEntryStore(office.vertx(), office.texts()),
                        objectionStore,
                        sources.approvers()),
                new SharedLoginStore(office.pool()),
                new QuotedLaw(office.pool()),
                office.reads());
        timeline = new TimelineEndpoint(
                office.scoped(),
                store,
                new TimelineStore(office.pool()),
                sources.hours(),
                office.clock(),
                office.reads());
        cases = new CaseEndpoints(
                caseStore, violations, office.turns(), office.clock(), office.ids(), listener::feedMoved);
        evidence = new EvidenceEndpoint(
                office.scoped(), store, completion, sources.evidence(), sources.bundles(), office.log());
        objections = new ObjectionEndpoints(
                objectionStore,
                new ObjectionAnswerStore(office.vertx(), office.pool(), office.texts(), office.log()),
                files,
                violations,
                office.clock(),
                office.ids(),
                listener::feedMoved);
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serveList("listViolations", violations::list, new TableSource(ViolationTable.TABLE, violations::count))
                .mount("followViolations", feed::follow) // before {id}, which "feed" would match too
                .serve("getViolation", violations::one)
                .serve("getViolationTimeline", timeline::show)
                .serve("actOnViolation", cases::act)
                .mount("getEvidence", evidence::handle)
                .serveFiles("objectToViolation", objections::object)
                .serve("answerObjection", objections::answer)
                .serve("getObjectionFile", objections::file);
    }
}
