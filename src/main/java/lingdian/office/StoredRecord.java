package lingdian.office;

import io.vertx.sqlclient.SqlClient;
import java.util.function.Function;
import lingdian.feed.log.PersonLookup;
import lingdian.office.registry.Registry;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;

/**
 * What the record consists of that the office shares with the rest of the node.
 *
 * @param evidence makes bundles of evidence
 * @param bundles that were kept of cases
 * @param registry of persons
 * @param persons found through a reader's own connection
 */
public record StoredRecord(
        HoursStore hours,
        ReleaseStore releaseStore,
        Releases releases,
        EvidenceExport evidence,
        KeptBundleStore bundles,
        Registry registry,
        Function<SqlClient, PersonLookup> persons) {}
