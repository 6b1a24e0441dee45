package lingdian.office.registry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** How far an import has come, and what of it was refused. Its memory is bounded: it counts all and lists the first. */
final class ImportReport {
    static final int LISTED_MAX = 10_000;

    private long lines;
    private long registered;
    private long renewed;
    private long refused;
    private final List<JsonObject> listed = new ArrayList<>();
    private int told;

    /** All up to this line is committed, so many of it new and renewed. */
    void committed(long line, int added, int again) {
        lines = line;
        registered += added;
        renewed += again;
    }

    /** A line that is left out: where and why, never what it says. */
    void refused(long line, String code, String path) {
        refused++;
        if (listed.size() < LISTED_MAX) {
            listed.add(new JsonObject().put("line", line).put("code", code).put("path", path));
        }
    }

    /** The refusals that were not told yet. */
    List<JsonObject> untold() {
        List<JsonObject> untold = List.copyOf(listed.subList(told, listed.size()));
        told = listed.size();
        return untold;
    }

    JsonObject counts() {
        return new JsonObject()
                .put("lines", lines)
                .put("registered", registered)
                .put("renewed", renewed)
                .put("refused", refused);
    }

    /** The whole report. */
    JsonObject whole() {
        return counts().put("refusals", new JsonArray(List.copyOf(listed)));
    }
}
