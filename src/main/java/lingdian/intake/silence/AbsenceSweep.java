package lingdian.intake.silence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.intake.commit.Facts;
import lingdian.intake.commit.NumberedChanges;
import lingdian.intake.commit.Transactions;
import lingdian.intake.silence.SweepPortions.Swept;
import lingdian.law.casework.Case;
import lingdian.law.judge.AbsenceLook;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Listening;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.AbsenceStore;
import lingdian.record.journal.AbsenceStore.WaitedFor;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.FindingStore.Head;

/**
 * Looks for cafés whose agent has been absent for too long ({@code AGENT_ABSENT}; handbook, silence.md#agent_absent).
 *
 * <p>As in {@link SilenceSweep}, deadlines are rows that nodes share, and a finding is made under the lock on {@code
 * head} from the state as it is then. A café that never sent anything gets its state with its first absence.
 */
final class AbsenceSweep {
    private final CommitPool pool;
    private final Facts facts;
    private final InstantSource clock;
    private final SweepPortions portions;
    private final AbsenceStore store = new AbsenceStore();
    private final CafeStateStore cafes = new CafeStateStore();
    private final FindingStore findings = new FindingStore();
    private long factsSeen = -1;

    /** @param found is told of what the feed got, after the commit */
    AbsenceSweep(CommitPool pool, Facts facts, InstantSource clock, Consumer<List<Change>> found) {
        this.pool = pool;
        this.facts = facts;
        this.clock = clock;
        this.portions = new SweepPortions(pool, found);
    }

    /** Looks at everything that is due. */
    Future<Void> sweep(Listening listening) {
        return facts.version(pool)
                .compose(version -> lookAtChanged(version, listening.heardUntil())
                        .compose(looking -> portions.all(connection -> portion(connection, version, listening))));
    }

    private Future<Void> lookAtChanged(long version, Instant now) {
        return version == factsSeen
                ? Future.succeededFuture()
                : Transactions.run(pool, connection -> store.lookAtChanged(connection, version, now))
                        .onSuccess(looking -> factsSeen = version);
    }

    private Future<Swept> portion(SqlConnection connection, long version, Listening listening) {
        return store.claim(connection, listening.heardUntil(), SweepPortions.AT_ONCE)
                .compose(claimed -> claimed.isEmpty()
                        ? Future.succeededFuture(Swept.NOTHING)
                        : portion(connection, version, listening, claimed));
    }

    private Future<Swept> portion(
            SqlConnection connection, long version, Listening listening, List<WaitedFor> claimed) {
        List<PlaceCode> places = claimed.stream().map(WaitedFor::placeCode).toList();
        return facts.asOf(connection, version, places).compose(known -> {
            var looks = new HashMap<PlaceCode, Instant>();
            var concerned = new HashMap<PlaceCode, Instant>();
            for (WaitedFor cafe : claimed) {
                CafeFacts fact = Objects.requireNonNull(known.get(cafe.placeCode()));
                AbsenceLook look = AbsenceLook.at(fact, cafe.keyedAt(), cafe.presence(), listening, facts.rulebook());
                if (look.found() != AbsenceLook.Found.NOTHING) {
                    concerned.put(cafe.placeCode(), cafe.keyedAt());
                }
                looks.put(cafe.placeCode(), look.next());
            }
            return store.postpone(connection, looks)
                    .compose(put -> concerned.isEmpty()
                            ? Future.succeededFuture(List.<Change>of())
                            : decide(connection, concerned, listening))
                    .map(announced -> new Swept(claimed.size(), announced));
        });
    }

    /**
     * Judged under the lock from the state committed now: an event may have arrived since the look.
     *
     * @param keyedAt by café
     */
    private Future<List<Change>> decide(
            SqlConnection connection, Map<PlaceCode, Instant> keyedAt, Listening listening) {
        List<PlaceCode> places = List.copyOf(keyedAt.keySet());
        return findings.lock(connection)
                .compose(head -> Future.all(
                                cafes.states(connection, places), facts.asOf(connection, head.factsVersion(), places))
                        .compose(read ->
                                decide(connection, head, read.resultAt(0), read.resultAt(1), keyedAt, listening)));
    }

    private Future<List<Change>> decide(
            SqlConnection connection,
            Head head,
            Map<PlaceCode, CafeState> states,
            Map<PlaceCode, CafeFacts> known,
            Map<PlaceCode, Instant> keyedAt,
            Listening listening) {
        var judge = new Judge(facts.rulebook());
        var changes = new ArrayList<Change>();
        var concerned = new LinkedHashMap<PlaceCode, CafeState>();
        states.forEach((place, cafe) -> {
            CafeFacts fact = Objects.requireNonNull(known.get(place));
            Instant keyed = Objects.requireNonNull(keyedAt.get(place));
            AbsenceLook look = AbsenceLook.at(fact, keyed, cafe.presence(), listening, facts.rulebook());
            if (look.found() != AbsenceLook.Found.NOTHING) {
                changes.addAll(judge.lookedForAbsence(cafe, fact, look, clock.instant()));
                concerned.put(place, cafe);
            }
        });
        return write(connection, head, concerned, changes);
    }

    private Future<List<Change>> write(
            SqlConnection connection, Head head, Map<PlaceCode, CafeState> concerned, List<Change> changes) {
        if (concerned.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        concerned.values().forEach(CafeState::nextVersion); // nodes that remember the state read it again
        List<ViolationId> ids =
                changes.stream().map(change -> change.finding().id()).toList();
        Future<Map<PlaceCode, ZoneId>> asked = facts.zones(connection, head.factsVersion(), concerned.keySet());
        Future<Map<ViolationId, Case>> steps = findings.cases(connection, ids);
        return Future.all(asked, steps).compose(read -> {
            var numbered =
                    NumberedChanges.of(changes, asked.result(), steps.result(), facts.rulebook(), head.position());
            List<Future<Void>> writes = new ArrayList<>(numbered.write(connection, findings, clock.instant()));
            writes.add(cafes.saveStates(connection, concerned.values()));
            return Future.all(writes).map(done -> numbered.announced());
        });
    }
}
