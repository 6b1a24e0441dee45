package lingdian.client.city;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a café of the city beforehand.
 *
 * @param index in its city, from 0
 * @param sessionsPerDay on a mean day
 * @param sessionPrefix begins every session id, so that no two cities use the same ones
 * @param suspension of its licence, where there is one
 */
record CafeSheet(
        int index,
        String placeCode,
        Habit habit,
        double sessionsPerDay,
        int terminals,
        String sessionPrefix,
        @Nullable Suspension suspension) {

    static CafeSheet of(CitySettings settings, int index, Habit habit, double rank) {
        double sessionsPerDay = Figures.sessionsPerDay(rank);
        UUID stream = settings.stream(index, 0);
        return new CafeSheet(
                index,
                settings.placeCode(index),
                habit,
                sessionsPerDay,
                Figures.terminals(sessionsPerDay),
                stream.toString().substring(0, 8) + "-",
                habit == Habit.RUNS_SUSPENDED ? suspension(settings) : null);
    }

    /** The second day where there is one, else from the city's third hour on; to a morning in either case. */
    private static Suspension suspension(CitySettings settings) {
        boolean secondDay = settings.days() > 1 && settings.from().equals(settings.opening(0));
        return secondDay
                ? new Suspension(settings.opening(1), settings.opening(2))
                : new Suspension(settings.from().plusSeconds(9_000), settings.opening(2));
    }

    /** As an administrator creates it (SPEC.md, section 7). */
    JsonObject description(CitySettings settings) {
        return new JsonObject()
                .put("name", String.format("示例网吧 %04d", index + 1))
                .put(
                        "licence",
                        new JsonObject()
                                .put("number", "sim-" + placeCode)
                                .put(
                                        "validUntil",
                                        settings.firstDay().plusYears(20).toString()))
                .put("terminals", terminals)
                .put("latitude", 29.40 + index * 37 % 600 / 1_000.0)
                .put("longitude", 115.50 + index * 61 % 900 / 1_000.0)
                .put("address", "江西省九江市示例路 " + (index + 1) + " 号");
    }
}
