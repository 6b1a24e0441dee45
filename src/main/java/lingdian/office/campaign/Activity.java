package lingdian.office.campaign;

import java.util.Map;
import java.util.UUID;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/**
 * A unit's activity in a campaign: one inspection, or the summed figures of many that were not recorded one by one.
 *
 * @param id of the entry
 * @param unit that carried it out, as the report names it
 * @param nightRounds the number of 零点行动 night rounds; 0 if it is none
 * @param officers outings of officers: each officer counts once an outing
 * @param vehicles outings of vehicles
 * @param visits to premises, by kind
 * @param nested whether a kind's visits include those to the kinds within it
 * @param within the activity that it is part of, whose figures include its own; null if it is part of none
 */
record Activity(
        UUID id,
        String unit,
        int nightRounds,
        Count officers,
        Count vehicles,
        Map<String, Count> visits,
        boolean nested,
        @Nullable UUID within) {
    /** An activity whose kinds of premises are counted beside each other. */
    Activity(
            UUID id,
            String unit,
            int nightRounds,
            Count officers,
            Count vehicles,
            Map<String, Count> visits,
            @Nullable UUID within) {
        this(id, unit, nightRounds, officers, vehicles, visits, false, within);
    }

    Activity {
        visits = Map.copyOf(visits);
        if (nightRounds < 0) {
            throw new IllegalArgumentException("night rounds must not be negative");
        }
    }

    /** Visits by kind of premises, each kind with those within it. */
    Map<String, Count> rolledUp(PremisesKinds kinds) {
        return nested ? kinds.rolledUpWithin(visits) : kinds.rolledUp(visits);
    }

    /** This activity as part of none. */
    Activity outermost() {
        return new Activity(id, unit, nightRounds, officers, vehicles, visits, nested, null);
    }

    boolean isNight() {
        return nightRounds > 0;
    }
}
