package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.People;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.JournalStore.RecordedAnswer;
import lingdian.record.journal.SessionStore;
import lingdian.record.journal.UnverifiedStore;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.Vault;

/** Reads what a batch is judged with, besides the states of its cafés and the facts about them: all in one round trip. */
final class BatchReading {
    private final CafeStateStore cafes = new CafeStateStore();
    private final SessionStore sessions = new SessionStore();
    private final JournalStore journal = new JournalStore();
    private final FindingStore findings = new FindingStore();
    private final UnverifiedStore unverified = new UnverifiedStore();
    private final RegistryStore registry;

    BatchReading(Vault vault) {
        registry = new RegistryStore(vault);
    }

    /**
     * What was read.
     *
     * @param known session ids of the batch that were opened before
     * @param persons fills the persons of the batch, but for the clocks of its own cafés
     * @param withRegistry whether the registry was looked into
     * @param settled sessions whose late answer is taken in now
     * @param found findings about late answers that there are already
     */
    record Read(
            Asked asked,
            Set<SessionKey> known,
            Consumer<People> persons,
            Map<RecordKey, RecordedAnswer> recorded,
            List<Integer> streamNumbers,
            boolean withRegistry,
            Map<PersonToken, RegistryStore.Known> registered,
            Map<SessionKey, PersonSession> settled,
            Set<ViolationId> found) {}

    /** @param withRegistry whether anybody was ever registered: else there is nothing to look into */
    Future<Read> read(SqlConnection connection, Asked asked, Collection<PlaceCode> placeCodes, boolean withRegistry) {
        var known = asked.logins.isEmpty()
                ? Future.succeededFuture(Set.<SessionKey>of())
                : sessions.openedBefore(connection, asked.logins);
        var persons =
                renamed(connection, asked).compose(renamed -> sessions.load(connection, asked.persons(), placeCodes));
        var recorded = asked.repeated.isEmpty()
                ? Future.succeededFuture(Map.<RecordKey, RecordedAnswer>of())
                : journal.recorded(connection, asked.repeated);
        var numbers = asked.newStreams.isEmpty()
                ? Future.succeededFuture(List.<Integer>of())
                : cafes.streamNumbers(connection, asked.newStreams.size());
        var registered = withRegistry && !asked.logins.isEmpty()
                ? registry.known(connection, asked.tokens())
                : Future.succeededFuture(Map.<PersonToken, RegistryStore.Known>of());
        var settled = asked.answered.isEmpty()
                ? Future.succeededFuture(Map.<SessionKey, PersonSession>of())
                : unverified.settle(connection, asked.answered);
        var found = asked.answered.isEmpty()
                ? Future.succeededFuture(Set.<ViolationId>of())
                : findings.existing(connection, unverifiedIds(asked.answered));
        return Future.all(List.of(known, persons, recorded, numbers, registered, settled, found))
                .map(all -> new Read(
                        asked,
                        known.result(),
                        persons.result(),
                        recorded.result(),
                        numbers.result(),
                        withRegistry,
                        registered.result(),
                        settled.result(),
                        found.result()));
    }

    /** Before anything is looked for: then all sessions of a person are under one token, whatever keys they were recorded with. */
    private Future<Void> renamed(SqlConnection connection, Asked asked) {
        Map<PersonToken, PersonToken> renamed = asked.renamed();
        return renamed.isEmpty() ? Future.succeededFuture() : sessions.rename(connection, renamed);
    }

    private static List<ViolationId> unverifiedIds(Set<SessionKey> sessions) {
        return sessions.stream()
                .map(key -> Finding.id(Code.IDENTITY_UNVERIFIED, key.placeCode(), key.session()))
                .toList();
    }
}
