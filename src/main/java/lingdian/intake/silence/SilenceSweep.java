package lingdian.intake.silence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import lingdian.intake.silence.SweepPortions.Swept;
import lingdian.law.casework.Case;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Explanation;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Presence;
import lingdian.law.judge.Rules;
import lingdian.law.judge.SilenceLook;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.AsideStore.StoredAside;
import lingdian.record.journal.CafeStateStore;
import lingdian.record.journal.FindingStore;
import lingdian.record.journal.FindingStore.Head;
import lingdian.record.journal.SilenceStore;
import lingdian.record.journal.SilenceStore.ClaimedCafe;
import lingdian.record.journal.SilenceStore.Neighbours;
import org.jspecify.annotations.Nullable;

/**
 * Looks for cafés that have been silent for too long ({@code MEASURES_STOPPED}; handbook, silence.md).
 *
 * <p>Deadlines are rows, so a restart forgets none; a claim lasts as long as its transaction, so a node that dies
 * leaves its cafés to the others; and a finding is made like all others, under the lock on {@code head} and from the
 * state as it is then, so two nodes make one, and an event that was committed first prevents the finding.
 */
final class SilenceSweep {
    /** However long a silence may be by the rules: the database lets nobody put a look off for more than two days. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Map<ViolationId, Case> NOBODY_WORKS_ON_THEM_YET = Map.of();
    private static final long NONE_SEEN = -1;
    /** Changes of facts are gathered for so many looks: entering ten thousand cafés causes only a few looks. */
    private static final int LOOKS_BETWEEN = 15;

    private final CommitPool pool;
    private final Facts facts;
    private final InstantSource clock;
    private final SweepPortions portions;
    private final SilenceStore store = new SilenceStore();
    private final CafeStateStore cafes = new CafeStateStore();
    private final FindingStore findings = new FindingStore();
    private final AsideStore asides = new AsideStore();
    private long factsSeen = NONE_SEEN;
    private int looks;

    /** @param found is told of what the feed got, after the commit */
    SilenceSweep(CommitPool pool, Facts facts, InstantSource clock, Consumer<List<Change>> found) {
        this.pool = pool;
        this.facts = facts;
        this.clock = clock;
        this.portions = new SweepPortions(pool, found);
    }

    /** Looks at everything that is due. */
    Future<Void> sweep(Listening listening) {
        return facts.version(pool)
                .compose(version -> lookAtAllAfter(version, listening.heardUntil())
                        .compose(looking -> portions.all(connection -> portion(connection, version, listening))));
    }

    /** An order, a schedule or a suspension can bring deadlines forward, even into the past. */
    private Future<Void> lookAtAllAfter(long version, Instant now) {
        boolean soon = factsSeen != NONE_SEEN && looks++ % LOOKS_BETWEEN != 0;
        return version == factsSeen || soon
                ? Future.succeededFuture()
                : store.lookAtAll(pool, now).onSuccess(looking -> factsSeen = version);
    }

    private Future<Swept> portion(SqlConnection connection, long version, Listening listening) {
        return store.claim(connection, listening.heardUntil(), SweepPortions.AT_ONCE)
                .compose(claimed -> claimed.isEmpty()
                        ? Future.succeededFuture(Swept.NOTHING)
                        : portion(connection, version, listening, claimed));
    }

    private Future<Swept> portion(
            SqlConnection connection, long version, Listening listening, List<ClaimedCafe> claimed) {
        List<PlaceCode> places = claimed.stream().map(ClaimedCafe::placeCode).toList();
        return facts.asOf(connection, version, places).compose(known -> {
            var looks = new HashMap<PlaceCode, Instant>();
            var silent = new ArrayList<PlaceCode>();
            for (ClaimedCafe cafe : claimed) {
                SilenceLook look = look(fact(known, cafe.placeCode()), cafe.receivedAt(), cafe.presence(), listening);
                if (look.found() != SilenceLook.Found.NOTHING) {
                    silent.add(cafe.placeCode());
                }
                looks.put(
                        cafe.placeCode(),
                        within(look.next(), listening.heardUntil().plus(LONGEST)));
            }
            return store.postpone(connection, looks)
                    .compose(put -> silent.isEmpty()
                            ? Future.succeededFuture(List.<Change>of())
                            : decide(connection, silent, listening))
                    .map(announced -> new Swept(claimed.size(), announced));
        });
    }

    private static Instant within(Instant next, Instant longest) {
        return next.isBefore(longest) ? next : longest;
    }

