package lingdian.office.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.office.file.Attachment;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A café's objection to a violation (陈述申辩), with its files.
 *
 * @param number of the violation's objections
 * @param account that filed it
 * @param accountSince since when that account had its role, scope and secrets; null: it was not kept
 * @param statement null if it can no longer be opened
 */
record Objection(
        UUID id,
        int number,
        Instant at,
        AccountId account,
        @Nullable Instant accountSince,
        @Nullable String statement,
        List<Attachment> files,
        List<ObjectionAnswer> answers) {
    Objection {
        answers = List.copyOf(answers);
        files = List.copyOf(files);
    }

    /** How many characters the café and the authorities wrote. */
    long size() {
        return length(statement)
                + answers.stream().mapToLong(answer -> length(answer.text())).sum();
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The part that every reader of the violation may see. */
    JsonObject outline() {
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

    /**
     * The whole objection for the authorities, with who filed it: an administrator could make an account that speaks as the café.
     *
     * @param name of the account
     * @param hoursIfNew for how many hours it had been unchanged, where these are few
     */
    JsonObject whole(String name, BiFunction<Instant, Instant, Optional<Long>> hoursIfNew) {
        return outline()
                .put("by", new JsonObject().put("id", account.toString()).put("name", name))
                .put("accountSince", accountSince == null ? null : Rfc3339.format(accountSince, ChinaTime.ZONE))
                .put(
                        "accountAgeHours",
                        accountSince == null
                                ? null
                                : hoursIfNew.apply(accountSince, at).orElse(null));
    }

    @Override
    public String toString() {
        return "Objection[" + id + "]"; // a statement is free text
    }
}
