package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;

/** The newest messages of the feed in memory. */
class FeedRingTest {
    private static final RegionCode REGION = new RegionCode("360481");

    private final FeedRing ring = new FeedRing(4, 1_000);

    private void add(long position, int octets) {
        var row = new FeedRow(
                position,
                Instant.EPOCH,
                "updated",
                UUID.randomUUID(),
                new FeedRow.Kind("TERMINAL_UNREGISTERED", "fact", Set.of()),
                "",
                octets,
                null,
                new FeedStore.CafeRegion(new PlaceCode(FeedWriter.CAFE), REGION, 1),
                new FeedRow.Counties(REGION, null),
                ZoneOffset.UTC);
        ring.add(new FeedMessage(row, null, Set.of()));
    }

    private void holds(long oldest, long newest) {
        assertThat(ring.oldest()).isEqualTo(oldest);
        assertThat(LongStream.rangeClosed(0, newest + 1).filter(position -> ring.get(position) != null))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(oldest, newest).boxed().toList());
    }

    @Test
    void theOldestGoWhereThereAreTooMany() {
        LongStream.rangeClosed(1, 6).forEach(position -> add(position, 10));
        holds(3, 6);
    }

    @Test
    void theOldestGoWhereTheyAreTooLong() {
        LongStream.rangeClosed(1, 3).forEach(position -> add(position, 300));
        holds(1, 3);
        add(4, 200);
        holds(2, 4);
        add(5, 900);
        holds(5, 5);
        add(6, 50);
        holds(5, 6);
    }

    @Test
    void theNewestIsHeldHoweverLongItIs() {
        add(1, 10);
        add(2, 5_000);
        holds(2, 2);
        add(3, 10);
        holds(3, 3);
    }

    @Test
    void nothingBeforeAGapIsHeld() {
        add(1, 900);
        ring.skipTo(7);
        assertThat(ring.get(1)).isNull();
        assertThat(ring.oldest()).isEqualTo(8);
        add(8, 900);
        holds(8, 8);
    }
}
