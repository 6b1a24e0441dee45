package lingdian.console.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import lingdian.console.frame.Times;
import lingdian.domain.Authority;
import org.jspecify.annotations.Nullable;

/**
 * A step of a case, a comment on it, or the café's objection.
 *
 * @param who null where the reader is not told
 */
record CaseLine(
        int number,
        String action,
        OffsetDateTime at,
        @Nullable String who,
        @Nullable String authority,
        @Nullable String text,
        @Nullable String found,
        @Nullable String inspection,
        List<Attached> files) {
    CaseLine {
        files = List.copyOf(files);
    }

    /** A file that the café handed in; its name is the café's. */
    record Attached(String id, String name, int kibibytes) {
        static Attached of(JsonObject file) {
            return new Attached(
                    file.getString("id"),
                    Objects.requireNonNullElse(file.getString("name"), file.getString("type")),
                    (file.getInteger("bytes") + 1023) / 1024);
        }

        @Override
        public String toString() {
            return "Attached[" + id + "]"; // people name files after people
        }
    }

    /**
     * All of a violation in the order of time.
     *
     * @param own the authority of whoever looks: they may read its inspections; null where it is none
     */
    static List<CaseLine> all(JsonObject violation, @Nullable Authority own) {
        var lines = new ArrayList<CaseLine>();
        each(violation.getJsonArray("steps")).forEach(step -> lines.add(taken(step, own)));
        each(violation.getJsonArray("comments")).forEach(comment -> lines.add(taken(comment, own)));
        each(violation.getJsonArray("objections")).forEach(objection -> lines.add(objected(objection)));
        lines.sort(Comparator.comparing(CaseLine::at).thenComparing(CaseLine::number));
        var linked = new HashSet<String>();
        lines.replaceAll(line -> line.inspection() == null || linked.add(line.inspection()) ? line : line.unlinked());
        return lines;
    }

    @Override
    public String toString() {
        return "CaseLine[" + number + ", " + action + "]"; // notes and names are none of a log's business
    }

    /** What follows a dispatch is about its inspection: one link to it is enough. */
    private CaseLine unlinked() {
        return new CaseLine(number, action, at, who, authority, text, found, null, files);
    }

    String when() {
        return Times.second(at);
    }

    private static CaseLine taken(JsonObject step, @Nullable Authority own) {
        JsonObject by = step.getJsonObject("by");
        return new CaseLine(
                step.getInteger("number"),
                step.getString("action"),
                OffsetDateTime.parse(step.getString("at")),
                by == null ? null : by.getString("name"),
                step.getString("authority"),
                step.getString("note"),
                step.getString("found"),
                Authority.of(step.getString("authority")) == own ? step.getString("inspection") : null,
                List.of());
    }

    private static CaseLine objected(JsonObject objection) {
        return new CaseLine(
                objection.getInteger("number"),
                "objection",
                OffsetDateTime.parse(objection.getString("at")),
                null,
                null,
                objection.getString("statement"),
                null,
                null,
                each(objection.getJsonArray("files")).stream().map(Attached::of).toList());
    }

    private static List<JsonObject> each(@Nullable JsonArray array) {
        var objects = new ArrayList<JsonObject>();
        if (array != null) {
            array.forEach(one -> objects.add((JsonObject) one));
        }
        return objects;
    }
}
