package lingdian.feed.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.PersonView;
import org.jspecify.annotations.Nullable;

/**
 * One message of the feed, rendered at most once for all readers who see the same content.
 *
 * <p>Readers see different content only where a violation has evidence of other cafés, which few have. So most messages
 * have one rendering, made for the first reader, whose bytes all connections share.
 */
final class FeedMessage {
    private final FeedRow row;
    private final @Nullable PersonView person;
    private final Set<PlaceCode> foreignCafes;
    private final Map<Set<PlaceCode>, Rendering> renderings = new HashMap<>(2);

    FeedMessage(FeedRow row, @Nullable PersonView person, Set<PlaceCode> foreignCafes) {
        this.row = row;
        this.person = person;
        this.foreignCafes = Set.copyOf(foreignCafes);
    }

    long position() {
        return row.position();
    }

    /** Of its snapshot in UTF-8; its renderings have about as many each. */
    int octets() {
        return row.octets();
    }

    boolean visibleTo(Audience audience, CafeRegions regions) {
        return audience.sees(row, regions.of(row.cafe().placeCode()));
    }

    /** When the reported change was made. */
    Instant at() {
        return row.at();
    }

    /** The bytes for readers of this scope. */
    Rendering rendering(Scope scope, CafeRegions regions) {
        Set<PlaceCode> shown = foreignCafes.isEmpty() ? foreignCafes : shown(scope, regions);
        synchronized (renderings) {
            return renderings.computeIfAbsent(shown, this::render);
        }
    }

    private Set<PlaceCode> shown(Scope scope, CafeRegions regions) {
        return foreignCafes.stream()
                .filter(cafe -> scope.coversBeside(cafe, regions.of(cafe)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Rendering render(Set<PlaceCode> shown) {
        String id = Long.toString(row.position());
        return Rendering.of(id, row.eventName(), CloudEventJson.write(row, data(shown)));
    }

    /** Of a case, the few things that say whether to read it again. */
    private ObjectNode data(Set<PlaceCode> shown) {
        return row.isOfCase()
                ? CaseChangeJson.shown(row.snapshot())
                : ViolationJson.parse(row.snapshot()).complete(shown::contains, person);
    }
}
