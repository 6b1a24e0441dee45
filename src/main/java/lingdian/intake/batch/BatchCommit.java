package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Code;
import lingdian.law.judge.Judge;
import lingdian.law.judge.People;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.StampedEvent;
import lingdian.platform.CommitPool;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.CafeStateStore.SavedStream;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.FindingStore.Head;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.JournalStore;
import lingdian.record.journal.SessionStore;
import lingdian.record.journal.UnverifiedStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * One batch, one transaction: lock, read, judge, write, commit.
 *
 * <p>The lock on {@code head} is taken first and held to the end, so that of all batches and changes of facts, on all
 * nodes, one is judged at a time, against everything that was committed before it. That is what makes one person's
 * simultaneous logins, the feed's order and findings over several cafés right without further thought; what it costs is
 * bounded by putting everything that can be done before or after (decoding, hashing, sealing, answering) outside.
 */
final class BatchCommit {
    /** In about so many parts a full batch is written while it is judged: of four statements each, as many as may be under way. */
    private static final int PARTS = 16;

    private final CommitPool pool;
    private final Vault vault;
    private final Facts facts;
    private final InstantSource clock;
    private final int part;
    private final CafeStateStore cafes = new CafeStateStore();
    private final SessionStore sessions = new SessionStore();
    private final JournalStore journal = new JournalStore();
    private final AsideStore asides = new AsideStore();
    private final FindingStore findings = new FindingStore();
    private final BatchReading reading;
    private final UnverifiedStore unverified = new UnverifiedStore();
    private final Set<LocalDate> days = ConcurrentHashMap.newKeySet();
    /** As of the last batch. */
    private volatile boolean registryUsed;

    /** @param batchMaximum how many events a batch has at most */
    BatchCommit(CommitPool pool, Vault vault, Facts facts, InstantSource clock, int batchMaximum) {
        this.pool = pool;
        this.vault = vault;
        this.facts = facts;
        this.clock = clock;
        this.part = Math.ceilDiv(batchMaximum, PARTS);
        this.reading = new BatchReading(vault);
    }

    /**
     * What the transaction works with.
     *
     * @param states copies to judge on: of what is remembered where it is current, else of what is stored
     * @param remembered whether all of them are of what is remembered
     */
    private record Ground(
            Head head,
            Map<PlaceCode, CafeState> states,
            boolean remembered,
            Map<PlaceCode, CafeFacts> facts,
            Rulebook rulebook) {}

    /** A committed batch. */
    record Committed(Outcome outcome, long position, List<Change> announced) {}

    /** The committed states of cafés, outside of any batch; the confirmer learns of them too. */
    Future<Map<PlaceCode, CafeState>> states(List<PlaceCode> placeCodes, Confirmer confirmer) {
        return confirmer.learn(pool, placeCodes).compose(known -> cafes.states(pool, placeCodes));
    }

    Future<Long> openSessions() {
        return cafes.openSessions(pool);
    }

    /** Makes the partitions of the days around now, so that no batch has to wait for it. */
    Future<Void> ensureDays() {
        LocalDate today = StampedEvent.day(clock.instant());
        return ensureDay(pool, today).compose(done -> ensureDay(pool, today.plusDays(1)));
    }

    /**
     * Judges and commits a batch. Fails with a {@link TransactionFailure}.
     *
     * @param inDoubt what an earlier attempt came to, where no answer to its COMMIT was received
     */
    Future<Committed> commit(Batch batch, @Nullable Committed inDoubt) {
        return Transactions.run(
                pool, connection -> inDoubt == null ? judged(connection, batch) : settled(connection, batch, inDoubt));
    }

    /**
     * Finds out whether the earlier attempt was committed after all. Under the lock on {@code head}, which that attempt
     * held: what it is not known to have done now, it will never do. To judge it anew would take its events for repeated
     * ones, and a hello or a superseded stream among them for something else than it was.
     */
    private Future<Committed> settled(SqlConnection connection, Batch batch, Committed inDoubt) {
        List<JournalRecord> records = inDoubt.outcome().records;
        return records.isEmpty()
                ? judged(connection, batch) // nothing in it but what may be told twice
                : findings.lock(connection)
                        .compose(head -> journal.holds(connection, records.getLast()))
                        .compose(done -> done ? Future.succeededFuture(inDoubt) : judged(connection, batch));
    }

