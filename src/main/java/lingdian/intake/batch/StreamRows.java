package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import lingdian.record.journal.CafeStateStore.SavedStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of streams that a batch writes.
 *
 * <p>Where a café's newest stream ends is in the café's state, which every batch writes. So while that stream goes on
 * its own row stays as it is; it is written when the stream begins, when it is superseded, and when a newer one begins.
 */
final class StreamRows {
    private StreamRows() {}

    /**
     * @param states of the batch's cafés, after it
     * @param touched streams that continued or were superseded, with the received time of their first event in the batch
     * @param begun streams that were unknown before the batch, whether or not it continued them
     */
    static List<SavedStream> of(
            Map<PlaceCode, CafeState> states, Map<StreamKey, Instant> touched, Set<StreamKey> begun) {
        var rows = new ArrayList<SavedStream>();
        touched.forEach((key, at) -> {
            CafeState cafe = Objects.requireNonNull(states.get(key.placeCode()));
            StreamState stream = Objects.requireNonNull(cafe.stream(key.stream()));
            boolean newest = stream.equals(cafe.newestStream());
            boolean began = begun.contains(key);
            if (began || !newest || stream.superseded()) {
                rows.add(new SavedStream(key.placeCode(), stream, newest, at));
            }
            StreamState before = newest && began ? newestBefore(cafe, begun) : null;
            if (before != null && !touched.containsKey(new StreamKey(key.placeCode(), before.stream()))) {
                rows.add(new SavedStream(key.placeCode(), before, false, at));
            }
        });
        return rows;
    }

    /** The stream whose end the café's state had before the batch. */
    private static @Nullable StreamState newestBefore(CafeState cafe, Set<StreamKey> begun) {
        StreamState newest = null;
        for (StreamState stream : cafe.streams()) {
            if (!begun.contains(new StreamKey(cafe.placeCode(), stream.stream()))
                    && (newest == null || stream.number() > newest.number())) {
                newest = stream;
            }
        }
        return newest;
    }
}
