package lingdian.office;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.List;
import lingdian.access.account.Access;
import lingdian.office.account.AccountOperations;
import lingdian.office.account.ReaderRights;
import lingdian.office.api.ApiContract;
import lingdian.office.api.CallerKind;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.Failures;
import lingdian.office.api.Feature;
import lingdian.office.api.FileReading;
import lingdian.office.api.InProcessApi;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Operations;
import lingdian.office.api.OwnPassword;
import lingdian.office.api.OwnWrites;
import lingdian.office.api.RefusalLog;
import lingdian.office.api.RequestCheck;
import lingdian.office.approval.ApprovalOperations;
import lingdian.office.audit.AuditOperations;
import lingdian.office.cafe.CafeOperations;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.calendar.CalendarOperations;
import lingdian.office.calendar.PresentCalendar;
import lingdian.office.campaign.CampaignOperations;
import lingdian.office.casework.CaseworkOperations;
import lingdian.office.certificate.CertificateOperations;
import lingdian.office.complaint.ComplaintOperations;
import lingdian.office.disclosure.Disclosure;
import lingdian.office.disclosure.DisclosureOperations;
import lingdian.office.document.DocumentOperations;
import lingdian.office.document.DocumentService;
import lingdian.office.enrolment.EnrolmentOperations;
import lingdian.office.exportlink.ExportLinkOperations;
import lingdian.office.figures.FigureOperations;
import lingdian.office.file.AttachmentStore;
import lingdian.office.health.HealthOperations;
import lingdian.office.hours.HoursOperations;
import lingdian.office.inspection.InspectionOperations;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.message.MessageOperations;
import lingdian.office.notification.NotificationOperations;
import lingdian.office.permission.Approvers;
import lingdian.office.registry.RegistryOperations;
import lingdian.office.returns.ReturnOperations;
import lingdian.office.roster.RosterOperations;
import lingdian.office.rules.RuleOperations;
import lingdian.office.savedview.SavedViewOperations;
import lingdian.office.setup.SetupOperations;
import lingdian.office.violation.CaseStore;
import lingdian.office.violation.JointStepStore;
import lingdian.office.violation.ViolationOperations;
import lingdian.platform.http.OpenDoor;
import lingdian.platform.settings.Settings;
import lingdian.record.accesslog.LimitedRefusals;

/**
 * The HTTP API for administrators, regulators, auditors and operators, with health and meters.
 *
 * <p>Each feature serves its own operations. Path, method and who may call come from the OpenAPI document: where it lacks
 * a route, or does not say who may call one ({@link CallerKind}), the service does not start.
 */
public final class RegulatorApi {
    private final OfficeContext office;
    private final Callers callers;
    private final NodeLink node;
    private final DailyWriting writing;
    private final List<Feature> features;

    public RegulatorApi(
            OfficeContext office, Callers callers, StoredRecord record, OfficeSettings settings, NodeLink node) {
        this.office = office;
        this.callers = callers;
        this.node = node;
        this.writing = new DailyWriting(DailyWriting.MEBIBYTES, office.clock());
        this.features = features(office, callers, record, settings, node, writing);
    }