    /**
     * What is remembered of the cafés is nearly always current. So what a batch needs is asked for by that, in one round trip
     * with the lock: after it, as statements are worked off in order. Where it turns out to be stale, it is asked for anew.
     */
    private Future<Committed> judged(SqlConnection connection, Batch batch) {
        Map<PlaceCode, Inbox> inboxes = batch.inboxes();
        var head = findings.lock(connection);
        var versions = cafes.versions(connection, inboxes.keySet());
        var early = early(connection, batch, inboxes);
        var copies = copies(inboxes); // while the lock is waited for
        return Future.all(head, versions, early)
                .compose(read -> ground(connection, inboxes.keySet(), copies, head.result(), versions.result()))
                .compose(ground -> read(connection, batch, ground, early.result())
                        .compose(read -> {
                            JudgedWrites writes = writes(connection, read);
                            Outcome outcome = judged(batch, ground, read, writes);
                            return beforeTheRest(outcome, writes)
                                    .compose(done -> write(connection, ground, outcome, writes));
                        }));
    }

    /**
     * The rest follows at once, unless something has to be read for it. Then it waits until all parts are known to be written:
     * after one that was refused the read is refused too, and that would be taken for what failed (25P02, and so for a mistake).
     */
    private static Future<Void> beforeTheRest(Outcome outcome, JudgedWrites writes) {
        return outcome.changes.isEmpty() ? Future.succeededFuture() : writes.written();
    }

    /** Nothing early where streams are new, which are saved when all is judged, or a day's tables may have to be made. */
    private JudgedWrites writes(SqlConnection connection, BatchReading.Read read) {
        boolean known = read.streamNumbers().isEmpty();
        return new JudgedWrites(connection, journal, sessions, part, day -> known && days.contains(day));
    }

    private Future<BatchReading.@Nullable Read> early(
            SqlConnection connection, Batch batch, Map<PlaceCode, Inbox> inboxes) {
        var remembered = new HashMap<PlaceCode, CafeState>();
        for (Inbox inbox : inboxes.values()) {
            CafeState state = inbox.state();
            if (state == null) {
                return Future.succeededFuture();
            }
            remembered.put(inbox.placeCode, state);
        }
        var asked = new Asked(batch, remembered);
        return asked.writes()
                ? Future.succeededFuture()
                : reading.read(connection, asked, inboxes.keySet(), registryUsed)
                        .map(read -> read);
    }

    private Future<BatchReading.Read> read(
            SqlConnection connection, Batch batch, Ground ground, BatchReading.@Nullable Read early) {
        boolean registry = ground.head().registryUsed();
        registryUsed = registry;
        return early != null && ground.remembered() && early.withRegistry() == registry
                ? Future.succeededFuture(early)
                : reading.read(
                        connection,
                        new Asked(batch, ground.states()),
                        ground.states().keySet(),
                        registry);
    }

    private static Map<PlaceCode, CafeState> copies(Map<PlaceCode, Inbox> inboxes) {
        var copies = new HashMap<PlaceCode, CafeState>();
        inboxes.forEach((place, inbox) -> {
            CafeState known = inbox.state();
            if (known != null) {
                copies.put(place, known.copy());
            }
        });
        return copies;
    }

    private Future<Ground> ground(
            SqlConnection connection,
            Set<PlaceCode> placeCodes,
            Map<PlaceCode, CafeState> copies,
            Head head,
            Map<PlaceCode, Long> versions) {
        var working = new HashMap<PlaceCode, CafeState>();
        var stale = new ArrayList<PlaceCode>();
        for (PlaceCode place : placeCodes) {
            CafeState known = copies.get(place);
            if (known != null && known.version() == versions.getOrDefault(place, 0L)) {
                working.put(place, known);
            } else {
                stale.add(place);
            }
        }
        var states = stale.isEmpty()
                ? Future.succeededFuture(Map.<PlaceCode, CafeState>of())
                : cafes.states(connection, stale);
        var known = facts.asOf(connection, head.factsVersion(), placeCodes);
        return Future.all(states, known).map(read -> {
            working.putAll(states.result());
            return new Ground(head, working, stale.isEmpty(), known.result(), facts.rulebook());
        });
    }

    private Outcome judged(Batch batch, Ground ground, BatchReading.Read read, JudgedWrites writes) {
        var people = new People(ground.rulebook());
        ground.states()
                .forEach((place, state) -> people.cafe(
                        place,
                        new People.CafeClock(
                                Objects.requireNonNull(ground.facts().get(place))
                                        .region(),
                                state.effectiveAt(),
                                state.receivedAt())));
        read.persons().accept(people);
        read.known()
                .forEach(key -> Objects.requireNonNull(ground.states().get(key.placeCode()))
                        .openedBefore(List.of(key.session())));
        people.name(ground.states());
        var judging = new BatchJudge(
                new Judge(ground.rulebook()),
                vault,
                read.asked(),
                ground.facts(),
                read.recorded(),
                read.registered(),
                read.streamNumbers().iterator(),
                new Outcome(ground.states(), people));
        judging.judgeLate(batch, read.settled(), read.found());
        return judging.judge(batch, writes::judged);
    }

