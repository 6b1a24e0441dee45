package lingdian.office.audit;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.permission.Approvers;
import lingdian.record.evidence.OwnCheckpoints;

/** The access log, the checkpoints of the record, the keys that auditors sign them with, and integrity incidents. */
public final class AuditOperations implements Feature {
    private final AccessLogEndpoints entries;
    private final CheckpointEndpoints checkpoints;
    private final CosigningEndpoints keys;
    private final IncidentEndpoint incidents;

    public AuditOperations(OfficeContext office, Approvers approvers) {
        entries = new AccessLogEndpoints(
                office.vertx(), office.scoped(), office.log(), office.vault(), new CafeNameStore(office.pool()));
        checkpoints = new CheckpointEndpoints(office.scoped(), office.log());
        incidents = new IncidentEndpoint(office.pool(), office.scoped(), office.reads());
        keys = new CosigningEndpoints(
                office.pool(),
                office.scoped(),
                new OwnCheckpoints(office.vault()),
                office.log(),
                approvers,
                office.ids(),
                office.clock());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serveList("listAccessLog", entries::list, new TableSource(AccessLogTable.TABLE, entries::count))
                .stream("exportAccessLog", entries::export)
                .serve("listCheckpoints", checkpoints::list)
                .serve("getCheckpoint", checkpoints::one)
                .serve("listIntegrityIncidents", incidents::list)
                .serve("cosignCheckpoint", keys::sign)
                .serve("registerCosigningKey", keys::register)
                .serve("listCosigningKeys", keys::list)
                .serve("approveCosigningKey", keys::approve);
    }
}
