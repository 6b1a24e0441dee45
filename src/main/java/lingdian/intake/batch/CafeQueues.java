package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.intake.verifier.Confirmer;

/**
 * The cafés of a shard that wait for their turn. Belongs to the shard's event loop.
 *
 * <p>Cafés take turns, with a small portion each, so that one that sends a thousand times its share delays the others
 * by no more than a portion.
 */
final class CafeQueues {
    /** Most events of one café in one batch. This many add little to the time of a commit. */
    static final int PORTION = 32;
    /** The portion while many cafés wait: half as many events as cafés, but never more than this. */
    static final int LARGE_PORTION = 64;

    private final Confirmer confirmer;
    private final Runnable ready;
    private final ArrayDeque<Inbox> turns = new ArrayDeque<>();
    /** Those in which something waits, also for the answer about a person: few of a country's cafés. */
    private final Set<Inbox> holding = new HashSet<>();

    private volatile int queuedEvents;

    /** @param ready called when a café may have its turn that could not before */
    CafeQueues(Confirmer confirmer, Runnable ready) {
        this.confirmer = confirmer;
        this.ready = ready;
    }

    /** How many events wait. May be read from any thread. */
    int queuedEvents() {
        return queuedEvents;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** When the oldest item of each inbox was received. */
    Stream<Instant> waitsSince() {
        return holding.stream().map(Inbox::waitsSince).filter(Objects::nonNull);
    }

    void add(Inbox inbox, Item item) {
        inbox.add(item);
        holding.add(inbox);
        queuedEvents += item.size();
        list(inbox);
        ready.run();
    }

    private void list(Inbox inbox) {
        if (confirmer.asks()) {
            ask(inbox);
        }
        if (!inbox.listed && inbox.isReady()) {
            inbox.listed = true;
            turns.add(inbox);
        }
    }

    /** Asks about the café's next logins. Its later events wait for the answers too, other cafés' do not. */
    private void ask(Inbox inbox) {
        for (Item item : inbox.near(PORTION)) {
            if (item instanceof Item.Chunk chunk && !chunk.confirmations().begun()) {
                chunk.confirmations().begin().onComplete(answered -> {
                    list(inbox);
                    ready.run();
                });
            }
        }
    }

    /**
     * One portion of each café that waits, and no second one: events that arrive during the commit wait for it. A café
     * costs a batch as much as some events do, so larger portions speed up the whole batch where that is fair.
     */
    Batch gather(int batchMaximum) {
        var works = new ArrayList<Batch.Work>();
        int size = 0;
        int portion = Math.clamp(turns.size() / 2, PORTION, LARGE_PORTION);
        for (int left = turns.size(); left > 0 && size < batchMaximum; left--) {
            Inbox inbox = turns.remove();
            inbox.listed = false;
            for (Item item : inbox.take(Math.min(portion, batchMaximum - size))) {
                works.add(new Batch.Work(inbox, item));
                size += item.size();
            }
            if (inbox.isEmpty()) {
                holding.remove(inbox);
            }
            list(inbox);
        }
        queuedEvents -= size;
        return new Batch(works);
    }

    /** Removes everything that waits in the inbox. */
    List<Item> abandon(Inbox inbox) {
        turns.remove(inbox);
        inbox.listed = false;
        holding.remove(inbox);
        List<Item> abandoned = inbox.abandon();
        for (Item item : abandoned) {
            queuedEvents -= item.size();
        }
        return abandoned;
    }
}
