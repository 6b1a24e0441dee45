package lingdian.law.figures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Compares each café with its peers: the other cafés of its county, or of the city or province where those are too few
 * (handbook, suspicions.md#comparison-with-peers). Hours and holidays are a province's, so it looks no
 * further.
 */
public final class PeerComparison {
    /** Of a café that is compared, and of its peers: shares of fewer logins differ by chance. */
    public static final int MIN_LOGINS = 100;
    /** The median of fewer peers is that of a few. */
    static final int MIN_PEERS = 10;
    /** What is nearer is not kept; rules find what is farther still. */
    public static final int MIN_SCORE_THOUSANDTHS = 3_000;

    private final Map<RegionCode, List<CafeFigures>> byRegion = new HashMap<>();

    private PeerComparison(Collection<CafeFigures> cafes) {
        for (CafeFigures cafe : cafes) {
            if (cafe.logins() >= MIN_LOGINS) {
                regions(cafe)
                        .forEach(region -> byRegion.computeIfAbsent(region, first -> new ArrayList<>())
                                .add(cafe));
            }
        }
    }

    /** Those of the cafés of a province that are far from their peers; of each, the figure that is farthest. */
    public static Map<PlaceCode, PeerDeviation> of(Collection<CafeFigures> cafes) {
        var comparison = new PeerComparison(cafes);
        var unlike = new HashMap<PlaceCode, PeerDeviation>();
        for (CafeFigures cafe : cafes) {
            PeerDeviation farthest = comparison.farthest(cafe);
            if (farthest != null) {
                unlike.put(cafe.placeCode(), farthest);
            }
        }
        return unlike;
    }

    private @Nullable PeerDeviation farthest(CafeFigures cafe) {
        PeerDeviation farthest = null;
        for (PeerFigure figure : PeerFigure.values()) {
            PeerDeviation one = cafe.logins() >= MIN_LOGINS && cafe.mayTell(figure) ? deviation(cafe, figure) : null;
            if (one != null
                    && distance(one) >= MIN_SCORE_THOUSANDTHS
                    && (farthest == null || distance(one) > distance(farthest))) {
                farthest = one;
            }
        }
        return farthest;
    }

    private static int distance(PeerDeviation one) {
        return Math.abs(one.scoreThousandths());
    }

    private @Nullable PeerDeviation deviation(CafeFigures cafe, PeerFigure figure) {
        Long value = cafe.millionths(figure);
        if (value == null) {
            return null;
        }
        for (RegionCode region : regions(cafe)) {
            long[] peers = peers(cafe, region, figure);
            if (peers.length >= MIN_PEERS) {
                RobustScore score = RobustScore.of(value, peers);
                return score == null
                        ? null
                        : new PeerDeviation(
                                figure,
                                region,
                                peers.length,
                                cafe.logins(),
                                value,
                                score.median(),
                                score.thousandths());
            }
        }
        return null;
    }

    private long[] peers(CafeFigures cafe, RegionCode region, PeerFigure figure) {
        return byRegion.getOrDefault(region, List.of()).stream()
                .filter(other -> !other.placeCode().equals(cafe.placeCode()))
                .map(other -> other.millionths(figure))
                .filter(Objects::nonNull)
                .mapToLong(value -> value)
                .toArray();
    }

    /** The café's county, city and province. */
    private static List<RegionCode> regions(CafeFigures cafe) {
        return cafe.county().covering().stream()
                .filter(region -> !region.equals(RegionCode.COUNTRY))
                .toList();
    }
}
