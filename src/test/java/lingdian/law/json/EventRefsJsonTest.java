package lingdian.law.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.EventRef;
import org.junit.jupiter.api.Test;

class EventRefsJsonTest {
    private static final UUID ONE = UUID.fromString("fa70466d-6998-77ad-08aa-efa0668ee3ff");
    private static final UUID OTHER = UUID.fromString("153d9d80-8252-f2ca-f5da-3a214a35e750");

    private record Holder(List<EventRef> evidence) {}

    @Test
    void keepsTheOrderAndSaysEachStreamOnceInARow() throws Exception {
        List<EventRef> refs = List.of(
                ref("36048110306813", ONE, 4),
                ref("36048110306813", ONE, 8),
                ref("36048110306813", OTHER, 5),
                ref("36048110306762", OTHER, 6),
                ref("36048110306813", ONE, 3));

        String text = MemoryJson.JSON.writeValueAsString(new Holder(refs));

        assertThat(text).contains("\"seqs\":[4,8]").doesNotContain("\"seq\":");
        assertThat(MemoryJson.JSON.readValue(text, Holder.class).evidence()).isEqualTo(refs);
    }

    @Test
    void writesNothingOfAnEmptyList() throws Exception {
        assertThat(MemoryJson.JSON.writeValueAsString(new Holder(List.of()))).isEqualTo("{}");
    }

    @Test
    void aDaysEvidenceIsShort() throws Exception {
        List<EventRef> refs = LongStream.rangeClosed(1, 10)
                .mapToObj(i -> ref("36048110306813", ONE, 4 * i))
                .toList();

        assertThat(MemoryJson.JSON.writeValueAsString(new Holder(refs))).hasSizeLessThan(200);
    }

    private static EventRef ref(String placeCode, UUID stream, long seq) {
        return new EventRef(new PlaceCode(placeCode), new RegionCode("360481"), stream, seq);
    }
}
