package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.StreamState;
import lingdian.record.journal.CafeStateStore.SavedStream;
import org.junit.jupiter.api.Test;

/** Of a café that sends on, no stream's row is written; a stream that stops being the newest takes its end along. */
class StreamRowsTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    void theNewestStreamGoesOnWithoutARow() {
        assertThat(rows(Set.of(), Set.of(2), stream(1, 5, true), stream(2, 7, false)))
                .isEmpty();
    }

    @Test
    void theFirstStreamBeginsWithoutItsEnd() {
        assertThat(rows(Set.of(1), Set.of(1), stream(1, 1, false))).containsExactly(row(stream(1, 1, false), true));
    }

    @Test
    void theOneThatANewerSupersedesTakesItsEndAlong() {
        assertThat(rows(Set.of(2), Set.of(1, 2), stream(1, 5, true), stream(2, 1, false)))
                .containsExactlyInAnyOrder(row(stream(1, 5, true), false), row(stream(2, 1, false), true));
    }

    /** A stream of which no event was well-formed supersedes none. */
    @Test
    void theOneThatANewerLeavesCurrentTakesItsEndAlongToo() {
        assertThat(rows(Set.of(3), Set.of(3), stream(1, 5, true), stream(2, 7, false), stream(3, 1, false)))
                .containsExactlyInAnyOrder(row(stream(2, 7, false), false), row(stream(3, 1, false), true));
    }

    @Test
    void anOlderOneThatGoesOnIsWritten() {
        assertThat(rows(Set.of(), Set.of(1), stream(1, 6, false), stream(2, 1, false)))
                .containsExactly(row(stream(1, 6, false), false));
    }

    /** As when the first well-formed event after both began comes in the older stream. */
    @Test
    void theNewestThatAnOlderSupersedesSaysSoButKeepsItsEndInTheState() {
        assertThat(rows(Set.of(), Set.of(1, 2), stream(1, 6, false), stream(2, 1, true)))
                .containsExactlyInAnyOrder(row(stream(1, 6, false), false), row(stream(2, 1, true), true));
    }

    @Test
    void ofTwoThatBeginAtOnceTheLaterIsTheNewest() {
        assertThat(rows(Set.of(2, 3), Set.of(1, 2, 3), stream(1, 5, true), stream(2, 2, true), stream(3, 1, false)))
                .containsExactlyInAnyOrder(
                        row(stream(1, 5, true), false), row(stream(2, 2, true), false), row(stream(3, 1, false), true));
    }

    @Test
    void oneThatWasExpectedButNotContinuedChangesNothing() {
        assertThat(rows(Set.of(9), Set.of(1), stream(1, 5, false))).isEmpty();
    }

    private static List<SavedStream> rows(Set<Integer> begun, Set<Integer> touched, StreamState... streams) {
        var state = new CafeState(CAFE);
        List.of(streams).forEach(state::putStream);
        var at = new LinkedHashMap<StreamKey, Instant>();
        touched.forEach(number -> at.put(key(number), AT));
        return StreamRows.of(
                Map.of(CAFE, state),
                at,
                Set.copyOf(begun.stream().map(StreamRowsTest::key).toList()));
    }

    private static SavedStream row(StreamState stream, boolean newest) {
        return new SavedStream(CAFE, stream, newest, AT);
    }

    private static StreamKey key(int number) {
        return new StreamKey(CAFE, new UUID(0, number));
    }

    private static StreamState stream(int number, long acked, boolean superseded) {
        return new StreamState(new UUID(0, number), number, acked, "c" + acked, superseded);
    }
}
