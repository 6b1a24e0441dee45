package lingdian.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A café's safety officer, its training, and its letter of responsibility, with the form that changes them.
 *
 * @param officer empty where nobody is named, as is each of the others
 * @param trainedOn the latest first
 * @param changedAt empty where nobody ever entered anything
 * @param changes whether whoever looks may change it
 * @param refusal why what was typed was not taken; null where it was
 */
record SafetyView(
        String officer,
        String phone,
        List<String> trainedOn,
        String letterOn,
        String changedAt,
        boolean changes,
        @Nullable Refusal refusal) {
    SafetyView {
        trainedOn = List.copyOf(trainedOn);
    }

    static SafetyView of(JsonObject safety, boolean changes) {
        JsonObject officer = Objects.requireNonNullElseGet(safety.getJsonObject("officer"), JsonObject::new);
        return new SafetyView(
                Objects.requireNonNullElse(officer.getString("name"), ""),
                Objects.requireNonNullElse(officer.getString("phone"), ""),
                safety.getJsonArray("trainedOn").stream().map(Object::toString).toList(),
                Objects.requireNonNullElse(safety.getString("responsibilityLetterOn"), ""),
                Times.second(safety.getString("changedAt")),
                changes,
                null);
    }

    /** What was typed and not taken. */
    static SafetyView typed(PageCall call, Refusal refusal) {
        return new SafetyView(
                call.typed("officer"), call.typed("phone"), typedDays(call), call.typed("letterOn"), "", true, refusal);
    }

    /** What a form asks of the API. */
    static JsonObject body(PageCall call) {
        return new JsonObject()
                .put("officer", officer(call))
                .put("trainedOn", new JsonArray(typedDays(call)))
                .put("responsibilityLetterOn", PremisesEntry.given(call.typed("letterOn")));
    }

    private static @Nullable JsonObject officer(PageCall call) {
        return call.typed("officer").isEmpty()
                ? null
                : new JsonObject()
                        .put("name", call.typed("officer"))
                        .put("phone", PremisesEntry.given(call.typed("phone")));
    }

    private static List<String> typedDays(PageCall call) {
        return call.typedAll("trainedOn").stream().filter(day -> !day.isEmpty()).toList();
    }

    /** Those that can be changed or emptied, and one more. */
    List<String> fields() {
        return Stream.concat(trainedOn.stream(), Stream.of("")).toList();
    }

    boolean isEmpty() {
        return officer.isEmpty() && trainedOn.isEmpty() && letterOn.isEmpty();
    }

    @Override
    public String toString() {
        return "SafetyView[" + trainedOn + "]"; // it names somebody
    }
}