    private Future<Committed> write(SqlConnection connection, Ground ground, Outcome outcome, JudgedWrites writes) {
        return firstTime(connection, outcome).compose(changes -> {
            var zones = zones(connection, ground, changes);
            var cases = cases(connection, changes);
            return Future.all(zones, cases)
                    .compose(read ->
                            write(connection, ground, outcome, writes, changes, zones.result(), cases.result()));
        });
    }

    private Future<Committed> write(
            SqlConnection connection,
            Ground ground,
            Outcome outcome,
            JudgedWrites judged,
            List<Change> changes,
            Map<PlaceCode, ZoneId> zones,
            Map<ViolationId, Case> cases) {
        Numbered numbered = Numbered.of(
                changes, zones, cases, ground.rulebook(), ground.head().position());
        return writeAll(connection, outcome, judged, numbered, clock.instant())
                .map(done -> new Committed(outcome, numbered.position(), numbered.announced()));
    }

    /** A violation that is found again keeps the step that people took (handbook, enforcement.md). */
    private Future<Map<ViolationId, Case>> cases(SqlConnection connection, List<Change> changes) {
        Set<ViolationId> ids =
                changes.stream().map(change -> change.finding().id()).collect(Collectors.toSet());
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : findings.cases(connection, ids);
    }

    /** A finding is written in its own café's time, which need not be a café of the batch: IDENTITY_SHARED. */
    private Future<Map<PlaceCode, ZoneId>> zones(SqlConnection connection, Ground ground, List<Change> changes) {
        Set<PlaceCode> places =
                changes.stream().map(change -> change.finding().placeCode()).collect(Collectors.toSet());
        return facts.zones(connection, ground.head().factsVersion(), places);
    }

    /** Leaves out records found broken that were found so before: the agent only told it again. */
    private Future<List<Change>> firstTime(SqlConnection connection, Outcome outcome) {
        Set<ViolationId> broken = outcome.changes.stream()
                .filter(change -> change.finding().code() == Code.RECORDS_BROKEN)
                .map(change -> change.finding().id())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (broken.isEmpty()) {
            return Future.succeededFuture(outcome.changes);
        }
        return findings.existing(connection, broken).map(existing -> {
            var told = new HashSet<List<Object>>();
            return outcome.changes.stream()
                    .filter(change -> change.finding().code() != Code.RECORDS_BROKEN
                            || !existing.contains(change.finding().id())
                                    && told.add(List.of(change.finding().id(), change.kind())))
                    .toList();
        });
    }

    private Future<Void> writeAll(
            SqlConnection connection, Outcome outcome, JudgedWrites judged, Numbered numbered, Instant now) {
        var writes = new ArrayList<Future<Void>>();
        outcome.records.stream()
                .map(record -> record.day())
                .distinct()
                .filter(day -> !days.contains(day))
                .forEach(day -> writes.add(ensureDay(connection, day)));
        if (!outcome.streams.isEmpty()) {
            writes.add(cafes.saveStreams(connection, savedStreams(outcome)));
        }
        judged.write(outcome);
        writes.add(judged.written());
        if (!outcome.asides.isEmpty()) {
            writes.add(asides.add(connection, outcome.asides));
        }
        if (!outcome.unverified.isEmpty()) {
            writes.add(unverified.add(connection, outcome.unverified, now));
        }
        if (!outcome.people.contested().isEmpty()) {
            writes.add(sessions.contest(connection, outcome.people.contested()));
        }
        if (!outcome.people.detected().isEmpty()) {
            writes.add(sessions.detect(connection, outcome.people.detected()));
        }
        writes.addAll(numbered.write(connection, findings, now));
        outcome.states.values().forEach(CafeState::nextVersion);
        outcome.states.values().forEach(CafeState::forgetOpenedBefore);
        writes.add(cafes.saveStates(connection, outcome.states.values()));
        return Future.all(writes).mapEmpty();
    }

    private static List<SavedStream> savedStreams(Outcome outcome) {
        return outcome.streams.entrySet().stream()
                .map(entry -> new SavedStream(
                        entry.getKey().placeCode(),
                        Objects.requireNonNull(
                                Objects.requireNonNull(
                                        outcome.states.get(entry.getKey().placeCode()))
                                        .stream(entry.getKey().stream())),
                        entry.getValue()))
                .toList();
    }

    private Future<Void> ensureDay(SqlClient client, LocalDate day) {
        return days.contains(day)
                ? Future.succeededFuture()
                : journal.ensureDay(client, day).onSuccess(done -> {
                    if (client == pool) {
                        days.add(day); // within a batch it may yet be rolled back
                    }
                });
    }
}
