package lingdian.office.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.office.api.Attachment;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A café's objection to a violation (陈述申辩), with its files.
 *
 * @param number of the violation's objections
 * @param statement null if it can no longer be opened
 */
record Objection(
        UUID id,
        int number,
        Instant at,
        @Nullable String statement,
        List<Attachment> files,
        List<ObjectionAnswer> answers) {
    Objection {
        answers = List.copyOf(answers);
        files = List.copyOf(files);
    }

    JsonObject json() {
        var attached = new JsonArray();
        files.stream().map(Attachment::json).forEach(attached::add);
        return new JsonObject()
                .put("id", id.toString())
                .put("number", number)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("statement", statement)
                .put("files", attached)
                .put(
                        "answers",
                        new JsonArray(
                                answers.stream().map(ObjectionAnswer::json).toList()));
    }

    @Override
    public String toString() {
        return "Objection[" + id + "]"; // a statement is free text
    }
}
