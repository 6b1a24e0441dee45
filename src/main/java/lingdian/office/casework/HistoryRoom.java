package lingdian.office.casework;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.law.course.CourseVerb;

/**
 * How many entries the history of a case has at most; each of its actions reads all of them. Pure.
 *
 * <p>Whatever officers have written, a case can take its course: the first action of each kind but a comment always has room,
 * and so has each action that ends the case. One account makes half of the other entries: it leaves room for its colleagues.
 */
final class HistoryRoom {
    /** While a case has fewer entries, it takes those that no step of the law needs. */
    private static final int SAID_MAX = 200;

    private static final int ENTRIES_MAX = 300;

    /** A merger is one of another case into this one. */
    private static final Set<CourseVerb> NEVER_NEEDED = Set.of(CourseVerb.COMMENT, CourseVerb.MERGE);

    /** A case that is assigned again stays at its step. */
    private static final Set<CourseVerb> SAID = Set.of(CourseVerb.COMMENT, CourseVerb.MERGE, CourseVerb.ASSIGN);

    private static final Set<CourseVerb> ENDS = Set.of(CourseVerb.CLOSE, CourseVerb.TRANSFER, CourseVerb.MERGE);

    private HistoryRoom() {}

    /** @param verb of an action of this case; a merger closes it */
    static void refuseWithout(StoredCase stored, AccountId account, CourseVerb verb) {
        if (!ENDS.contains(verb)) {
            refuse(stored.actions(), account, verb);
        }
    }

    static void refuseMergerWithout(StoredCase into, AccountId account) {
        refuse(into.actions(), account, CourseVerb.MERGE);
    }

    private static void refuse(List<StoredAction> entries, AccountId account, CourseVerb verb) {
        boolean needed = !NEVER_NEEDED.contains(verb)
                && entries.stream().noneMatch(one -> one.action().equals(verb.wire()));
        List<StoredAction> own =
                entries.stream().filter(one -> isOf(one, account)).toList();
        boolean full = entries.size() >= ENTRIES_MAX || own.size() >= ENTRIES_MAX / 2;
        boolean saidEnough = entries.size() >= SAID_MAX
                || own.stream().filter(HistoryRoom::isSaid).count() >= SAID_MAX / 2;
        if (!needed && (full || SAID.contains(verb) && saidEnough)) {
            throw Refused.with(
                    409,
                    "A case has at most " + SAID_MAX
                            + " entries with comments, other officers and mergers, of one account "
                            + SAID_MAX / 2 + ", and " + ENTRIES_MAX + " in all, of one account " + ENTRIES_MAX / 2
                            + ". Steps that it has not taken yet are possible, and so is its end.");
        }
    }

    private static boolean isOf(StoredAction entry, AccountId account) {
        return entry.by() != null && entry.by().account().equals(account);
    }

    private static boolean isSaid(StoredAction entry) {
        Optional<CourseVerb> verb = CourseVerb.of(entry.action());
        return verb.isPresent() && SAID.contains(verb.get());
    }
}
