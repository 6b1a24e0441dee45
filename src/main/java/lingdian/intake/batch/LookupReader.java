package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.AlteredRepeatStore;
import lingdian.record.journal.BatchLookupStore;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.JournalStore.RecordedAnswer;
import lingdian.record.journal.SessionStore;
import lingdian.record.journal.UnverifiedStore;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.Vault;

/**
 * Reads what a batch is judged with, besides the states of its cafés and the facts about them: all in one round trip.
 */
final class LookupReader {
    private final BatchLookupStore everyBatch = new BatchLookupStore();
    private final CafeStateStore cafes = new CafeStateStore();
    private final SessionStore sessions = new SessionStore();
    private final JournalStore journal = new JournalStore();
    private final AlteredRepeatStore altered = new AlteredRepeatStore();
    private final FindingStore findings = new FindingStore();
    private final UnverifiedStore unverified = new UnverifiedStore();
    private final RegistryStore registry;

    LookupReader(Vault vault) {
        registry = new RegistryStore(vault);
    }

    /** @param withRegistry whether any person was ever registered; otherwise the registry is not read */
    Future<Lookups> read(
            SqlConnection connection, LookupPlan plan, Collection<PlaceCode> placeCodes, boolean withRegistry) {
        var known = rename(connection, plan)
                .compose(renamed ->
                        everyBatch.read(connection, plan.persons(), placeCodes, plan.withEvents, plan.logins));
        var recorded = plan.repeated.isEmpty()
                ? Future.succeededFuture(Map.<RecordKey, RecordedAnswer>of())
                : journal.recorded(connection, plan.repeated);
        var alteredBefore = plan.repeated.isEmpty()
                ? Future.succeededFuture(Map.<RecordKey, List<String>>of())
                : altered.known(connection, plan.repeated);
        var numbers = plan.newStreams.isEmpty()
                ? Future.succeededFuture(List.<Integer>of())
                : cafes.streamNumbers(connection, plan.newStreams.size());
        var registered = withRegistry && !plan.logins.isEmpty()
                ? registry.known(connection, plan.tokens())
                : Future.succeededFuture(Map.<PersonToken, RegistryStore.Known>of());
        var settled = plan.confirmedLate.isEmpty()
                ? Future.succeededFuture(Map.<SessionKey, PersonSession>of())
                : unverified.settle(connection, plan.confirmedLate);
        var found = plan.confirmedLate.isEmpty()
                ? Future.succeededFuture(Set.<ViolationId>of())
                : findings.existing(connection, unverifiedIds(plan.confirmedLate));
        return Future.all(List.of(known, recorded, alteredBefore, numbers, registered, settled, found))
                .map(all -> new Lookups(
                        plan,
                        known.result(),
                        recorded.result(),
                        alteredBefore.result(),
                        numbers.result(),
                        withRegistry,
                        registered.result(),
                        settled.result(),
                        found.result()));
    }

    /**
     * Before anything is looked up: afterwards all sessions of a person are under one token, whichever key recorded
     * them.
     */
    private Future<Void> rename(SqlConnection connection, LookupPlan plan) {
        Map<PersonToken, PersonToken> renamed = plan.renamed();
        return renamed.isEmpty() ? Future.succeededFuture() : sessions.rename(connection, renamed);
    }

    private static List<ViolationId> unverifiedIds(Set<SessionKey> sessions) {
        return sessions.stream()
                .map(key -> Finding.id(Code.IDENTITY_UNVERIFIED, key.placeCode(), key.session()))
                .toList();
    }
}
