package lingdian.office.campaign;

import java.util.Map;
import java.util.UUID;
import lingdian.office.inspection.Count;
import org.jspecify.annotations.Nullable;

/**
 * What a unit did in a campaign: one inspection, or the figures of many that nobody recorded one by one.
 *
 * @param id of the row that it stands in
 * @param unit who did it, as the report names them
 * @param nightRounds how many 零点行动 night rounds it is; 0 where it is none
 * @param officers outings of officers: each officer counts once an outing
 * @param vehicles outings of vehicles
 * @param visits to premises, by kind
 * @param within the activity that it is part of, whose figures hold its own; null where it stands for itself
 */
public record Activity(
        UUID id,
        String unit,
        int nightRounds,
        Count officers,
        Count vehicles,
        Map<String, Count> visits,
        @Nullable UUID within) {
    public Activity {
        visits = Map.copyOf(visits);
        if (nightRounds < 0) {
            throw new IllegalArgumentException("night rounds are not negative");
        }
    }

    boolean isNight() {
        return nightRounds > 0;
    }
}
