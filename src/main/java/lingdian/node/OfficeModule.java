package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.UUID;
import lingdian.console.Console;
import lingdian.console.frame.ConsoleSettings;
import lingdian.office.Callers;
import lingdian.office.NodeLink;
import lingdian.office.OfficeSettings;
import lingdian.office.RegulatorApi;
import lingdian.office.StoredRecord;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.OpenEndpoints;
import lingdian.office.permission.Approvers;
import lingdian.office.registry.Registry;
import lingdian.office.registry.RegistryLog;
import lingdian.vault.registry.RegistryStore;

/** The API for administrators, regulators, auditors and operators, and the console, which calls that API. */
final class OfficeModule {
    private final Vertx vertx;
    private final RegulatorApi api;
    private final Console console;

    OfficeModule(
            NodeContext node,
            StorageModule storage,
            RecordStores records,
            AccessModule access,
            ReferenceData reference,
            NodeLink link) {
        vertx = node.vertx;
        api = new RegulatorApi(
                OfficeContext.of(
                        node.vertx,
                        storage.office,
                        access.scoped,
                        storage.accessLog,
                        storage.vault,
                        node.clock(),
                        UUID::randomUUID,
                        node.random),
                new Callers(access.accounts, access.signIn, access.agentKeys),
                new StoredRecord(
                        records.hours,
                        records.releaseStore,
                        records.releases,
                        records.evidenceForRequests,
                        records.bundles,
                        new Registry(
                                new RegistryStore(storage.vault),
                                storage.vault,
                                reference.documents(),
                                RegistryLog.in(
                                        storage.accessLog,
                                        new Approvers(
                                                access.accounts,
                                                node.clock(),
                                                node.settings.office().privacy().approverHours()))),
                        records.persons::through),
                new OfficeSettings(
                        reference.regions(),
                        reference.premises(),
                        reference.calendar(),
                        reference.courses(),
                        reference.sanctions(),
                        reference.returns(),
                        reference.templates(),
                        node.settings.office()),
                link);
        console = new Console(
                reference.regions(),
                reference.premises(),
                reference.courses(),
                node.settings.office().map(),
                ConsoleSettings.of(node.settings.office().privacy(), node.settings.signIn()),
                node.clock());
    }

    /** The office's calls to the node around it. */
    static NodeLink link(NodeContext node, IntakeModule intake, FeedModule feed, Health health) {
        var listener = new OfficeListener() {
            @Override
            public void factsChanged() {
                intake.intake().refresh();
            }

            @Override
            public void feedMoved() {
                feed.moved();
            }
        };
        return new NodeLink(
                listener,
                node.meters::limitReached,
                new OpenEndpoints(health::look, node.meters::scrape, System.getenv("LINGDIAN_METRICS_TOKEN")),
                new KnownHealth(node.id, health, node.meters),
                feed.endpoint,
                node.settings.feed().maximumReadersPerAccount());
    }

    Future<Void> mountOn(Router router) {
        return api.mountOn(router)
                .onSuccess(desk -> console.mountOn(vertx, router, desk))
                .mapEmpty();
    }
}
