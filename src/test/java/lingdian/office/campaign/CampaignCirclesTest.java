package lingdian.office.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Regions that do not see each other's entries can together state a circle: nobody's report may fail by that. */
class CampaignCirclesTest {
    private static final int ENTRIES = 6;

    @Property(tries = 500)
    void whateverRegionsStateTogetherHasAReport(@ForAll long seed) {
        var random = new Random(seed);
        List<CampaignEntry> entries = IntStream.range(0, ENTRIES)
                .mapToObj(i -> entry(i, other(random, i), other(random, i)))
                .toList();

        assertThat(new Nesting(CampaignLedger.activities(entries)).all()).hasSize(ENTRIES);
    }

    @Test
    void aCircleIsCutAtOneOfItsEntriesAlone() {
        List<CampaignEntry> circle =
                List.of(entry(0, null, id(2)), entry(1, id(0), null), entry(2, id(1), null), entry(3, id(1), null));

        assertThat(CampaignLedger.activities(circle).stream().filter(one -> one.within() == null))
                .hasSize(1);
    }

    @Test
    void whatStatesNoCircleStaysAsItIs() {
        List<CampaignEntry> chain = List.of(entry(0, null, null), entry(1, id(0), null), entry(2, null, id(0)));

        assertThat(CampaignLedger.activities(chain))
                .extracting(Activity::within)
                .containsExactly(id(2), id(0), null);
    }

    private static @Nullable UUID other(Random random, int entry) {
        int other = random.nextInt(2 * ENTRIES);
        return other >= ENTRIES || other == entry ? null : id(other);
    }

    private static UUID id(int number) {
        return new UUID(1, number);
    }

    private static CampaignEntry entry(int number, @Nullable UUID within, @Nullable UUID part) {
        JsonObject none = new JsonObject().put("number", 0).put("lowerBound", false);
        var figures = new JsonObject()
                .put("nightRounds", 0)
                .put("officers", none)
                .put("vehicles", none)
                .put("visits", new JsonObject());
        if (part != null) {
            figures.put("contains", new JsonArray().add(part.toString()));
        }
        return new CampaignEntry(
                id(number),
                "activity",
                Authority.CULTURE,
                new RegionCode("360481"),
                "文化局",
                Instant.EPOCH,
                null,
                within,
                figures);
    }
}
