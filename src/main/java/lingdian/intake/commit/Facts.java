package lingdian.intake.commit;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.FactsChanges;
import lingdian.law.hours.Hours;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.Rulebook;
import lingdian.record.hours.FactsChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.ReleaseStore.NumberedRelease;
import org.jspecify.annotations.Nullable;

/**
 * The facts about cafés that this node works with, each with the version of all facts that it is known to be as new as.
 *
 * <p>A batch asks under the lock on {@code head}, so what it gets is exact. All other callers get the last known facts,
 * which {@link #refresh} keeps at most seconds old.
 */
public final class Facts {
    private record Known(long version, CafeFacts facts) {}

    private static final long UNKNOWN = -1;

    /** @param releases in the order of their release */
    private record Book(long version, List<NumberedRelease> releases, Rulebook rulebook) {}

    private final FactsStore store;
    private final ReleaseStore released;
    private final AtomicReference<@Nullable Book> book = new AtomicReference<>();
    private final Map<PlaceCode, Known> known = new ConcurrentHashMap<>();
    /** The version that all known cafés were brought to, or are being brought to; {@link #UNKNOWN} where one may be older. */
    private final AtomicLong refreshed = new AtomicLong(UNKNOWN);

    public Facts() {
        this(new FactsStore(new HoursStore()), new ReleaseStore());
    }

    Facts(FactsStore store, ReleaseStore released) {
        this.store = store;
        this.released = released;
    }

    /** The hours of a café as known last; null where it was never asked for. */
    public @Nullable Hours hours(PlaceCode placeCode) {
        Known cafe = known.get(placeCode);
        return cafe == null ? null : cafe.facts().hours();
    }

    /** The region of a café as known last; null where it was never asked for. */
    @Nullable
    public RegionCode region(PlaceCode placeCode) {
        Known cafe = known.get(placeCode);
        return cafe == null ? null : cafe.facts().region();
    }

    /** The rules as known last: a caller that asked for facts under the lock on {@code head} knows all releases. */
    public Rulebook rulebook() {
        return Objects.requireNonNull(book.get(), "facts are refreshed before anything is judged")
                .rulebook();
    }

    /** Makes cafés known. */
    public Future<Void> learn(SqlClient client, Collection<PlaceCode> placeCodes) {
        return store.version(client)
                .compose(version -> asOf(client, version, placeCodes))
                .mapEmpty();
    }

    /** The facts as of {@code version}, which the caller read in the same or an earlier snapshot. */
    public Future<Map<PlaceCode, CafeFacts>> asOf(SqlClient client, long version, Collection<PlaceCode> placeCodes) {
        return bring(client, version, placeCodes).map(brought -> select(placeCodes));
    }

    private Future<Void> bring(SqlClient client, long version, Collection<PlaceCode> placeCodes) {
        List<PlaceCode> stale = new ArrayList<>();
        for (PlaceCode place : placeCodes) {
            Known cafe = known.get(place);
            if (cafe == null || cafe.version() < version) {
                stale.add(place);
            }
        }
        Book now = book.get();
        if (now != null && now.version() >= version) {
            return stale.isEmpty() ? Future.succeededFuture() : renew(client, version, stale);
        }
        return loadRules(client, version, now == null ? List.of() : now.releases())
                .compose(loaded -> stale.isEmpty() ? Future.succeededFuture() : renew(client, version, stale));
    }

    /** The time zones of cafés, as of {@code version}. */
    public Future<Map<PlaceCode, ZoneId>> zones(SqlClient client, long version, Collection<PlaceCode> placeCodes) {
        return asOf(client, version, placeCodes).map(asked -> {
            var zones = new HashMap<PlaceCode, ZoneId>();
            asked.forEach((place, cafe) -> zones.put(place, cafe.hours().zone()));
            return zones;
        });
    }

    /** The version of the facts that is committed now. */
    public Future<Long> version(SqlClient client) {
        return store.version(client);
    }

