package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.feed.log.PersonLookup.PersonView;
import lingdian.feed.log.PersonLookup.Subject;

/**
 * Reads messages from the database and adds two things that the feed's rows may not hold: persons, and the cafés'
 * current regions.
 */
final class FeedReader {
    private final FeedStore store;
    private final PersonLookup persons;
    private final CafeRegions regions;

    FeedReader(FeedStore store, PersonLookup persons, CafeRegions regions) {
        this.store = store;
        this.persons = persons;
        this.regions = regions;
    }

    /**
     * The messages of {@code after < position <= upTo} in order, at most {@code limit}, and none after {@code octets} of
     * them.
     */
    Future<FeedPage> read(long after, long upTo, int limit, long octets) {
        return store.rows(after, upTo, limit, octets)
                .compose(rows -> complete(
                        rows,
                        rows.size() < limit
                                && rows.stream().mapToLong(FeedRow::octets).sum() >= octets));
    }

    private Future<FeedPage> complete(List<FeedRow> rows, boolean cut) {
        Map<Long, Set<PlaceCode>> foreign = foreignCafes(rows);
        var others = new HashSet<PlaceCode>();
        foreign.values().forEach(others::addAll);
        return regions.learn(rows, others)
                .compose(v -> persons(rows))
                .map(found -> new FeedPage(
                        rows.stream().map(row -> message(row, found, foreign)).toList(), cut));
    }

    private Future<Map<Subject, PersonView>> persons(List<FeedRow> rows) {
        List<Subject> subjects = rows.stream()
                .map(FeedRow::subject)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return subjects.isEmpty() ? Future.succeededFuture(Map.of()) : persons.persons(subjects);
    }

    private static FeedMessage message(
            FeedRow row, Map<Subject, PersonView> persons, Map<Long, Set<PlaceCode>> foreign) {
        Subject subject = row.subject();
        PersonView person = subject == null ? null : persons.get(subject);
        return new FeedMessage(row, person, foreign.getOrDefault(row.position(), Set.of()));
    }

    private static Map<Long, Set<PlaceCode>> foreignCafes(List<FeedRow> rows) {
        var foreign = new HashMap<Long, Set<PlaceCode>>();
        for (FeedRow row : rows) {
            Set<PlaceCode> cafes = ViolationJson.parse(row.snapshot()).foreignCafes();
            if (!cafes.isEmpty()) {
                foreign.put(row.position(), cafes);
            }
        }
        return foreign;
    }
}
