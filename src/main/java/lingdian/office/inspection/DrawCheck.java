package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Repeats a published draw, as the API answers it: the command {@code draw}. */
public final class DrawCheck {
    private DrawCheck() {}

    /**
     * What does not fit; empty where all of it does.
     *
     * @throws RuntimeException if it is not a draw
     */
    public static List<String> of(JsonObject draw) {
        List<String> pool = texts(draw.getJsonArray("pool"));
        JsonObject officers = draw.getJsonObject("officers");
        List<String> names = officers == null ? List.of() : texts(officers.getJsonArray("pool"));
        int officerCount = officers == null ? 0 : officers.getInteger("count");
        JsonObject beacon = draw.getJsonObject("beacon");
        var terms = new Draw.Terms(
                UUID.fromString(draw.getString("id")),
                draw.getString("region"),
                LocalDate.parse(beacon.getString("day")),
                draw.getInteger("count"),
                pool,
                officerCount,
                names);
        var wrong = new ArrayList<String>();
        if (!terms.commitment().equals(draw.getString("commitment"))) {
            wrong.add("the pool is not the one that was announced: its hash is " + terms.commitment());
        }
        String seed = beacon.getString("seed");
        if (seed == null) {
            wrong.add("it is not drawn yet: the checkpoint of " + beacon.getString("day") + " does not exist");
            return wrong;
        }
        compare("cafés", Draw.of(seed, pool, terms.count()), draw.getJsonArray("drawn"), wrong);
        if (officers != null) {
            compare("officers", Draw.of(seed, names, officerCount), officers.getJsonArray("drawn"), wrong);
        }
        return wrong;
    }

    private static void compare(String what, List<String> right, @Nullable JsonArray drawn, List<String> wrong) {
        if (!right.equals(texts(Objects.requireNonNullElseGet(drawn, JsonArray::new)))) {
            wrong.add("the " + what + " drawn are not those that seed and pool give");
        }
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).toList();
    }
}
