package lingdian.platform.work;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many attempts each holder has under way on this node, where messages to slow receivers are taken from a queue in a database: who
 * takes them sees how busy each holder is, and takes no more than a share of each.
 *
 * @param <H> whose attempts they are, such as an office
 */
public final class Attempts<H> {
    private final int atOnce;
    private final Map<H, Integer> underWay = new HashMap<>();
    private int all;
    private boolean isTaking;

    /** @param atOnce how many are under way at most */
    public Attempts(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * For messages that may be taken now.
     *
     * @param busy how many of each holder are under way; one that is missing has none
     */
    public record Room<H>(int places, Map<H, Integer> busy) {}

    /** Empty where there is no room, or another take is under way. Whoever gets room must call {@link #took}. */
    public synchronized Optional<Room<H>> claim() {
        if (isTaking || all >= atOnce) {
            return Optional.empty();
        }
        isTaking = true;
        return Optional.of(new Room<>(atOnce - all, Map.copyOf(underWay)));
    }

    /** @param holders one for each message that was taken */
    public synchronized void took(Collection<H> holders) {
        isTaking = false;
        all += holders.size();
        holders.forEach(holder -> underWay.merge(holder, 1, Integer::sum));
    }

    public synchronized void ended(H holder) {
        all--;
        underWay.computeIfPresent(holder, (one, count) -> count == 1 ? null : count - 1);
    }
}
