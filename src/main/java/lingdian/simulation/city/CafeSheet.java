package lingdian.simulation.city;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fixed properties of a café of the city.
 *
 * @param index in its city, from 0
 * @param sessionsPerDay on a mean day
 * @param terminals that it has
 * @param licensed the number of terminals on its licence
 * @param installed the number of terminals that its agent is on, at which its guests sit
 * @param sessionPrefix begins every session id, so that no two cities share one
 * @param suspension of its licence, if there is one
 */
record CafeSheet(
        int index,
        String placeCode,
        Habit habit,
        Circumstance circumstance,
        double sessionsPerDay,
        int terminals,
        int licensed,
        int installed,
        String sessionPrefix,
        @Nullable Suspension suspension) {

    static CafeSheet of(CitySettings settings, int index, Habit habit, Circumstance circumstance, double rank) {
        double sessionsPerDay = CafeStatistics.sessionsPerDay(rank);
        int terminals = CafeStatistics.terminals(sessionsPerDay);
        UUID stream = settings.stream(index, 0);
        return new CafeSheet(
                index,
                settings.placeCode(index),
                habit,
                circumstance,
                sessionsPerDay,
                terminals,
                circumstance == Circumstance.COMPUTERS_ADDED ? terminals * 4 / 5 : terminals,
                installed(habit, circumstance, terminals),
                stream.toString().substring(0, 8) + "-",
                habit == Habit.RUNS_SUSPENDED ? suspension(settings) : null);
    }

    private static int installed(Habit habit, Circumstance circumstance, int terminals) {
        int percent =
                habit == Habit.LEAVES_OUT_TERMINALS ? 40 : circumstance == Circumstance.COMPUTERS_BROKEN ? 85 : 100;
        return terminals * percent / 100;
    }

    /**
     * Open day and night, by a schedule of its own (长效机制试点): only there can a session be long without being overtime.
     */
    boolean roundTheClock() {
        return habit == Habit.SEATS_FOR_DAYS || circumstance == Circumstance.LOGOUTS_FORGOTTEN;
    }

    /**
     * A suspension that begins on the second day if there is one, otherwise in the city's third hour, and ends when the
     * third day opens.
     */
    private static Suspension suspension(CitySettings settings) {
        boolean secondDay = settings.days() > 1 && settings.from().equals(settings.opening(0));
        return secondDay
                ? new Suspension(settings.opening(1), settings.opening(2))
                : new Suspension(settings.from().plusSeconds(9_000), settings.opening(2));
    }

    /** The hours of a café that is open day and night. */
    static JsonObject hours(CitySettings settings) {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        return new JsonObject()
                .put("weekly", weekly)
                .put("from", settings.firstDay().toString())
                .putNull("to")
                .put("document", "示例长效机制试点批复");
    }

    /** The columns of {@link #row}. */
    static final String HEADER = "placeCode,name,licence,validUntil,terminals,latitude,longitude,address\n";

    /** The café as a row of a table, with what {@link #description} says. */
    String row(CitySettings settings) {
        JsonObject cafe = description(settings);
        JsonObject licence = cafe.getJsonObject("licence");
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%d,%.3f,%.3f,%s%n",
                placeCode,
                cafe.getString("name"),
                licence.getString("number"),
                licence.getString("validUntil"),
                licensed,
                cafe.getDouble("latitude"),
                cafe.getDouble("longitude"),
                cafe.getString("address"));
    }

    /** The body of {@code putCafe} in {@code /api/openapi.yaml}, with which an administrator creates the café. */
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
                .put("terminals", licensed)
                .put("latitude", 29.40 + index * 37 % 600 / 1_000.0)
                .put("longitude", 115.50 + index * 61 % 900 / 1_000.0)
                .put("address", "江西省九江市示例路 " + (index + 1) + " 号");
    }
}
