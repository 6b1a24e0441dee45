package lingdian.law.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The change that one event made to one finding (handbook, feed.md#messages).
 *
 * @param finding the violation as of this change
 */
public record Change(Kind kind, Finding finding) {
    /** What happened. */
    public enum Kind {
        /** Found, or found again after it had ended. */
        OPENED,
        /** Standing, sessions, terminals, peak, what explains it, or an end already told changed. */
        UPDATED,
        ENDED,
        /** Only what is not announced changed, such as the seconds of a running overtime: stored, not fed. */
        REFRESHED
    }

    /** The changes from {@code before} to {@code after}, over one event. A finding never goes away. */
    static List<Change> between(@Nullable Finding before, @Nullable Finding after) {
        if (after == null || after.equals(before)) {
            return List.of();
        }
        var changes = new ArrayList<Change>(2);
        if (before == null) {
            changes.add(new Change(Kind.OPENED, after.endingAt(null)));
            if (!after.open()) {
                changes.add(new Change(Kind.ENDED, after));
            }
        } else if (before.open()) {
            changes.add(new Change(after.open() ? ongoing(before, after) : Kind.ENDED, after));
        } else {
            changes.add(new Change(after.open() ? Kind.OPENED : ongoing(before, after), after));
        }
        return changes;
    }

    private static Kind ongoing(Finding before, Finding after) {
        boolean announced = before.standing() != after.standing()
                || !Objects.equals(before.endedAt(), after.endedAt())
                || before.explained() != after.explained()
                || !sameCounts(before.quantities(), after.quantities());
        return announced ? Kind.UPDATED : Kind.REFRESHED;
    }

    private static boolean sameCounts(@Nullable Quantities before, @Nullable Quantities after) {
        return before == null || after == null ? before == after : after.toldBy(before);
    }
}