    /**
     * All that is known is read again before it is used: its versions may be of a history that the database no longer
     * has.
     */
    public void forget() {
        known.replaceAll((place, cafe) -> new Known(UNKNOWN, cafe.facts()));
        refreshed.set(UNKNOWN);
        book.updateAndGet(now -> now == null ? null : new Book(UNKNOWN, List.of(), now.rulebook()));
    }

    /** Brings the known facts up to date. A node that knows a country's cafés does not look through them where nothing changed. */
    public Future<Void> refresh(SqlClient client) {
        return store.version(client)
                .compose(version -> refreshed.getAndSet(version) == version
                        ? Future.succeededFuture()
                        : bring(client, version, List.copyOf(known.keySet()))
                                .onFailure(failure -> refreshed.set(UNKNOWN)));
    }

    /** Only later releases are read: releases are never changed, and facts often are. */
    private Future<Void> loadRules(SqlClient client, long version, List<NumberedRelease> before) {
        return released.after(client, before.isEmpty() ? 0 : before.getLast().number())
                .map(newer -> {
                    List<NumberedRelease> all =
                            Stream.concat(before.stream(), newer.stream()).toList();
                    var rulebook = new Rulebook(
                            all.stream().map(NumberedRelease::release).toList());
                    var loaded = new Book(version, all, rulebook);
                    book.accumulateAndGet(loaded, (old, now) -> old != null && old.version() > version ? old : now);
                    return null;
                });
    }

    /** Reads those that a change touched since they were read; in a province, facts change all the time. */
    private Future<Void> renew(SqlClient client, long version, List<PlaceCode> stale) {
        // As they are now: one that somebody else reads meanwhile, by an older version, is not covered by what is asked
        // here.
        var before = new HashMap<PlaceCode, Known>();
        long oldest = version;
        for (PlaceCode place : stale) {
            Known cafe = known.get(place);
            if (cafe != null && cafe.version() != UNKNOWN) {
                before.put(place, cafe);
                oldest = Math.min(oldest, cafe.version());
            }
        }
        return before.isEmpty()
                ? load(client, version, stale)
                : FactsChangeStore.since(client, oldest, version).compose(changes -> {
                    List<PlaceCode> touched = touched(changes, version, stale, before);
                    return touched.isEmpty() ? Future.succeededFuture() : load(client, version, touched);
                });
    }

    private List<PlaceCode> touched(
            FactsChanges changes, long version, List<PlaceCode> stale, Map<PlaceCode, Known> before) {
        var touched = new ArrayList<PlaceCode>();
        for (PlaceCode place : stale) {
            Known cafe = before.get(place);
            if (cafe == null || changes.touch(place, cafe.facts().region(), cafe.version())) {
                touched.add(place);
            } else {
                keep(version, cafe.facts());
            }
        }
        return touched;
    }

    private Future<Void> load(SqlClient client, long version, List<PlaceCode> placeCodes) {
        var hours = new HashMap<PlaceCode, Hours>();
        for (PlaceCode place : placeCodes) {
            Hours before = hours(place);
            if (before != null) {
                hours.put(place, before);
            }
        }
        return store.load(client, placeCodes, hours).map(loaded -> {
            loaded.values().forEach(facts -> keep(version, facts));
            return null;
        });
    }

    private void keep(long version, CafeFacts facts) {
        known.merge(
                facts.placeCode(), new Known(version, facts), (old, now) -> old.version() > now.version() ? old : now);
        if (version < refreshed.get()) {
            refreshed.set(UNKNOWN); // it was read for an older version, and may be new here
        }
    }

    private Map<PlaceCode, CafeFacts> select(Collection<PlaceCode> placeCodes) {
        var selected = new HashMap<PlaceCode, CafeFacts>();
        for (PlaceCode place : placeCodes) {
            selected.put(
                    place,
                    Objects.requireNonNull(known.get(place), "a café that was never created")
                            .facts());
        }
        return selected;
    }
}
