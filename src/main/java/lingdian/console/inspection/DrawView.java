package lingdian.console.inspection;

import java.util.Map;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Times;
import lingdian.office.inspection.DrawDetail;

/**
 * One draw, and how anyone can repeat it.
 *
 * @param names of cafés, by place code
 */
record DrawView(DrawDetail draw, String place, Map<String, String> names) {

    /** The most cafés of the pool that the page shows, enough for a city; the API returns the whole pool. */
    static final int POOL_SHOWN = 2_000;

    static DrawView of(DrawDetail draw, Divisions divisions) {
        return new DrawView(draw, divisions.name(draw.region()), Map.of());
    }

    DrawView with(Map<String, String> cafes) {
        return new DrawView(draw, place, Map.copyOf(cafes));
    }

    String at() {
        return Times.second(draw.at());
    }

    String name(String placeCode) {
        return names.getOrDefault(placeCode, placeCode);
    }

    boolean isPoolWhole() {
        return draw.cafes().pool().size() <= POOL_SHOWN;
    }

    /** The pool, one café per line, as the command below reads it. */
    String poolLines() {
        return String.join("\n", draw.cafes().pool());
    }

    String officerLines() {
        return String.join("\n", draw.officers().pool());
    }

    /** The shell command that repeats the draw, given the pool in a file. */
    String command() {
        return command("pool.txt", draw.cafes().drawn().size());
    }

    String officerCommand() {
        return command("officers.txt", draw.officers().drawn().size());
    }

    private String command(String file, int count) {
        return """
                SEED=%s
                while IFS= read -r one || [ -n "$one" ]; do
                  echo "$(printf '%%s\\n%%s' "$SEED" "$one" | sha256sum | cut -c1-64) $one"
                done < %s | sort | head -n %d""".formatted(quoted(draw.seed()), file, count);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return "DrawView[" + draw.id() + "]"; // it names officers
    }
}
