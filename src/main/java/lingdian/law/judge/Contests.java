package lingdian.law.judge;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.People.Contest;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import org.jspecify.annotations.Nullable;

/** Which sessions are contested: as stored before a batch, and what it adds to that. */
final class Contests {
    private final Map<SessionKey, Contest> before = new HashMap<>();
    private final Map<SessionKey, Contest> newlyKnown = new LinkedHashMap<>();

    void knownBefore(Map<SessionKey, Contest> known) {
        before.putAll(known);
    }

    Map<SessionKey, Contest> newlyKnown() {
        return newlyKnown;
    }

    @Nullable
    Contest of(PersonSession session) {
        if (before.isEmpty() && newlyKnown.isEmpty()) {
            return null; // nearly always
        }
        SessionKey key = session.key();
        return newlyKnown.getOrDefault(key, before.get(key));
    }

    boolean isContested(PersonSession session) {
        Contest contest = of(session);
        return contest != null && contest != Contest.FINISHED;
    }

    /** Whether a session has ended in this café, and not all was found that it shows. */
    boolean isUnfinished(PersonSession session, PlaceCode placeCode) {
        return session.endedAt() != null && session.placeCode().equals(placeCode) && isContested(session);
    }

    /** An open session overlaps another one. */
    void begin(PersonSession session) {
        if (of(session) == null) {
            newlyKnown.put(session.key(), Contest.CONTESTED);
        }
    }

    /**
     * Notes of a person's sessions that ended in a café that this was looked at.
     *
     * @param since what they show of sessions that began before it was not looked at
     * @param found whether all was found that they show of others
     */
    void settle(List<PersonSession> person, PlaceCode placeCode, Instant since, boolean found) {
        for (PersonSession session : person) {
            if (isUnfinished(session, placeCode)) {
                settle(session, since, found);
            }
        }
    }

    private void settle(PersonSession session, Instant since, boolean found) {
        SessionKey key = session.key();
        boolean stored = before.containsKey(key);
        if (stored && session.opened().startedAt().isBefore(since)) {
            return;
        }
        if (!found && of(session) != Contest.SEEN) {
            newlyKnown.put(key, Contest.SEEN);
        } else if (found && stored) {
            newlyKnown.put(key, Contest.FINISHED);
        } else if (found) {
            newlyKnown.remove(key);
        }
    }
}
