package lingdian.intake.probe;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;

/**
 * How many different persons a café may be denied in an hour for what only the service knows of them, before its
 * questions are answered late. An honest café meets a few; a café that tries out strangers' numbers meets many.
 *
 * @param persons of one café in one hour by received time
 * @param log told of a café that goes beyond, once for each hour
 */
public record ProbeLimit(int persons, Log log) {
    public ProbeLimit {
        if (persons < 1) {
            throw new IllegalArgumentException("a café is denied some persons in any hour");
        }
    }

    /** Where it is written down. Called on a shard's event loop, so it must not block; asked again where it fails. */
    @FunctionalInterface
    public interface Log {
        Future<Void> write(Probe probe);
    }

    /**
     * A café that went beyond.
     *
     * @param region of the café
     * @param hour the beginning of the hour
     * @param limit that it went beyond
     */
    public record Probe(PlaceCode placeCode, RegionCode region, Instant hour, int limit) {}
}
