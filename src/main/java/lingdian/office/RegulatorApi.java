package lingdian.office;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.access.account.Access;
import lingdian.access.account.AccountStore;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.access.signin.People;
import lingdian.domain.PlaceCode;
import lingdian.feed.log.PersonLookup;
import lingdian.feed.notification.HookAddress;
import lingdian.feed.notification.SettingStore;
import lingdian.office.account.AccountEndpoints;
import lingdian.office.account.AgentKeyStore;
import lingdian.office.account.KeyEndpoints;
import lingdian.office.api.AttachmentStore;
import lingdian.office.api.Desk;
import lingdian.office.api.Documents;
import lingdian.office.api.Failures;
import lingdian.office.api.FileReading;
import lingdian.office.api.OpenEndpoints;
import lingdian.office.api.Operations;
import lingdian.office.api.Reasons;
import lingdian.office.api.RefusalLimit;
import lingdian.office.api.Refusals;
import lingdian.office.api.RequestCheck;
import lingdian.office.api.SealedTexts;
import lingdian.office.api.Who;
import lingdian.office.api.Written;
import lingdian.office.audit.AccessLogEndpoints;
import lingdian.office.audit.CheckpointEndpoints;
import lingdian.office.audit.CosigningEndpoints;
import lingdian.office.cafe.CafeEndpoints;
import lingdian.office.cafe.CafeReportStore;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.HistoryEndpoint;
import lingdian.office.cafe.HistoryStore;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.cafe.MaintenanceEndpoints;
import lingdian.office.cafe.MaintenanceStore;
import lingdian.office.cafe.SafetyEndpoints;
import lingdian.office.cafe.SafetyStore;
import lingdian.office.cafe.TallyEndpoint;
import lingdian.office.cafe.TallyStore;
import lingdian.office.disclosure.Disclosure;
import lingdian.office.disclosure.LegalHoldEndpoints;
import lingdian.office.disclosure.LegalHoldStore;
import lingdian.office.disclosure.LegalHolds;
import lingdian.office.disclosure.RecordRequestEndpoints;
import lingdian.office.disclosure.RecordRequestStore;
import lingdian.office.disclosure.RecordRequests;
import lingdian.office.disclosure.UnmaskingEndpoints;
import lingdian.office.disclosure.UnmaskingJson;
import lingdian.office.disclosure.UnmaskingSource;
import lingdian.office.disclosure.UnmaskingStore;
import lingdian.office.disclosure.Unmaskings;
import lingdian.office.hours.HoursEndpoints;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.notification.DeliveryEndpoints;
import lingdian.office.notification.NotificationEndpoints;
import lingdian.office.registry.ImportEndpoint;
import lingdian.office.registry.PersonImport;
import lingdian.office.registry.Registry;
import lingdian.office.registry.RegistryEndpoints;
import lingdian.office.rules.RuleSetEndpoints;
import lingdian.office.rules.RuleSetLog;
import lingdian.office.rules.ShadowStore;
import lingdian.office.violation.CaseEndpoints;
import lingdian.office.violation.CaseStore;
import lingdian.office.violation.CaseView;
import lingdian.office.violation.EvidenceEndpoint;
import lingdian.office.violation.ObjectionEndpoints;
import lingdian.office.violation.ObjectionStore;
import lingdian.office.violation.TimelineEndpoint;
import lingdian.office.violation.TimelineStore;
import lingdian.office.violation.ViolationCompletion;
import lingdian.office.violation.ViolationEndpoints;
import lingdian.office.violation.ViolationStore;
import lingdian.platform.QueryPool;
import lingdian.platform.ReaderPool;
import lingdian.platform.Settings;
import lingdian.platform.Tokens;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.evidence.Checkpoints;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.hours.EffectStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.hours.SuspensionStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.vault.seal.SealedTextStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API for administrators, regulators, auditors and operators, with health and meters.
 *
 * <p>What is served stands in one table here ({@link #operations}); path, method and who may call come from the OpenAPI
 * document: where it lacks a route, or does not say who may call one ({@link Who}), the service does not start.
 */
public final class RegulatorApi {
    private final Parts parts;
    private final Access access;
    private final ScopedStore scoped;

    /**
     * What the API is made of.
     *
     * @param pool of the service's own role
     * @param readers of the role that answers readers
     * @param random a cryptographically strong source, for tokens and keys
     * @param ids for accounts and keys
     * @param people how persons sign in
     * @param persons found through a reader's own connection
     * @param log where every change and every sight of personal data is written down first
     * @param registry of persons
     * @param premises the kinds of premises that are inspected
     * @param checkpoints of the record, to be made on demand
     * @param disclosure of what is sealed
     * @param notifications where messages by webhook may go, and for how long they are tried
     * @param connected whether a café's agent is connected, by place code
     * @param factsChanged called after every change of cafés, hours, orders and suspensions, on an event loop
     * @param feedMoved called after every change of a violation that was told to the feed
     * @param health what is said of the node's health; its {@code status} is {@code up} or {@code down}
     * @param meters all meters in Prometheus' text format
     * @param feed the endpoint of the regulators' feed; null where it is served elsewhere
     */
    public record Parts(
            Vertx vertx,
            QueryPool pool,
            ReaderPool readers,
            InstantSource clock,
            RandomGenerator random,
            Supplier<UUID> ids,
            AccountStore accounts,
            People people,
            AgentKeyStore agentKeys,
            HoursStore hours,
            HoursChangeStore hoursChanges,
            SuspensionStore suspensions,
            Function<SqlClient, PersonLookup> persons,
            AccessLogStore log,
            Registry registry,
            PremisesKinds premises,
            Checkpoints checkpoints,
            Disclosure disclosure,
            Settings.Notifications notifications,
            Predicate<PlaceCode> connected,
            Runnable factsChanged,
            Runnable feedMoved,
            Supplier<Future<JsonObject>> health,
            Supplier<String> meters,
            @Nullable Handler<RoutingContext> feed) {}

    public RegulatorApi(Parts parts) {
        this.parts = parts;
        this.access = new Access(parts.accounts(), parts.people().sessions());
        this.scoped = new ScopedStore(parts.readers());
    }

    /** Lets requests pass that bring the token of an account with one of these roles; see {@link Access}. */
    public Handler<RoutingContext> require(Role... roles) {
        return access.require(roles);
    }

    /** A router of its own with everything. */
    public Future<Router> router() {
        Router router = Router.router(parts.vertx());
        return mountOn(router).map(router);
    }

    /**
     * Adds everything to a router, and makes whatever fails on it, or is not there, answer with a problem. The router
     * must be the server's outermost: only that one learns of unknown paths.
     *
     * @return where the pages of this program ask
     */
    public Future<Desk> mountOn(Router router) {
        return OpenAPIContract.from(parts.vertx(), Documents.requests()).map(contract -> {
            Who.requireStated(contract);
            var refusals = new Refusals(
                    parts.accounts(),
                    parts.people().sessions(),
                    parts.log(),
                    parts.clock(),
                    new RefusalLimit(() -> parts.disclosure().limitReached().accept("refusals")));
            Failures.answerWithProblems(router, refusals);
            new OpenEndpoints(parts.health(), parts.meters()).mountOn(router);
            parts.people().mountOn(router);
            var operations =
                    new Operations(router, contract, access, new RequestCheck(parts.vertx(), contract), refusals);
            operations(operations);
            return operations.desk();
        });
    }

    private void operations(Operations operations) {
        var cafeStore = new CafeStore(parts.pool(), parts.clock());
        operateCafes(operations, cafeStore);
        operateHours(
                operations,
                new HoursEndpoints(
                        parts.pool(),
                        parts.log(),
                        scoped,
                        parts.hoursChanges(),
                        parts.suspensions(),
                        new EffectStore(parts.vertx(), parts.hours()),
                        cafeStore,
                        parts.clock(),
                        parts.factsChanged()));
        operateSecrets(operations);
        operateViolations(operations, cafeStore);
        operateRegistry(operations);
        operateAccessLog(operations);
        operateCheckpoints(operations);
        operateRuleSets(operations);
        var written = new Written(parts.pool(), parts.log());
        operateUnmaskings(operations, written);
        operateRecords(operations, cafeStore, written);
        operateNotifications(operations, written);
    }

    private void operateNotifications(Operations operations, Written written) {
        Settings.Notifications settings = parts.notifications();
        var own = new NotificationEndpoints(
                scoped,
                written,
                new SettingStore(parts.registry().vault()),
                new HookAddress(settings.insideHosts()),
                parts.clock(),
                parts.ids(),
                parts.random());
        var deliveries =
                new DeliveryEndpoints(scoped, written, parts.clock(), Duration.ofHours(settings.maximumHours()));
        operations
                .serve("getNotifications", own::show)
                .serve("putNotifications", own::put)
                .serve("addNotificationTarget", own::add)
                .serve("endNotificationTarget", own::end)
                .serve("listNotifications", deliveries::list)
                .serve("redriveNotification", deliveries::redrive);
    }

    private void operateCafes(Operations operations, CafeStore cafeStore) {
        var cafes = new CafeEndpoints(
                scoped,
                cafeStore,
                parts.log(),
                new CafeReportStore(),
                parts.connected(),
                new HoursAhead(parts.vertx(), parts.hours()),
                parts.clock(),
                parts.factsChanged());
        var maintenance = new MaintenanceEndpoints(
                parts.pool(), scoped, cafeStore, new MaintenanceStore(), parts.log(), parts.clock(), parts.ids());
        var safety = new SafetyEndpoints(
                scoped,
                cafeStore,
                new SafetyStore(new SealedTexts(parts.registry().vault())),
                new Written(parts.pool(), parts.log()),
                parts.clock(),
                parts.ids());
        var tally = new TallyEndpoint(scoped, new TallyStore(), parts.connected());
        operations
                .serve("putCafe", cafes::put)
                .serve("listCafes", cafes::list)
                .serve("tallyCafes", tally::now) // before {placeCode}, which "tally" would match too
                .serve("getCafe", cafes::one)
                .serve("listMaintenance", maintenance::list)
                .serve("announceMaintenance", maintenance::announce)
                .serve("getCafeHistory", new HistoryEndpoint(scoped, cafeStore, new HistoryStore(), parts.clock())::of)
                .serve("getSafety", safety::show)
                .serve("putSafety", safety::put);
    }

    private void operateHours(Operations operations, HoursEndpoints hours) {
        operations
                .serve("getCafeHours", hours::ofCafe)
                .serve("getRegionHours", hours::ofRegion)
                .serve("putCafeHours", hours::putForCafe)
                .serve("putRegionHours", hours::putForRegion)
                .serve("createOrder", hours::createOrder)
                .serve("endOrder", hours::endOrder)
                .serve("createSuspension", hours::createSuspension)
                .serve("endSuspension", hours::endSuspension);
    }

    private void operateSecrets(Operations operations) {
        var tokens = new Tokens(parts.random());
        var keys = new KeyEndpoints(parts.agentKeys(), parts.log(), tokens, parts.ids());
        var accounts = new AccountEndpoints(parts.accounts(), parts.people(), tokens, parts.ids(), parts.log());
        operations
                .serve("createAgentKey", keys::createAgentKey)
                .serve("endAgentKey", keys::endAgentKey)
                .serve("createAccount", accounts::create)
                .serve("changeAccount", accounts::change)
                .serve("inviteAccount", accounts::invite)
                .serve("resetSecondFactor", accounts::resetSecondFactor)
                .serve("endAccount", accounts::end);
    }

    private void operateRegistry(Operations operations) {
        Registry registry = parts.registry();
        var persons = new RegistryEndpoints(parts.pool(), scoped, registry, parts.clock());
        var imports = new ImportEndpoint(
                parts.vertx(), registry, new PersonImport(parts.vertx(), parts.pool(), registry, parts.clock()));
        operations
                .serve("registerPerson", persons::register)
                .mount("importPersons", imports::handle)
                .serve("lookUpPerson", persons::lookUp)
                .serve("revokeDocument", persons::revoke);
    }

    private void operateAccessLog(Operations operations) {
        var entries =
                new AccessLogEndpoints(scoped, parts.log(), parts.registry().vault());
        operations.serve("listAccessLog", entries::list).stream("exportAccessLog", entries::export);
    }

    private void operateCheckpoints(Operations operations) {
        var checkpoints = new CheckpointEndpoints(scoped, parts.log());
        var keys = new CosigningEndpoints(parts.pool(), parts.log(), parts.ids(), parts.clock());
        operations
                .serve("listCheckpoints", checkpoints::list)
                .serve("getCheckpoint", checkpoints::one)
                .serve("cosignCheckpoint", keys::sign)
                .serve("registerCosigningKey", keys::register)
                .serve("listCosigningKeys", keys::list)
                .serve("approveCosigningKey", keys::approve);
    }

    private void operateRuleSets(Operations operations) {
        var ruleSets = new RuleSetEndpoints(
                parts.pool(), new ReleaseStore(), releases(), new ShadowStore(), parts.factsChanged());
        operations
                .serve("listRuleSets", ruleSets::list)
                .serve("proposeRuleSet", ruleSets::propose)
                .serve("getRuleSet", ruleSets::one)
                .serve("withdrawRuleSet", ruleSets::withdraw)
                .serve("approveRuleSet", ruleSets::approve)
                .serve("listShadow", ruleSets::shadow);
    }

    private Releases releases() {
        return new Releases(parts.pool(), new ReleaseStore(), parts.clock(), parts.ids(), new RuleSetLog(parts.log()));
    }

    private void operateUnmaskings(Operations operations, Written written) {
        Vault vault = parts.disclosure().vault();
        var store = new UnmaskingStore(new Reasons(vault, "unmasking-reason"));
        var unmaskings = new Unmaskings(
                scoped,
                parts.disclosure(),
                written,
                store,
                new UnmaskingSource(vault, store),
                parts.clock(),
                parts.ids());
        var endpoints =
                new UnmaskingEndpoints(scoped, store, unmaskings, new UnmaskingJson(vault), new SealedTextStore(vault));
        operations
                .serve("unmask", endpoints::ask)
                .serve("listQuarantine", endpoints::quarantine)
                .serve("listUnmaskings", endpoints::list)
                .serve("getUnmasking", endpoints::one)
                .serve("decideUnmasking", endpoints::decide);
    }

    private void operateRecords(Operations operations, CafeStore cafeStore, Written written) {
        Vault vault = parts.disclosure().vault();
        var requestStore = new RecordRequestStore(vault);
        var requests =
                new RecordRequests(scoped, parts.disclosure(), written, requestStore, parts.clock(), parts.ids());
        var records = new RecordRequestEndpoints(
                scoped,
                cafeStore,
                requestStore,
                requests,
                parts.disclosure().limits().recordDays());
        var holdStore = new LegalHoldStore(vault);
        var holds = new LegalHoldEndpoints(
                scoped, cafeStore, holdStore, new LegalHolds(written, holdStore, parts.clock(), parts.ids()));
        operations
                .serve("requestRecords", records::ask)
                .serve("listRecordRequests", records::list)
                .serve("getRecordRequest", records::one)
                .serve("decideRecordRequest", records::decide)
                .mount("exportRecords", records::export)
                .serve("setLegalHold", holds::set)
                .serve("listLegalHolds", holds::list)
                .serve("getLegalHold", holds::one)
                .serve("askToLiftLegalHold", holds::askLifting)
                .serve("decideLegalHold", holds::decide);
    }

    private void operateViolations(Operations operations, CafeStore cafeStore) {
        Vault vault = parts.registry().vault();
        var texts = new SealedTexts(vault);
        var inspections = new InspectionStore(texts);
        var caseStore = new CaseStore(parts.pool(), texts, inspections, releases(), parts.log());
        var attachments = new AttachmentStore(parts.vertx(), vault, parts.ids());
        var objectionStore = new ObjectionStore(parts.pool(), texts, attachments, parts.log());
        var completion = new ViolationCompletion(parts.persons(), cafeStore);
        var violations = new ViolationEndpoints(
                scoped, new ViolationStore(), completion, new CaseView(caseStore, objectionStore));
        var evidence = new EvidenceEndpoint(
                scoped,
                new ViolationStore(),
                completion,
                export(),
                new KeptBundleStore(parts.pool(), vault),
                parts.log());
        operations.serve("listViolations", violations::list);
        if (parts.feed() != null) {
            operations.mount("followViolations", parts.feed()); // before {id}, which "feed" would match too
        }
        var timeline = new TimelineEndpoint(
                scoped,
                new ViolationStore(),
                new TimelineStore(parts.pool()),
                new HoursAhead(parts.vertx(), parts.hours()),
                parts.clock());
        operations.serve("getViolation", violations::one).serve("getViolationTimeline", timeline::show);
        var cases = new CaseEndpoints(caseStore, violations, parts.clock(), parts.ids(), parts.feedMoved());
        var files = new FileReading(scoped, attachments, parts.log());
        var objections = new ObjectionEndpoints(
                objectionStore, files, violations, parts.clock(), parts.ids(), parts.feedMoved());
        operations
                .serve("actOnViolation", cases::act)
                .mount("getEvidence", evidence::handle)
                .serveFiles("objectToViolation", objections::object)
                .serve("getObjectionFile", objections::file);
        new EnforcementOperations(new EnforcementOperations.Parts(
                        parts.vertx(),
                        parts.pool(),
                        scoped,
                        texts,
                        inspections,
                        attachments,
                        files,
                        new HoursAhead(parts.vertx(), parts.hours()),
                        parts.log(),
                        parts.premises(),
                        parts.clock(),
                        parts.ids()))
                .mount(operations);
    }

    private EvidenceExport export() {
        return new EvidenceExport(
                parts.vertx(),
                parts.pool(),
                parts.registry().vault(),
                parts.clock(),
                parts.hours(),
                parts.checkpoints());
    }
}
