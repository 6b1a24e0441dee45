package lingdian.feed.escalation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;

/** How many attempts each office has under way on this node: slow receivers of one office take its own share alone. */
final class OfficeShares {
    static final int AT_ONCE = 64;
    static final int OF_AN_OFFICE = 4;

    private final Map<Office, Integer> underWay = new HashMap<>();
    private int all;
    private boolean isTaking;

    /** Whose roster has the contact. */
    record Office(RegionCode region, Authority authority) {
        @Override
        public String toString() {
            return region + "/" + authority.wire();
        }
    }

    /**
     * For messages that may be taken now.
     *
     * @param busy how many of each office are under way; an office that is missing has none
     */
    record Room(int places, Map<Office, Integer> busy) {}

    /** Empty where there is no room, or another take is under way. Whoever gets room must call {@link #took}. */
    synchronized Optional<Room> claim() {
        if (isTaking || all >= AT_ONCE) {
            return Optional.empty();
        }
        isTaking = true;
        return Optional.of(new Room(AT_ONCE - all, Map.copyOf(underWay)));
    }

    /** @param offices one for each message that was taken */
    synchronized void took(Collection<Office> offices) {
        isTaking = false;
        all += offices.size();
        offices.forEach(office -> underWay.merge(office, 1, Integer::sum));
    }

    synchronized void ended(Office office) {
        all--;
        underWay.computeIfPresent(office, (one, count) -> count == 1 ? null : count - 1);
    }
}
