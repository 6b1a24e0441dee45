package lingdian.office.violation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup;
import lingdian.feed.log.PersonLookup.PersonView;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.feed.log.ViolationJson;
import lingdian.office.cafe.CafeStore;
import lingdian.office.violation.ViolationStore.StoredViolation;
import lingdian.platform.work.SizedWork;
import org.jspecify.annotations.Nullable;

/**
 * Completes stored violations for a reader: with their persons masked, and evidence from elsewhere hidden.
 *
 * <p>A café is elsewhere if the reader's own transaction does not show its region, and for an operator always.
 */
final class ViolationCompletion {
    private final Vertx vertx;
    private final Function<SqlClient, PersonLookup> persons;
    private final CafeStore cafes;

    ViolationCompletion(Vertx vertx, Function<SqlClient, PersonLookup> persons, CafeStore cafes) {
        this.vertx = vertx;
        this.persons = persons;
        this.cafes = cafes;
    }

    /** Violations as they are stored, and the other cafés in their evidence. */
    private record Parsed(List<ViolationJson> violations, Set<PlaceCode> foreign) {
        static Parsed of(List<StoredViolation> stored) {
            List<ViolationJson> violations = stored.stream()
                    .map(one -> ViolationJson.parse(one.snapshot()))
                    .toList();
            return new Parsed(
                    violations,
                    violations.stream()
                            .flatMap(violation -> violation.foreignCafes().stream())
                            .collect(Collectors.toSet()));
        }
    }

    /** In the given order. A long list is parsed and completed on a worker thread. */
    Future<List<ObjectNode>> complete(SqlClient client, List<StoredViolation> stored, Scope scope) {
        long size = stored.stream().mapToLong(one -> one.snapshot().length()).sum();
        return SizedWork.run(vertx, size, () -> Parsed.of(stored))
                .compose(parsed -> regions(client, parsed.foreign())
                        .compose(regions -> persons(client, stored)
                                .compose(found -> SizedWork.run(
                                        vertx, size, () -> complete(stored, parsed, scope, regions, found)))));
    }

    private static List<ObjectNode> complete(
            List<StoredViolation> stored,
            Parsed parsed,
            Scope scope,
            Map<PlaceCode, RegionCode> regions,
            Map<Subject, PersonView> persons) {
        return IntStream.range(0, stored.size())
                .mapToObj(i -> complete(stored.get(i), parsed.violations().get(i), scope, regions, persons))
                .toList();
    }

    private static ObjectNode complete(
            StoredViolation stored,
            ViolationJson parsed,
            Scope scope,
            Map<PlaceCode, RegionCode> regions,
            Map<Subject, PersonView> persons) {
        Subject subject = stored.subject();
        PersonView person = subject == null ? null : persons.get(subject);
        ObjectNode complete = parsed.complete(cafe -> isShown(scope, cafe, regions.get(cafe)), person)
                .put("region", stored.region().value()) // the café may have moved since the violation was last written
                .put(
                        "caseFile",
                        stored.caseFile() == null ? null : stored.caseFile().toString());
        return stored.untrue() ? complete.put("untrue", true) : complete;
    }

    private static boolean isShown(Scope scope, PlaceCode cafe, @Nullable RegionCode region) {
        return region != null && scope.coversBeside(cafe, region);
    }

    private Future<Map<PlaceCode, RegionCode>> regions(SqlClient client, Set<PlaceCode> foreign) {
        return foreign.isEmpty() ? Future.succeededFuture(Map.of()) : cafes.regions(client, foreign);
    }

    private Future<Map<Subject, PersonView>> persons(SqlClient client, Collection<StoredViolation> stored) {
        List<Subject> subjects = stored.stream()
                .map(StoredViolation::subject)
                .filter(Objects::nonNull)
                .toList();
        return subjects.isEmpty()
                ? Future.succeededFuture(Map.of())
                : persons.apply(client).persons(subjects);
    }
}
