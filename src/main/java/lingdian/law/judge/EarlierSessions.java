package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.People.PersonSession;
import org.jspecify.annotations.Nullable;

/**
 * A person's sessions that began before the one that is looked at, and what they say about it. They are added in the order of
 * their beginning, so all of a person's sessions are looked at in one pass and not pair by pair: a café may have one card at
 * every seat, and its events are judged while all others wait.
 */
final class EarlierSessions {
    /** One session proves that a later one shares its person. */
    static final int PROOF_MAX = 20;

    private final Map<PlaceCode, Instant> shownUntil = new HashMap<>();
    private final Deque<Shown> overlapping = new ArrayDeque<>();
    private Instant latest = Instant.MIN;
    private boolean open;
    private Instant lastEnd = Instant.MIN;

    private record Shown(PersonSession session, Instant until) {}

    /**
     * Adds the session that began next.
     *
     * @param until until when it is shown to have been open
     */
    void add(PersonSession session, Instant until) {
        shownUntil.merge(session.placeCode(), until, EarlierSessions::later);
        overlapping.add(new Shown(session, until));
        latest = later(latest, until);
        Instant ended = session.endedAt();
        open |= ended == null;
        lastEnd = ended == null ? lastEnd : later(lastEnd, ended);
    }

    /** Whether any of them was still open after a moment. */
    boolean goOnAfter(Instant moment) {
        return latest.isAfter(moment);
    }

    /** Likewise, of those in one café. */
    boolean goOnAfter(Instant moment, PlaceCode placeCode) {
        return shownUntil.getOrDefault(placeCode, Instant.MIN).isAfter(moment);
    }

    /** When the last of them ended; null while one is open. */
    @Nullable
    Instant endedAt() {
        return open ? null : lastEnd;
    }

    /**
     * The first of those that were still open after a moment.
     *
     * @param begun when the session began that is looked at; no later call names an earlier beginning
     */
    List<PersonSession> proof(Instant begun, Instant moment) {
        var proof = new ArrayList<PersonSession>();
        Iterator<Shown> each = overlapping.iterator();
        while (each.hasNext() && proof.size() < PROOF_MAX) {
            Shown one = each.next();
            if (one.until().isAfter(moment)) {
                proof.add(one.session());
            } else if (!one.until().isAfter(begun)) {
                each.remove(); // it overlaps none that begins later either
            }
        }
        return proof;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
