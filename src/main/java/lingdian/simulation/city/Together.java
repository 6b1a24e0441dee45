package lingdian.simulation.city;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Guests who are in a café at one moment. */
final class Together {
    private Together() {}

    /** The first moment, not before {@code from}, at which at least {@code most} of them are there; null if never. */
    static @Nullable Instant moment(List<Stay> stays, Instant from, int most) {
        return stays.stream()
                .map(stay -> stay.from.isBefore(from) ? from : stay.from)
                .filter(at -> stays.stream()
                                .filter(stay ->
                                        !stay.from.isAfter(at) && stay.to().isAfter(at))
                                .count()
                        >= most)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
