package lingdian.office.campaign;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which activities are part of which others, found in one walk from the outermost ones inwards. */
final class Nesting {
    private final List<Activity> all;
    private final Map<UUID, List<Activity>> parts;
    private final Map<UUID, Around> around = new HashMap<>();

    /**
     * What an activity is part of, at any distance.
     *
     * @param any whether of another activity
     * @param night whether of one with night rounds
     * @param ofUnit whether of one of the same unit
     * @param nightOfUnit whether of one of the same unit with night rounds
     */
    record Around(boolean any, boolean night, boolean ofUnit, boolean nightOfUnit) {}

    /** @throws IllegalArgumentException if an activity is part of a missing one, or of itself */
    Nesting(List<Activity> activities) {
        all = List.copyOf(activities);
        parts = all.stream()
                .filter(one -> one.within() != null)
                .collect(Collectors.groupingBy(one -> Objects.requireNonNull(one.within())));
        if (!all.stream().map(Activity::id).collect(Collectors.toSet()).containsAll(parts.keySet())) {
            throw new IllegalArgumentException("an activity is part of a missing one");
        }
        walk();
        if (around.size() < all.size()) { // no walk from outside leads into a circle
            throw new IllegalArgumentException("an activity is part of itself");
        }
    }

    List<Activity> all() {
        return all;
    }

    /** Those that are part of {@code whole} and of nothing between. */
    List<Activity> parts(Activity whole) {
        return parts.getOrDefault(whole.id(), List.of());
    }

    Around of(Activity activity) {
        return Objects.requireNonNull(around.get(activity.id()), "an activity of these");
    }

    private record Step(Activity activity, boolean leaves) {}

    private void walk() {
        var path = new Path();
        Deque<Step> steps = new ArrayDeque<>();
        all.stream().filter(one -> one.within() == null).forEach(one -> steps.push(new Step(one, false)));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            Activity activity = step.activity();
            if (step.leaves()) {
                path.count(activity, -1);
            } else {
                around.put(activity.id(), path.around(activity));
                path.count(activity, 1);
                steps.push(new Step(activity, true));
                parts(activity).forEach(part -> steps.push(new Step(part, false)));
            }
        }
    }

    /** The activities around the one that the walk has reached. */
    private static final class Path {
        private int activities;
        private int nights;
        private final Map<String, Integer> ofUnits = new HashMap<>();
        private final Map<String, Integer> nightsOfUnits = new HashMap<>();

        Around around(Activity activity) {
            return new Around(
                    activities > 0,
                    nights > 0,
                    ofUnits.getOrDefault(activity.unit(), 0) > 0,
                    nightsOfUnits.getOrDefault(activity.unit(), 0) > 0);
        }

        void count(Activity activity, int by) {
            activities += by;
            ofUnits.merge(activity.unit(), by, Integer::sum);
            if (activity.isNight()) {
                nights += by;
                nightsOfUnits.merge(activity.unit(), by, Integer::sum);
            }
        }
    }
}
