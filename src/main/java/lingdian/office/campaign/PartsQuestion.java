package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Asks what an entered total contains, instead of guessing: a wrong guess counts visits twice or not at all.
 *
 * <p>Two totals can be read in two ways. Of one activity that states 86 visits to premises, 64 to cafés and 8 to game
 * halls: are the 72 within the 86, or beside them? And of a unit's total beside its earlier entries: does it contain
 * them, or not?
 */
final class PartsQuestion {
    private static final String CODE = "parts-unclear";

    private PartsQuestion() {}

    /** Which kinds' counts are within another kind's count of the same activity, if so read. */
    private record Kinds(String whole, Count stated, Count parts) {}

    /**
     * Asks about kinds of premises within each other.
     *
     * @param visits as entered
     * @param parts the answer: {@code within}, {@code beside}, or null
     */
    static void askOfKinds(Map<String, Count> visits, @Nullable String parts, PremisesKinds kinds) {
        Optional<Kinds> unclear = kinds.kinds().stream()
                .map(PremisesKinds.Kind::code)
                .filter(visits::containsKey)
                .map(whole -> new Kinds(whole, count(visits, whole), below(visits, whole, kinds)))
                .filter(one -> one.parts().number() > 0 || one.parts().lowerBound())
                .filter(one ->
                        parts == null || parts.equals("within") && one.parts().exceeds(one.stated()))
                .findFirst();
        if (unclear.isEmpty()) {
            return;
        }
        if (parts != null) {
            throw Refused.body("/visits/" + unclear.get().whole(), "expected at least the sum of the kinds within it");
        }
        throw asked(
                        "The counts of kinds within " + unclear.get().whole()
                                + " may be within its count or beside it: say which by \"parts\".",
                        "parts")
                .with("whole", unclear.get().whole())
                .with("readings", readings(unclear.get()))
                .thrown();
    }

    private static JsonArray readings(Kinds unclear) {
        var readings = new JsonArray();
        if (!unclear.parts().exceeds(unclear.stated())) {
            readings.add(new JsonObject().put("parts", "within").put("total", CampaignEntry.json(unclear.stated())));
        }
        return readings.add(new JsonObject()
                .put("parts", "beside")
                .put("total", CampaignEntry.json(unclear.stated().plus(unclear.parts()))));
    }

    /** The sum of the counts below a kind, each as entered. */
    private static Count below(Map<String, Count> visits, String whole, PremisesKinds kinds) {
        List<String> directly = kinds.kinds().stream()
                .filter(one -> whole.equals(one.within()))
                .map(PremisesKinds.Kind::code)
                .toList();
        Count sum = Count.NONE;
        for (String kind : directly) {
            sum = sum.plus(visits.containsKey(kind) ? count(visits, kind) : below(visits, kind, kinds));
        }
        return sum;
    }

    private static Count count(Map<String, Count> visits, String kind) {
        return visits.getOrDefault(kind, Count.NONE);
    }

    /**
     * What a new activity may contain or be part of.
     *
     * @param ofUnit activities of its unit and region that are part of no other
     * @param ofRegions likewise those of regions that joined, if its account acts for the issuer
     * @param totals the ids of those that are entered totals, not single inspections
     */
    record Others(List<Activity> ofUnit, List<Activity> ofRegions, Set<UUID> totals) {
        Others {
            ofUnit = List.copyOf(ofUnit);
            ofRegions = List.copyOf(ofRegions);
            totals = Set.copyOf(totals);
        }

        private List<List<Activity>> groups() {
            List<Activity> all =
                    Stream.concat(ofUnit.stream(), ofRegions.stream()).toList();
            return Stream.of(ofUnit, ofRegions, all).distinct().toList();
        }
    }

    /**
     * Asks about earlier entries that the new one may contain, or that may contain it.
     *
     * @param made the new activity, of which neither was said
     * @param total whether it is an entered total
     */
    static void askOfEntries(Activity made, boolean total, Others others, PremisesKinds kinds) {
        CampaignFigures figures = figures(List.of(made), kinds);
        var readings = new JsonArray();
        others.groups().stream()
                .filter(group -> total && holds(figures, figures(group, kinds)))
                .forEach(group -> readings.add(new JsonObject().put("contains", ids(group))));
        others.ofUnit().stream()
                .filter(one -> others.totals().contains(one.id()))
                .filter(one -> holds(figures(List.of(one), kinds), figures))
                .forEach(one ->
                        readings.add(new JsonObject().put("within", one.id().toString())));
        if (!readings.isEmpty()) {
            throw asked(
                            "Earlier entries may be within this one, or it within them: say which by \"contains\" or"
                                    + " \"within\", or \"beside\": true.",
                            "beside")
                    .with("readings", readings.add(new JsonObject().put("beside", true)))
                    .thrown();
        }
    }

    private static CampaignFigures figures(List<Activity> activities, PremisesKinds kinds) {
        return CampaignFigures.of(activities, kinds);
    }

    /** Whether a total may contain these parts: it says nothing smaller than they do, and something of the same kind. */
    private static boolean holds(CampaignFigures whole, CampaignFigures parts) {
        Map<String, Count> stated = counts(whole);
        Map<String, Count> held = counts(parts);
        return stated.keySet().stream().anyMatch(held::containsKey)
                && stated.entrySet().stream()
                        .noneMatch(one ->
                                held.getOrDefault(one.getKey(), Count.NONE).exceeds(one.getValue()));
    }

    /** The counts that are not zero, by name: kinds of premises and the rest have different ones. */
    private static Map<String, Count> counts(CampaignFigures figures) {
        var counts = new HashMap<>(figures.visits());
        counts.put("/nightRounds", Count.exactly(figures.nightRounds()));
        counts.put("/officers", figures.officers());
        counts.put("/vehicles", figures.vehicles());
        counts.values().removeIf(Count.NONE::equals);
        return counts;
    }

    private static JsonArray ids(List<Activity> activities) {
        var array = new JsonArray();
        activities.forEach(one -> array.add(one.id().toString()));
        return array;
    }

    private static Problem asked(String detail, String answer) {
        return Problem.of(422, detail).with("code", CODE).with("answer", answer);
    }
}
