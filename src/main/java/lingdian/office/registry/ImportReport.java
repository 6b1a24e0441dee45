package lingdian.office.registry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Progress of an import and its refused lines. Its memory is bounded: it counts all refusals and lists the first.
 *
 * <p>Once the account has no more questions about persons, it withholds what becomes of every further line about a
 * person, accepted or refused: the counts that the sender sees must not answer what the list of refusals does not.
 */
final class ImportReport {
    static final int LISTED_MAX = 10_000;

    private long lines;
    private final Counts told = new Counts();
    private final Counts all = new Counts();
    private boolean withholding;
    private long withheld;
    private final List<JsonObject> listed = new ArrayList<>();
    private int reported;

    private static final class Counts {
        private long registered;
        private long renewed;
        private long refused;

        private void add(LineOutcome one) {
            switch (one.kind()) {
                case REGISTERED -> registered++;
                case RENEWED -> renewed++;
                case REFUSED, FAULTY -> refused++;
            }
        }
    }

    /** Records a line. Of a refused one: where and why, never its content. */
    void add(LineOutcome one) {
        all.add(one);
        if (withholding && one.isOfPerson()) {
            withheld++;
            return;
        }
        told.add(one);
        if (!one.code().isEmpty() && listed.size() < LISTED_MAX) {
            listed.add(new JsonObject()
                    .put("line", one.line())
                    .put("code", one.code())
                    .put("path", one.path()));
        }
    }

    /** All lines up to this one are committed. */
    void committed(long line) {
        lines = line;
    }

    /** From now on it is not told what becomes of lines about persons: the account has no more questions in this hour. */
    void withhold() {
        withholding = true;
    }

    boolean isWithholding() {
        return withholding;
    }

    /** The refusals that have not been reported yet. */
    List<JsonObject> untold() {
        List<JsonObject> untold = List.copyOf(listed.subList(reported, listed.size()));
        reported = listed.size();
        return untold;
    }

    JsonObject counts() {
        return new JsonObject()
                .put("lines", lines)
                .put("registered", told.registered)
                .put("renewed", told.renewed)
                .put("refused", told.refused)
                .put("withheld", withheld);
    }

    /** What it did, withheld or not, for the access log. */
    RegistryLog.Imported imported() {
        return new RegistryLog.Imported(all.registered, all.renewed, all.refused);
    }

    /** The whole report. */
    JsonObject whole() {
        return counts().put("refusals", new JsonArray(List.copyOf(listed)));
    }
}
