package lingdian.law.hours;

import java.util.Optional;

/**
 * How many entries of one kind a café or a region may have (handbook, hours.md#limits): well above what any office needs.
 * All cafés of a region are judged by its entries, so their number must not slow the judge down.
 */
public enum AreaLimit {
    /** Orders, suspensions or closures that are in force or to come. Nobody ends a schedule, so these do not count. */
    IN_FORCE(200),
    /** Entries of the last {@value #DAYS} days, with those that are over: events that arrive late are judged by them. */
    ENTERED(500);

    public static final int DAYS = 365;

    private final int maximum;

    AreaLimit(int maximum) {
        this.maximum = maximum;
    }

    public int maximum() {
        return maximum;
    }

    /**
     * The reason to refuse one more entry to an area; empty if there is none.
     *
     * @param inForce the entries that it has of the kind, in force or to come
     * @param entered those of the last days
     */
    public static Optional<AreaLimit> reached(long inForce, long entered) {
        if (inForce >= IN_FORCE.maximum) {
            return Optional.of(IN_FORCE);
        }
        return entered >= ENTERED.maximum ? Optional.of(ENTERED) : Optional.empty();
    }
}
