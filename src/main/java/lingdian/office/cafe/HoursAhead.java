package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.Interval;
import lingdian.record.hours.HoursStore;

/** The hours in force of cafés, as readers see them. */
public final class HoursAhead {
    private static final Duration AHEAD = Duration.ofHours(48);

    private final Vertx vertx;
    private final HoursStore hours;

    public HoursAhead(Vertx vertx, HoursStore hours) {
        this.vertx = vertx;
        this.hours = hours;
    }

    public Future<Map<PlaceCode, CafeHours>> load(SqlClient client, Collection<PlaceCode> placeCodes) {
        return hours.load(client, placeCodes);
    }

    /** By place code: the permitted intervals of the 48 h after {@code now}, clipped to them, in order of time. */
    public Future<Map<PlaceCode, List<Interval>>> permitted(Map<PlaceCode, CafeHours> loaded, Instant now) {
        return permittedWithin(loaded, new Interval(now, now.plus(AHEAD)));
    }

    /** Like {@link #permitted}, within another window. */
    public Future<Map<PlaceCode, List<Interval>>> permittedWithin(Map<PlaceCode, CafeHours> loaded, Interval window) {
        return vertx.executeBlocking(() -> intervals(loaded, window), false) // a thousand cafés take long
                .map(Objects::requireNonNull);
    }

    private static Map<PlaceCode, List<Interval>> intervals(Map<PlaceCode, CafeHours> loaded, Interval window) {
        var permitted = new HashMap<PlaceCode, List<Interval>>();
        var ofLayers = new IdentityHashMap<HoursLayers, List<Interval>>(); // cafés of a county share their layers
        loaded.forEach((placeCode, hours) -> permitted.put(
                placeCode,
                ofLayers.computeIfAbsent(
                        hours.layers(), layers -> Hours.of(layers).permitted(window.from(), window.to()))));
        return permitted;
    }
}
