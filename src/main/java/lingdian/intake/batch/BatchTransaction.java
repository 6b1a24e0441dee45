package lingdian.intake.batch;

import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.intake.commit.NumberedChanges;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Rulebook;
import lingdian.record.journal.FindingStore.Head;
import org.jspecify.annotations.Nullable;

/**
 * A batch in its transaction, with what the steps of {@link BatchCommit} have found so far.
 *
 * <p>Each step fills in its own part, once, so the steps stay one flat chain. Asking for a part before its step is a
 * programming error.
 */
final class BatchTransaction {
    private final SqlConnection connection;
    private final Batch batch;
    private final Map<PlaceCode, Inbox> inboxes;
    /** Copies of the states in memory to begin with, in the end all states. */
    private final Map<PlaceCode, CafeState> states = new HashMap<>();

    private final List<PlaceCode> stale = new ArrayList<>();
    private @Nullable Head head;
    private @Nullable Lookups lookedUpAhead;
    private @Nullable BatchInput input;
    private @Nullable Lookups lookups;
    private @Nullable PartWriter parts;
    private @Nullable JudgedBatch judged;
    private @Nullable NumberedChanges changes;

    BatchTransaction(SqlConnection connection, Batch batch) {
        this.connection = connection;
        this.batch = batch;
        this.inboxes = batch.inboxes();
    }

    SqlConnection connection() {
        return connection;
    }

    Batch batch() {
        return batch;
    }

    Set<PlaceCode> placeCodes() {
        return inboxes.keySet();
    }

    /** The states in memory; null where not all cafés have one. */
    @Nullable
    Map<PlaceCode, CafeState> remembered() {
        var remembered = new HashMap<PlaceCode, CafeState>();
        for (Inbox inbox : inboxes.values()) {
            CafeState state = inbox.trustedState();
            if (state == null) {
                return null;
            }
            remembered.put(inbox.placeCode, state);
        }
        return remembered;
    }

    /** Copies the states in memory, for the judge to change. */
    void copyStates() {
        inboxes.forEach((place, inbox) -> {
            CafeState state = inbox.trustedState();
            if (state != null) {
                states.put(place, state.copy());
            }
        });
    }

    /**
     * The lock is held: now it is known which copies are current.
     *
     * @param versions of the committed states; none of a café that was never written
     * @param ahead what was looked up by the states in memory; null where nothing was
     */
    BatchTransaction locked(Head head, Map<PlaceCode, Long> versions, @Nullable Lookups ahead) {
        this.head = head;
        this.lookedUpAhead = ahead;
        for (PlaceCode place : placeCodes()) {
            CafeState copy = states.get(place);
            if (copy == null || copy.version() != versions.getOrDefault(place, 0L)) {
                stale.add(place);
            }
        }
        return this;
    }

    Head head() {
        return Objects.requireNonNull(head);
    }

    /** The cafés whose state has to be read. */
    List<PlaceCode> stale() {
        return stale;
    }

    /** @param read the states of the stale cafés */
    BatchTransaction complete(Map<PlaceCode, CafeState> read, Map<PlaceCode, CafeFacts> facts, Rulebook rulebook) {
        states.putAll(read);
        input = new BatchInput(head(), states, stale.isEmpty(), facts, rulebook);
        return this;
    }

    BatchInput input() {
        return Objects.requireNonNull(input);
    }

    /** What was looked up ahead, where it holds under the lock too; else null. */
    @Nullable
    Lookups validAhead() {
        Lookups ahead = lookedUpAhead;
        return ahead != null && input().remembered() && ahead.withRegistry() == head().registryUsed() ? ahead : null;
    }

    BatchTransaction with(Lookups found) {
        lookups = found;
        return this;
    }

    Lookups lookups() {
        return Objects.requireNonNull(lookups);
    }

    BatchTransaction judged(JudgedBatch result, PartWriter writer) {
        judged = result;
        parts = writer;
        return this;
    }

    JudgedBatch judged() {
        return Objects.requireNonNull(judged);
    }

    PartWriter parts() {
        return Objects.requireNonNull(parts);
    }

    BatchTransaction with(NumberedChanges numbered) {
        changes = numbered;
        return this;
    }

    NumberedChanges changes() {
        return Objects.requireNonNull(changes);
    }

    BatchCommit.Committed committed() {
        return new BatchCommit.Committed(
                judged(), changes().position(), changes().announced());
    }
}
