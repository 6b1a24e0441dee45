package lingdian.law.hours;

import java.util.Optional;

/**
 * How many entries of one kind a café or a region may have (handbook, hours.md#limits): well above what any office needs.
 * All cafés of a region are judged by its entries, so their number must not slow the judge down. One account makes half
 * of them: it leaves room for its colleagues.
 */
public enum AreaLimit {
    /** Orders, suspensions or closures that are in force or to come. Nobody ends a schedule, so these do not count. */
    IN_FORCE(200),
    /** Those of one account. */
    IN_FORCE_OF_ACCOUNT(IN_FORCE.maximum / 2),
    /** Entries of the last {@value #DAYS} days, with those that are over: events that arrive late are judged by them. */
    ENTERED(500),
    /** Those of one account. */
    ENTERED_OF_ACCOUNT(ENTERED.maximum / 2);

    public static final int DAYS = 365;

    private final int maximum;

    AreaLimit(int maximum) {
        this.maximum = maximum;
    }

    public int maximum() {
        return maximum;
    }

    /**
     * How many entries of the kind there are.
     *
     * @param inForce those in force or to come
     * @param entered those of the last days
     */
    public record Count(long inForce, long entered) {}

    /**
     * The reason to refuse one more entry to an area; empty if there is none.
     *
     * @param all the entries that it has
     * @param own those of the account that would make one more
     */
    public static Optional<AreaLimit> reached(Count all, Count own) {
        return first(all, IN_FORCE, ENTERED).or(() -> first(own, IN_FORCE_OF_ACCOUNT, ENTERED_OF_ACCOUNT));
    }

    private static Optional<AreaLimit> first(Count count, AreaLimit inForce, AreaLimit entered) {
        if (count.inForce() >= inForce.maximum) {
            return Optional.of(inForce);
        }
        return count.entered() >= entered.maximum ? Optional.of(entered) : Optional.empty();
    }
}
