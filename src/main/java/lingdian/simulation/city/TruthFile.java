package lingdian.simulation.city;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import lingdian.simulation.city.Truth.Shown;
import org.jspecify.annotations.Nullable;

/**
 * The truth about a played city as NDJSON: one line for the city, one for each violation, and one for each wrong
 * verdict.
 *
 * @param cafes place codes of all cafés of the city; findings of other cafés cannot be scored
 * @param from the city's first moment
 * @param to its end
 */
public record TruthFile(
        List<String> cafes, Instant from, Instant to, List<Truth> truths, List<WrongVerdict> wrongVerdicts) {
    private static final String CITY = "city";
    private static final String WRONG_VERDICT = "wrongVerdict";

    /** This file without the violations that are scored by café and day, see {@link SuspicionScore}. */
    TruthFile withoutSuspicions() {
        return new TruthFile(
                cafes,
                from,
                to,
                truths.stream()
                        .filter(truth -> !Truth.SUSPICIONS.contains(truth.code()))
                        .toList(),
                wrongVerdicts);
    }

    /** The first line. */
    static String city(CityPlan plan) {
        CitySettings settings = plan.settings();
        var cafes = new JsonArray();
        var habits = new JsonArray();
        var circumstances = new JsonArray();
        plan.cafes().forEach(cafe -> {
            cafes.add(cafe.placeCode());
            habits.add(cafe.habit().name());
            circumstances.add(cafe.circumstance().name());
        });
        return new JsonObject()
                .put(
                        CITY,
                        new JsonObject()
                                .put("seed", settings.seed())
                                .put("from", time(settings.from()))
                                .put("to", time(settings.to()))
                                .put("cafes", cafes)
                                .put("habits", habits)
                                .put("circumstances", circumstances))
                .encode();
    }

    static String line(Truth truth) {
        var json = new JsonObject()
                .put("code", truth.code())
                .put("placeCode", truth.placeCode())
                .put("from", time(truth.from()))
                .put("to", time(truth.to()))
                .put("seat", truth.seat());
        return switch (truth.shown()) {
            case FACT -> json.put("standing", "fact").encode();
            case SUSPICION -> json.put("standing", "suspicion").encode();
            case UNOBSERVABLE -> json.put("unobservable", true).encode();
        };
    }

    static String line(WrongVerdict verdict) {
        return new JsonObject()
                .put(
                        WRONG_VERDICT,
                        new JsonObject()
                                .put("placeCode", verdict.placeCode())
                                .put("seq", verdict.seq())
                                .put("session", verdict.session())
                                .put("expected", new JsonArray(verdict.expected()))
                                .put("got", new JsonArray(verdict.got())))
                .encode();
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a line is malformed; the message names it
     */
    public static TruthFile read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return parse(lines.toList());
        }
    }

    static TruthFile parse(List<String> lines) {
        @Nullable JsonObject city = null;
        var truths = new ArrayList<Truth>();
        var wrong = new ArrayList<WrongVerdict>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                var json = new JsonObject(lines.get(i));
                if (json.containsKey(CITY)) {
                    city = json.getJsonObject(CITY);
                } else if (json.containsKey(WRONG_VERDICT)) {
                    wrong.add(wrongVerdict(json.getJsonObject(WRONG_VERDICT)));
                } else {
                    truths.add(truth(json));
                }
            } catch (DecodeException
                    | ClassCastException
                    | NullPointerException
                    | IllegalArgumentException notOfThisForm) {
                throw new IllegalArgumentException("line " + (i + 1) + " is not a line of a truth file", notOfThisForm);
            }
        }
        if (city == null) {
            throw new IllegalArgumentException("the line that describes the city is missing");
        }
        return new TruthFile(
                strings(city.getJsonArray("cafes")), instant(city, "from"), instant(city, "to"), truths, wrong);
    }

    private static Truth truth(JsonObject json) {
        boolean unobservable = json.getBoolean("unobservable", false);
        String standing = json.getString("standing", "");
        Shown shown = unobservable ? Shown.UNOBSERVABLE : "fact".equals(standing) ? Shown.FACT : Shown.SUSPICION;
        return new Truth(
                required(json, "code"),
                required(json, "placeCode"),
                instant(json, "from"),
                instant(json, "to"),
                json.getString("seat"),
                shown);
    }

    private static WrongVerdict wrongVerdict(JsonObject json) {
        return new WrongVerdict(
                required(json, "placeCode"),
                json.getLong("seq"),
                required(json, "session"),
                strings(json.getJsonArray("expected")),
                strings(json.getJsonArray("got")));
    }

    private static String required(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }

    private static Instant instant(JsonObject json, String name) {
        return Rfc3339.parse(required(json, name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
