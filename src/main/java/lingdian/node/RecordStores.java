package lingdian.node;

import java.util.UUID;
import lingdian.feed.log.SealedPersons;
import lingdian.office.rules.RuleSetLog;
import lingdian.record.evidence.Checkpoints;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;

/** The parts of the stored record that several modules read and write. */
final class RecordStores {
    private static final long CHECKPOINT_LOOK_MILLIS = 10_000;

    final HoursStore hours = new HoursStore();
    final ReleaseStore releaseStore = new ReleaseStore();
    final Releases releases;
    final SealedPersons persons;
    final Checkpoints checkpoints;
    final EvidenceExport evidence;
    final EvidenceExport evidenceForRequests;
    final KeptBundleStore bundles;

    RecordStores(NodeContext node, StorageModule storage) {
        releases = new Releases(
                storage.queries, releaseStore, node.clock(), UUID::randomUUID, new RuleSetLog(storage.accessLog));
        persons = new SealedPersons(storage.vault);
        checkpoints = new Checkpoints(
                node.vertx,
                storage.jobs,
                storage.vault,
                node.clock(),
                node.settings.records().checkpoints().due(),
                CHECKPOINT_LOOK_MILLIS);
        evidence = new EvidenceExport(node.vertx, storage.queries, storage.vault, node.clock(), hours, checkpoints);
        evidenceForRequests =
                new EvidenceExport(node.vertx, storage.office, storage.vault, node.clock(), hours, checkpoints);
        bundles = new KeptBundleStore(storage.queries, storage.vault);
    }
}
