package lingdian.office.registry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Progress of an import and its refused lines. Its memory is bounded: it counts all refusals and lists the first. */
final class ImportReport {
    static final int LISTED_MAX = 10_000;

    private long lines;
    private long registered;
    private long renewed;
    private long refused;
    private long withheld;
    private final List<JsonObject> listed = new ArrayList<>();
    private int told;

    /** All lines up to this one are committed, with so many persons added and renewed. */
    void committed(long line, int added, int again) {
        lines = line;
        registered += added;
        renewed += again;
    }

    /** Records a refused line: where and why, never its content. */
    void refused(long line, String code, String path) {
        refused++;
        if (hasRoom()) {
            listed.add(new JsonObject().put("line", line).put("code", code).put("path", path));
        }
    }

    /** Records a refused line without saying which: the account has no more questions about persons in this hour. */
    void withheld() {
        refused++;
        withheld++;
    }

    boolean hasRoom() {
        return listed.size() < LISTED_MAX;
    }

    boolean isWithholding() {
        return withheld > 0;
    }

    /** The refusals that have not been reported yet. */
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
                .put("refused", refused)
                .put("refusalsWithheld", withheld);
    }

    RegistryLog.Imported imported() {
        return new RegistryLog.Imported(registered, renewed, refused);
    }

    /** The whole report. */
    JsonObject whole() {
        return counts().put("refusals", new JsonArray(List.copyOf(listed)));
    }
}
