package lingdian.law.hours;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which of several claims applies at each point: the first in rank of those that cover it, found in one sweep.
 */
final class Precedence {
    private Precedence() {}

    /** @param to the first point after it; a claim that ends where it begins covers nothing */
    record Claim<P extends Comparable<? super P>, C>(P from, P to, C content) {
        boolean coversAny() {
            return from.compareTo(to) < 0;
        }
    }

    /**
     * @param claims in order of rank
     * @return the claim that applies from each point to the next; before the first point there is none
     */
    static <P extends Comparable<? super P>, C> NavigableMap<P, Optional<C>> sweep(List<Claim<P, C>> claims) {
        var changes = new TreeMap<P, List<Integer>>();
        for (int rank = 0; rank < claims.size(); rank++) {
            Claim<P, C> claim = claims.get(rank);
            if (claim.coversAny()) {
                changes.computeIfAbsent(claim.from(), point -> new ArrayList<>())
                        .add(rank);
                changes.computeIfAbsent(claim.to(), point -> new ArrayList<>()).add(rank);
            }
        }
        var holding = new TreeMap<P, Optional<C>>();
        var running = new TreeSet<Integer>();
        changes.forEach((point, ranks) -> {
            ranks.forEach(rank -> toggle(running, rank));
            holding.put(
                    point,
                    running.isEmpty()
                            ? Optional.empty()
                            : Optional.of(claims.get(running.first()).content()));
        });
        return holding;
    }

    /** Each claim is met twice: when it begins and when it ends. */
    private static void toggle(TreeSet<Integer> running, int rank) {
        if (!running.add(rank)) {
            running.remove(rank);
        }
    }
}
