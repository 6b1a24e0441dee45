package lingdian.feed.notification;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lingdian.domain.AccountId;

/**
 * How many attempts each account and each office has under way on this node: whoever has slow receivers waits for them alone. Those of all
 * operators count as those of one office, with half of the places, since there may be thousands of them.
 */
final class SendingShares {
    static final int OF_AN_ACCOUNT = 2;
    static final int OF_AN_OFFICE = 4;
    /** In place of an office's name. */
    static final String OPERATORS = "operators";

    private final int atOnce;
    private final Map<AccountId, Integer> accounts = new HashMap<>();
    private final Map<String, Integer> offices = new HashMap<>();
    private int all;
    private boolean isTaking;

    /** @param atOnce how many attempts are under way at most */
    SendingShares(int atOnce) {
        this.atOnce = atOnce;
    }

    /** @param office its region and authority, or {@link #OPERATORS} */
    record Holder(AccountId account, String office) {}

    /**
     * For messages that may be taken now.
     *
     * @param ofOperators how many of theirs may be under way
     * @param accounts how many of each account are; one that is missing has none
     */
    record Room(int places, int ofOperators, Map<AccountId, Integer> accounts, Map<String, Integer> offices) {}

    /** Empty where there is no room, or another take is under way. Whoever gets room must call {@link #took}. */
    synchronized Optional<Room> claim() {
        if (isTaking || all >= atOnce) {
            return Optional.empty();
        }
        isTaking = true;
        return Optional.of(new Room(atOnce - all, Math.ceilDiv(atOnce, 2), Map.copyOf(accounts), Map.copyOf(offices)));
    }

    /** @param holders one for each message that was taken */
    synchronized void took(Collection<Holder> holders) {
        isTaking = false;
        all += holders.size();
        holders.forEach(holder -> {
            accounts.merge(holder.account(), 1, Integer::sum);
            offices.merge(holder.office(), 1, Integer::sum);
        });
    }

    synchronized void ended(Holder holder) {
        all--;
        leave(accounts, holder.account());
        leave(offices, holder.office());
    }

    private static <K> void leave(Map<K, Integer> underWay, K holder) {
        underWay.computeIfPresent(holder, (one, count) -> count == 1 ? null : count - 1);
    }
}
