package lingdian.intake.probe;

import io.vertx.core.Future;
import java.time.Instant;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * How many different persons a café may be denied in an hour for what only the service knows of them, before its
 * questions are answered late. An honest café meets a few; a café that tries out strangers' numbers meets many. Of one
 * person, {@link lingdian.domain.RepeatedDenials} says how often. Of how many persons, and how often of one, it may learn by its own
 * findings that they were elsewhere, is as much.
 *
 * @param persons of one café in one hour by received time
 * @param log told of a café that goes beyond, once for each hour and kind
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

    /** Whom a café probes. */
    public enum Kind {
        MANY_PERSONS("many-persons"),
        ONE_PERSON("one-person"),
        /** By its own findings, as the next one. */
        MANY_ELSEWHERE("many-persons-elsewhere"),
        ONE_ELSEWHERE("one-person-elsewhere");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** The word in the access log. */
        public String wire() {
            return wire;
        }
    }

    /**
     * A café that went beyond.
     *
     * @param region of the café
     * @param hour the beginning of the hour
     * @param limit that it went beyond
     * @param holder null where no café has many of the persons in use
     */
    public record Probe(
            PlaceCode placeCode,
            RegionCode region,
            Instant hour,
            Kind kind,
            int limit,
            @Nullable Holder holder) {}

    /**
     * Another café that has many of the persons in use, of several the one with most. It may be the one that is watched, or the
     * one that holds sessions of another café's guests, so that they are denied there.
     *
     * @param persons whom this node denied because they are in use in it
     */
    public record Holder(PlaceCode placeCode, int persons) {}
}