    private static List<Feature> features(
            OfficeContext office,
            Callers callers,
            StoredRecord record,
            OfficeSettings settings,
            NodeLink node,
            DailyWriting writing) {
        var cafes = new CafeStore(office.pool(), office.clock());
        var hours = new HoursAhead(office.vertx(), record.hours());
        var inspections = new InspectionStore(office.vertx(), office.texts());
        var attachments = new AttachmentStore(office.vertx(), office.vault(), office.ids());
        var files = new FileReading(office.scoped(), attachments, office.log());
        Settings.Privacy privacy = settings.limits().privacy();
        var approvers = new Approvers(callers.accounts(), office.clock(), privacy.approverHours());
        var disclosure = new Disclosure(office.vault(), privacy, approvers, node.limitReached());
        var password = new OwnPassword(callers.people());
        var calendar = new PresentCalendar(settings.calendar(), office.clock());
        OfficeListener listener = node.listener();
        var violationSteps = new CaseStore(
                office.pool(), office.texts(), inspections, record.releases(), office.log(), approvers.unchanged());
        return List.of(
                new CafeOperations(office, cafes, hours, listener),
                new HoursOperations(office, record.hours(), cafes, listener),
                new AccountOperations(office, callers.accounts(), callers.people(), callers.agentKeys()),
                new EnrolmentOperations(office, cafes, callers.people(), new OpenDoor(node.limitReached())),
                new ViolationOperations(
                        office,
                        new ViolationOperations.Sources(
                                cafes,
                                hours,
                                violationSteps,
                                record.persons(),
                                record.evidence(),
                                record.bundles(),
                                approvers),
                        attachments,
                        files,
                        node.feed(),
                        node.feedReadersOfAccount(),
                        listener),
                new CaseworkOperations(
                        office,
                        new CaseworkOperations.Sources(
                                new JointStepStore(office.texts(), record.releases(), approvers.unchanged()),
                                inspections,
                                cafes,
                                settings.courses(),
                                settings.regions(),
                                calendar,
                                record.releaseStore(),
                                new DocumentService(office, settings.templates(), writing),
                                settings.sanctions(),
                                DisclosureOperations.persons(office, disclosure),
                                writing),
                        listener),
                new InspectionOperations(office, inspections, hours, attachments, files, settings.premises(), writing),
                new CampaignOperations(office, inspections, settings.premises()),
                new ReturnOperations(office, settings.returns()),
                new ExportLinkOperations(
                        office, callers.accounts(), new OpenDoor(node.limitReached()), callers.people()::address),
                new SavedViewOperations(office),
                new CalendarOperations(office, settings.calendar(), calendar),
                new DocumentOperations(office, settings.templates()),
                new ComplaintOperations(office, cafes, calendar),
                new MessageOperations(office, cafes),
                new CertificateOperations(
                        office, cafes, record.releaseStore(), callers.people().publicUrl()),
                new RosterOperations(office, password, settings.limits()),
                new FigureOperations(office),
                new RegistryOperations(office, record.registry(), privacy),
                new AuditOperations(office, approvers),
                new RuleOperations(office, record.releaseStore(), record.releases(), approvers, listener),
                new DisclosureOperations(office, disclosure, cafes),
                new ApprovalOperations(office),
                new HealthOperations(office, node.health()),
                new SetupOperations(office, approvers),
                new NotificationOperations(office, password, settings.limits().notifications()));
    }

    /**
     * Adds everything to a router, and makes whatever fails on it, or is not there, answer with a problem. The router
     * must be the server's outermost: only that one learns of unknown paths.
     *
     * @return where the pages of this program ask
     */
    public Future<InProcessApi> mountOn(Router router) {
        return ApiContract.read(office.vertx()).map(contract -> mountOn(router, contract));
    }

    private InProcessApi mountOn(Router router, OpenAPIContract contract) {
        CallerKind.requireStated(contract);
        var sessions = callers.people().sessions();
        var refusals = new RefusalLog(
                callers.accounts(),
                sessions,
                new LimitedRefusals(
                        office.log(), office.clock(), () -> node.limitReached().accept("refusals")));
        Failures.answerWithProblems(router, refusals);
        node.open().mountOn(router);
        callers.people().mountOn(router);
        var operations = new Operations(
                office.vertx(),
                router,
                contract,
                new Access(callers.accounts(), sessions),
                new RequestCheck(office.vertx(), contract),
                refusals,
                writing,
                office.reads(),
                new OwnWrites(office.scoped().behindMax()),
                new ReaderRights(callers.accounts(), sessions));
        features.forEach(feature -> feature.serve(operations));
        return operations.inProcess();
    }
}
