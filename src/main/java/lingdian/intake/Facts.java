package lingdian.intake;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.hours.Hours;
import lingdian.violation.CafeFacts;
import org.jspecify.annotations.Nullable;

/**
 * The facts about cafés that this node works with, each with the version of all facts that it is known to be as new as.
 *
 * <p>A batch asks under the lock on {@code head}, so what it gets is exact. Everyone else gets what was known last, which
 * {@link #refresh} keeps at most seconds old.
 */
public final class Facts {
    private record Known(long version, CafeFacts facts) {}

    private final FactsStore store;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Facts(FactsStore store) {
        this.store = store;
    }

    /** The hours of a café as known last; null where it was never asked for. */
    public @Nullable Hours hours(String placeCode) {
        Known cafe = known.get(placeCode);
        return cafe == null ? null : cafe.facts().hours();
    }

    /** The region of a café as known last; null where it was never asked for. */
    @Nullable
    String region(String placeCode) {
        Known cafe = known.get(placeCode);
        return cafe == null ? null : cafe.facts().region();
    }

    /** Makes a café known. */
    Future<Void> learn(SqlClient client, String placeCode) {
        return store.version(client)
                .compose(version -> asOf(client, version, List.of(placeCode)))
                .mapEmpty();
    }

    /** The facts as of {@code version}, which the caller read in the same or an earlier snapshot. */
    Future<Map<String, CafeFacts>> asOf(SqlClient client, long version, Collection<String> placeCodes) {
        List<String> stale = new ArrayList<>();
        for (String place : placeCodes) {
            Known cafe = known.get(place);
            if (cafe == null || cafe.version() < version) {
                stale.add(place);
            }
        }
        return stale.isEmpty()
                ? Future.succeededFuture(select(placeCodes))
                : load(client, version, stale).map(loaded -> select(placeCodes));
    }

    /** The time zones of cafés, as of {@code version}. */
    Future<Map<String, ZoneId>> zones(SqlClient client, long version, Collection<String> placeCodes) {
        return asOf(client, version, placeCodes).map(asked -> {
            var zones = new HashMap<String, ZoneId>();
            asked.forEach((place, cafe) -> zones.put(place, cafe.hours().zone()));
            return zones;
        });
    }

    /** The version of the facts that is committed now. */
    Future<Long> version(SqlClient client) {
        return store.version(client);
    }

    /** Brings what is known up to date. */
    public Future<Void> refresh(SqlClient client) {
        return store.version(client)
                .compose(version -> asOf(client, version, List.copyOf(known.keySet())))
                .mapEmpty();
    }

    private Future<Void> load(SqlClient client, long version, List<String> placeCodes) {
        var hours = new HashMap<String, Hours>();
        for (String place : placeCodes) {
            Hours before = hours(place);
            if (before != null) {
                hours.put(place, before);
            }
        }
        return store.load(client, placeCodes, hours).map(loaded -> {
            loaded.forEach((place, facts) -> known.merge(
                    place, new Known(version, facts), (old, now) -> old.version() > now.version() ? old : now));
            return null;
        });
    }

    private Map<String, CafeFacts> select(Collection<String> placeCodes) {
        var selected = new HashMap<String, CafeFacts>();
        for (String place : placeCodes) {
            selected.put(
                    place,
                    Objects.requireNonNull(known.get(place), "a café that was never created")
                            .facts());
        }
        return selected;
    }
}
