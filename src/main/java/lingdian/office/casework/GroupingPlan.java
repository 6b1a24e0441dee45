package lingdian.office.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.office.casework.PlacedFinding.Key;
import org.jspecify.annotations.Nullable;

/**
 * Which cases violations open, and which they join. Pure.
 *
 * @param joined cases that are there already
 */
record GroupingPlan(List<Group> opened, List<Group> joined) {
    static final GroupingPlan NOTHING = new GroupingPlan(List.of(), List.of());

    /**
     * Where the violations of a café, authority and day go.
     *
     * @param region that the café belongs to
     * @param joinable the case that they join; null: a new one
     */
    record Destination(RegionCode region, @Nullable CaseId joinable) {}

    /**
     * The violations that go to one case. The first opens it where it is new, and each further one joins.
     *
     * @param region to which the case belongs
     */
    record Group(CaseId id, Key key, RegionCode region, List<PlacedFinding> findings) {
        /** Of a new case. */
        long version() {
            return findings.size();
        }

        List<CaseFinding> found() {
            return findings.stream().map(PlacedFinding::finding).toList();
        }
    }

    /** All cases that it changes. */
    List<UUID> cases() {
        return groups().map(one -> one.id().value()).toList();
    }

    Stream<Group> groups() {
        return Stream.concat(opened.stream(), joined.stream());
    }

    /** The violations that join cases that are there already. */
    Set<ViolationId> joining() {
        return joined.stream()
                .flatMap(one -> one.findings().stream())
                .map(PlacedFinding::violation)
                .collect(Collectors.toSet());
    }

    /** @param placed in the order of the feed */
    static GroupingPlan of(List<PlacedFinding> placed, Map<Key, Destination> destinations, Supplier<UUID> ids) {
        var opened = new LinkedHashMap<Key, Group>();
        var joined = new LinkedHashMap<Key, Group>();
        for (PlacedFinding one : placed) {
            Destination to = Objects.requireNonNull(destinations.get(one.key()));
            CaseId present = to.joinable();
            (present == null ? opened : joined)
                    .computeIfAbsent(
                            one.key(),
                            key -> new Group(
                                    present == null ? new CaseId(ids.get()) : present,
                                    key,
                                    to.region(),
                                    new ArrayList<>()))
                    .findings()
                    .add(one);
        }
        return new GroupingPlan(List.copyOf(opened.values()), List.copyOf(joined.values()));
    }
}
