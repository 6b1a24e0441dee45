package lingdian.office.casework;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.office.casework.PlacedFinding.Key;

/**
 * Which cases violations open, and which they join. Pure.
 *
 * @param opened each with the violations that it begins with
 * @param joined by case that is there already
 */
record GroupingPlan(List<Opened> opened, Map<CaseId, List<PlacedFinding>> joined) {
    static final GroupingPlan NOTHING = new GroupingPlan(List.of(), Map.of());

    /** All that it changes. */
    List<UUID> cases() {
        return Stream.concat(opened.stream().map(Opened::id), joined.keySet().stream())
                .map(CaseId::value)
                .toList();
    }

    /** The violations that join cases that are there already. */
    Set<ViolationId> joining() {
        return joined.values().stream()
                .flatMap(List::stream)
                .map(PlacedFinding::violation)
                .collect(Collectors.toSet());
    }

    /** A new case. Its first violation opens it, and each further one joins. */
    record Opened(CaseId id, Key key, List<PlacedFinding> findings) {
        long version() {
            return findings.size();
        }

        List<CaseFinding> found() {
            return findings.stream().map(PlacedFinding::finding).toList();
        }
    }

    /**
     * @param placed in the order of the feed
     * @param joinable the case that violations of a café, authority and day join; none where it is missing
     */
    static GroupingPlan of(List<PlacedFinding> placed, Map<Key, CaseId> joinable, Supplier<UUID> ids) {
        var opened = new LinkedHashMap<Key, Opened>();
        var joined = new HashMap<CaseId, List<PlacedFinding>>();
        for (PlacedFinding one : placed) {
            CaseId present = joinable.get(one.key());
            if (present == null) {
                opened.computeIfAbsent(one.key(), key -> new Opened(new CaseId(ids.get()), key, new ArrayList<>()))
                        .findings()
                        .add(one);
            } else {
                joined.computeIfAbsent(present, id -> new ArrayList<>()).add(one);
            }
        }
        return new GroupingPlan(List.copyOf(opened.values()), joined);
    }
}