    /** Judged under the lock from the state committed now: an event may have arrived since the look. */
    private Future<List<Change>> decide(SqlConnection connection, List<PlaceCode> places, Listening listening) {
        return findings.lock(connection)
                .compose(head -> Future.all(
                                cafes.states(connection, places), facts.asOf(connection, head.factsVersion(), places))
                        .compose(read -> decide(connection, head, read.resultAt(0), read.resultAt(1), listening)));
    }

    private Future<List<Change>> decide(
            SqlConnection connection,
            Head head,
            Map<PlaceCode, CafeState> states,
            Map<PlaceCode, CafeFacts> known,
            Listening listening) {
        var looks = new LinkedHashMap<CafeState, SilenceLook>();
        for (CafeState cafe : states.values()) {
            SilenceLook look = look(fact(known, cafe.placeCode()), receivedAt(cafe), cafe.presence(), listening);
            if (look.found() != SilenceLook.Found.NOTHING) {
                looks.put(cafe, look);
            }
        }
        var asked = new HashMap<CafeState, Future<Neighbours>>();
        looks.keySet().forEach(cafe -> asked.put(cafe, neighbours(connection, fact(known, cafe.placeCode()), cafe)));
        return Future.all(List.copyOf(asked.values())).compose(all -> {
            Instant now = clock.instant();
            var judge = new Judge(facts.rulebook());
            var changes = new ArrayList<Change>();
            var told = new ArrayList<StoredAside>();
            looks.forEach((cafe, look) -> {
                Neighbours neighbours = Objects.requireNonNull(asked.get(cafe)).result();
                if (look.found() == SilenceLook.Found.SILENT) {
                    told.add(told(cafe, neighbours, now));
                }
                changes.addAll(
                        judge.looked(cafe, fact(known, cafe.placeCode()), look, explanation(cafe, neighbours), now));
            });
            return write(connection, head, List.copyOf(looks.keySet()), changes, told, now);
        });
    }

    private static StoredAside told(CafeState cafe, Neighbours neighbours, Instant now) {
        Presence presence = cafe.presence();
        Finding undecided = presence.silenceUndecidedFirst();
        Instant since = undecided == null ? Objects.requireNonNull(presence.lastEventAt()) : undecided.startedAt();
        var silence = new Aside.FellSilent(since, neighbours.silent(), neighbours.heard(), now);
        return new StoredAside(cafe.placeCode(), cafe.judged(), silence);
    }

    private Future<List<Change>> write(
            SqlConnection connection,
            Head head,
            List<CafeState> silent,
            List<Change> changes,
            List<StoredAside> told,
            Instant now) {
        if (silent.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<PlaceCode> places = silent.stream().map(CafeState::placeCode).toList();
        silent.forEach(CafeState::nextVersion); // nodes that remember the state read it again
        return facts.zones(connection, head.factsVersion(), places).compose(zones -> {
            var numbered =
                    NumberedChanges.of(changes, zones, NOBODY_WORKS_ON_THEM_YET, facts.rulebook(), head.position());
            List<Future<Void>> writes = new ArrayList<>(numbered.write(connection, findings, now));
            writes.add(cafes.saveStates(connection, silent));
            writes.add(asides.add(connection, told));
            return Future.all(writes).map(done -> numbered.announced());
        });
    }

    private SilenceLook look(CafeFacts cafe, Instant receivedAt, Presence presence, Listening listening) {
        return SilenceLook.at(cafe, receivedAt, presence, listening, facts.rulebook());
    }

    /** A silence is judged by the rules that were in force when it began. */
    private Rules.Thresholds thresholdsAt(Instant receivedAt) {
        return facts.rulebook().at(receivedAt).thresholds();
    }

    private Future<Neighbours> neighbours(SqlConnection connection, CafeFacts facts, CafeState cafe) {
        Instant last = lastReceived(cafe);
        Rules.Thresholds thresholds = thresholdsAt(last);
        return store.neighbours(
                connection, facts.region(), last, thresholds.outage().together(), thresholds.silence());
    }

    /** Many cafés of one county at once: that looks like their line. */
    private @Nullable Explanation explanation(CafeState cafe, Neighbours neighbours) {
        return thresholdsAt(lastReceived(cafe)).outage().isOutage(neighbours.silent(), neighbours.heard())
                ? Explanation.PROBABLE_OUTAGE
                : null;
    }

    /** Before the silence. */
    private static Instant lastReceived(CafeState cafe) {
        Presence.Undecided undecided = cafe.presence().undecidedFirst();
        return undecided == null ? receivedAt(cafe) : undecided.receivedAt();
    }

    private static CafeFacts fact(Map<PlaceCode, CafeFacts> known, PlaceCode placeCode) {
        return Objects.requireNonNull(known.get(placeCode));
    }

    private static Instant receivedAt(CafeState cafe) {
        return Objects.requireNonNull(cafe.receivedAt());
    }
}
