package lingdian.intake.batch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.ViolationId;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.BatchLookupStore;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.JournalStore.RecordedAnswer;
import lingdian.vault.registry.RegistryStore;

/**
 * What {@link LookupReader} found in the database for one batch.
 *
 * @param known the versions of the cafés' states, session ids of the batch that were opened before, and the persons of
 *     the batch with their sessions; the clocks of the batch's own cafés are added separately
 * @param recorded the first records of numbers that are sent again
 * @param altered keyed hashes of the other contents that were sent under them
 * @param streamNumbers short names for the streams that are new
 * @param withRegistry whether the registry was looked into
 * @param registered the registry's entries, by each token of a person
 * @param settled sessions that the outside verifier answers about only now
 * @param foundUnverified which findings about those answers exist already
 */
record Lookups(
        LookupPlan plan,
        BatchLookupStore.Known known,
        Map<RecordKey, RecordedAnswer> recorded,
        Map<RecordKey, List<String>> altered,
        List<Integer> streamNumbers,
        boolean withRegistry,
        Map<PersonToken, RegistryStore.Known> registered,
        Map<SessionKey, PersonSession> settled,
        Set<ViolationId> foundUnverified) {}
