package lingdian.feed.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.PersonView;
import org.jspecify.annotations.Nullable;

/**
 * A stored violation, to be completed for a reader: the person is added, and evidence outside the reader's scope is
 * removed.
 *
 * <p>The stored form has no person, as the journal may not hold any. For each piece of evidence it has the café's
 * region at that time, which decides who may see the evidence and is not shown itself. The fields keep their stored
 * order, the one in the handbook, feed.md#a-violation.
 */
public final class ViolationJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> EXPORTED = List.of(
            "id",
            "code",
            "standing",
            "state",
            "case",
            "placeCode",
            "region",
            "authorities",
            "law",
            "ruleVersion",
            "startedAt",
            "detectedAt",
            "endedAt",
            "terminal",
            "seconds",
            "sessions",
            "peak",
            "explained",
            "late",
            "terminals",
            "peers",
            "evidence");

    private final ObjectNode stored;
    private final Map<PlaceCode, RegionCode> evidenceRegions; // by place code, in order of appearance

    private ViolationJson(ObjectNode stored) {
        this.stored = stored;
        this.evidenceRegions = evidenceRegions(stored.path("evidence"));
    }

    /** @throws IllegalStateException if the text is not a JSON object; the message does not repeat the text */
    public static ViolationJson parse(String snapshot) {
        try {
            if (JSON.readTree(snapshot) instanceof ObjectNode object) {
                return new ViolationJson(object);
            }
        } catch (JsonProcessingException e) {
            e.clearLocation(); // the location would quote the text
        }
        throw new IllegalStateException("a stored violation is not a JSON object");
    }

    private boolean isOwn(PlaceCode cafe) {
        return cafe.value().equals(stored.path("placeCode").asText());
    }

    /** The other cafés that the evidence comes from. A reader's scope may not cover them. */
    public Set<PlaceCode> foreignCafes() {
        var cafes = new LinkedHashSet<>(evidenceRegions.keySet());
        cafes.removeIf(this::isOwn);
        return cafes;
    }

    /** The violation for a reader with this scope, using the cafés' regions at the time when it was stored. */
    public ObjectNode complete(Scope scope, @Nullable PersonView person) {
        return complete(scope, cafe -> evidenceRegions.getOrDefault(cafe, cafe.county()), person);
    }

    /** The violation for a reader with this scope, using the cafés' current regions. */
    public ObjectNode complete(Scope scope, Function<PlaceCode, RegionCode> regionOf, @Nullable PersonView person) {
        return complete(cafe -> scope.coversBeside(cafe, regionOf.apply(cafe)), person);
    }

    /**
     * The violation for a reader, given only a predicate on the evidence's cafés.
     *
     * @param shown whether evidence of another café may be seen; a reader of the violation always sees evidence of its
     *     own café
     */
    public ObjectNode complete(Predicate<PlaceCode> shown, @Nullable PersonView person) {
        ObjectNode completed = NODES.objectNode();
        completed.setAll(stored);
        completed.set("evidence", evidence(cafe -> isOwn(cafe) || shown.test(cafe)));
        completed.set("person", person == null ? NODES.nullNode() : person(person));
        return completed;
    }

    /**
     * The violation for a data platform: no person and no session, and nothing that a later version may add.
     *
     * @param covered of which county evidence of other cafés may be shown
     */
    ObjectNode exported(Predicate<RegionCode> covered) {
        return complete(cafe -> covered.test(evidenceRegions.getOrDefault(cafe, cafe.county())), null)
                .retain(EXPORTED);
    }

    private ArrayNode evidence(Predicate<PlaceCode> shown) {
        ArrayNode entries = NODES.arrayNode();
        for (JsonNode entry : stored.path("evidence")) {
            entries.add(
                    shown.test(new PlaceCode(entry.path("placeCode").asText())) ? withoutRegion(entry) : elsewhere());
        }
        return entries;
    }

    private static ObjectNode withoutRegion(JsonNode entry) {
        ObjectNode shown = NODES.objectNode();
        shown.setAll((ObjectNode) entry);
        shown.remove("region");
        return shown;
    }

    private static ObjectNode elsewhere() {
        return NODES.objectNode().put("elsewhere", true);
    }

    private static ObjectNode person(PersonView person) {
        ObjectNode node = NODES.objectNode().put("ref", person.ref());
        node.putObject("document").put("type", person.type()).put("number", person.maskedNumber());
        return node.put("name", person.maskedName());
    }

    private static Map<PlaceCode, RegionCode> evidenceRegions(JsonNode evidence) {
        var regions = new LinkedHashMap<PlaceCode, RegionCode>();
        for (JsonNode entry : evidence) {
            var cafe = new PlaceCode(entry.path("placeCode").asText());
            regions.put(
                    cafe,
                    new RegionCode(entry.path("region").asText(cafe.county().value())));
        }
        return regions;
    }
}
