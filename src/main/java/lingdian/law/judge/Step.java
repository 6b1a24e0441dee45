package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.statute.LegalGround;
import org.jspecify.annotations.Nullable;

/**
 * The judging of one event: its subject and the results so far.
 *
 * <p>Rules note each finding as it was and as it is; what is announced is the difference over the whole event, so that
 * rules are independent of each other.
 */
final class Step {
    /** Received so late after its effective time that what an event proves is no news (handbook, feed.md#a-violation). */
    private static final Duration LATE = Duration.ofHours(24);

    /** In force at the time that the event is judged for. */
    final Rules rules;

    private final Rulebook rulebook;
    final CafeState cafe;
    final CafeFacts facts;
    final EventRef ref;
    final Instant receivedAt;
    /** Most events change neither a session nor a finding: empty collections cost nothing. */
    final List<Judgement.SessionChange> sessions = new ArrayList<>(0);

    /** The other café that has the person of a login in use. */
    @Nullable
    PlaceCode heldBy;

    private final Instant at;
    private List<Change> changes = List.of();
    private Map<ViolationId, Noted> noted = Map.of();

    /** @param at the time that the event is judged for */
    Step(Rulebook rulebook, Instant at, CafeState cafe, CafeFacts facts, EventRef ref, Instant receivedAt) {
        this.rulebook = rulebook;
        this.at = at;
        this.rules = rulebook.at(at);
        this.cafe = cafe;
        this.facts = facts;
        this.ref = ref;
        this.receivedAt = receivedAt;
    }

    /** A finding as it was before the event, and as it is. */
    private record Noted(@Nullable Finding was, Finding now) {}

    /**
     * Notes that a finding is now {@code now}; {@code was} null where there was none. Both are in the county that the
     * café belongs to now: that it moved was told when it did.
     */
    void note(@Nullable Finding was, @Nullable Finding now) {
        if (now != null) {
            noted = noted.isEmpty() ? new LinkedHashMap<>(4) : noted;
            Noted first = noted.get(now.id());
            Finding before = was == null ? null : here(was);
            noted.put(now.id(), new Noted(first == null ? before : first.was(), here(now)));
        }
    }

    /** Whether something was noted about it before: what it was then is known. */
    boolean isNoted(ViolationId id) {
        return noted.containsKey(id);
    }

    private Finding here(Finding finding) {
        boolean elsewhere = !finding.placeCode().equals(facts.placeCode());
        return elsewhere || finding.region().equals(facts.region()) ? finding : finding.inRegion(facts.region());
    }

    /** Turns what was noted into changes. */
    void settle() {
        if (!noted.isEmpty()) {
            var all = new ArrayList<>(changes);
            noted.values().forEach(one -> all.addAll(Change.between(one.was(), one.now())));
            changes = all;
            noted = Map.of();
        }
    }

    List<Change> changes() {
        return changes;
    }

    EventRef ref(OpenSession session) {
        return new EventRef(
                facts.placeCode(),
                facts.region(),
                session.stream(),
                session.login().seq());
    }

    /** Whether the event was received more than a day after the time that it is judged for. */
    boolean isLate() {
        return isLate(at, receivedAt);
    }

    static boolean isLate(Instant effectiveAt, Instant receivedAt) {
        return Duration.between(effectiveAt, receivedAt).compareTo(LATE) > 0;
    }

    /** Rules in force at {@code startedAt}, whenever the finding is detected. */
    Rules rulesAt(Instant startedAt) {
        return rulebook.at(startedAt);
    }

    /** A finding that is about the café, open until told otherwise. */
    Finding finding(Code code, String key, Instant startedAt, Instant detectedAt) {
        return finding(code, key, null, startedAt, detectedAt);
    }

    /** Likewise, in one of the circumstances that its rule distinguishes. */
    Finding finding(Code code, String key, @Nullable LegalGround ground, Instant startedAt, Instant detectedAt) {
        return finding(
                matter(code, Finding.id(code, facts.placeCode(), key), startedAt)
                        .on(ground),
                startedAt,
                detectedAt,
                List.of(ref));
    }

    /** A finding with the standing that its rule gives it, open until told otherwise. */
    Finding finding(Finding.Matter matter, Instant startedAt, Instant detectedAt, List<EventRef> evidence) {
        Standing standing = rulesAt(startedAt).rule(matter.code()).standing();
        return Finding.open(matter, standing, startedAt, detectedAt, evidence);
    }

    /** Subject of a finding about this café that begins at {@code startedAt}. */
    Finding.Matter matter(Code code, ViolationId id, Instant startedAt) {
        String version = rulesAt(startedAt).version();
        return new Finding.Matter(
                id, code, facts.placeCode(), facts.region(), version, null, null, null, null, isLate());
    }
}
