package lingdian.office.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;

/**
 * Sums of activities that do not contain each other, so that nothing counts twice.
 *
 * @param visits by kind of premises, each kind with those below it
 * @param rows of the activities that are summed
 */
record CampaignFigures(int nightRounds, Count officers, Count vehicles, Map<String, Count> visits, List<UUID> rows) {
    static CampaignFigures of(List<Activity> activities, PremisesKinds kinds) {
        return new CampaignFigures(
                activities.stream().mapToInt(Activity::nightRounds).sum(),
                Count.sum(activities.stream().map(Activity::officers).toList()),
                Count.sum(activities.stream().map(Activity::vehicles).toList()),
                visits(activities, kinds),
                activities.stream().map(Activity::id).toList());
    }

    private static Map<String, Count> visits(List<Activity> activities, PremisesKinds kinds) {
        var visits = new HashMap<String, Count>();
        activities.forEach(
                activity -> activity.rolledUp(kinds).forEach((kind, count) -> visits.merge(kind, count, Count::plus)));
        return kinds.ordered(visits);
    }

    /** Whether these figures are too large to be part of {@code whole}. */
    boolean exceed(CampaignFigures whole) {
        return nightRounds > whole.nightRounds && whole.nightRounds > 0
                || officers.exceeds(whole.officers)
                || vehicles.exceeds(whole.vehicles)
                || visits.entrySet().stream()
                        .anyMatch(visited ->
                                visited.getValue().exceeds(whole.visits.getOrDefault(visited.getKey(), Count.NONE)));
    }
}
