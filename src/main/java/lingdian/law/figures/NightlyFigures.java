package lingdian.law.figures;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a café since last night.
 *
 * @param heardTerminals how many terminals its agent named in the last days; null where it is unknown
 * @param unlike how far it is from its peers; null where it is not far, or not compared
 */
public record NightlyFigures(
        @Nullable Integer heardTerminals, @Nullable PeerDeviation unlike) {
    public static final NightlyFigures UNKNOWN = new NightlyFigures(null, null);
}
