package lingdian.console.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Mask;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Times;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import org.jspecify.annotations.Nullable;

/**
 * The page of one violation.
 *
 * @param cafe as the API describes it
 * @param lines steps, comments and objections
 * @param mask what is known of its person, and who may know more
 * @param maintenance work that the café had given notice of for that time
 * @param conflict what another officer did meanwhile; null where nobody did
 * @param refusal why a statement was not taken; null where it was
 * @param typed the note or statement that was not taken, so that nobody has to write it again
 */
public record ViolationView(
        JsonObject violation,
        ViolationRow row,
        JsonObject cafe,
        String place,
        Timeline timeline,
        List<CaseLine> lines,
        Mask mask,
        List<MaintenanceLine> maintenance,
        boolean acts,
        boolean objects,
        boolean takesEvidence,
        @Nullable Conflict conflict,
        @Nullable Refusal refusal,
        String typed) {

    /** A step that was taken before ours. */
    public record Conflict(
            String step,
            @Nullable String action,
            @Nullable String authority,
            @Nullable String at) {}

    /** An article of law. */
    record Article(String name, String version) {}

    /** Events of one stream; of a café that the reader may not see, nothing. */
    record Proof(boolean elsewhere, String stream, String numbers) {}

    /** What may be done now, in the order in which it leads on. */
    List<String> actions() {
        return Case.all().stream()
                .filter(one -> one.wire().equals(row.step()))
                .flatMap(one -> one.open().stream())
                .map(CaseAction::wire)
                .toList();
    }

    /** The last step that the officer sees: another one in between is a conflict. */
    int lastStep() {
        return lastStep(violation);
    }

    public static int lastStep(JsonObject violation) {
        JsonArray steps = violation.getJsonArray("steps");
        return steps.isEmpty() ? 0 : steps.getJsonObject(steps.size() - 1).getInteger("number");
    }

    List<Article> law() {
        var law = new ArrayList<Article>();
        violation.getJsonArray("law").forEach(one -> {
            var article = (JsonObject) one;
            law.add(new Article(article.getString("text"), article.getString("version")));
        });
        return law;
    }

    List<Proof> evidence() {
        var proofs = new ArrayList<Proof>();
        violation.getJsonArray("evidence").forEach(one -> proofs.add(proof((JsonObject) one)));
        return proofs;
    }

    List<String> authorities() {
        return violation.getJsonArray("authorities").stream()
                .map(Object::toString)
                .toList();
    }

    @Nullable
    String explained() {
        return violation.getString("explained");
    }

    String detectedAt() {
        return Times.second(row.detectedAt());
    }

    String startedAt() {
        return Times.second(row.startedAt());
    }

    String endedAt() {
        return row.endedAt() == null ? "" : Times.second(row.endedAt());
    }

    private static Proof proof(JsonObject evidence) {
        if (evidence.getBoolean("elsewhere", false)) {
            return new Proof(true, "", "");
        }
        JsonArray numbers = evidence.getJsonArray("seq", new JsonArray());
        return new Proof(
                false,
                evidence.getString("stream", ""),
                String.join(", ", numbers.stream().map(Object::toString).toList()));
    }

    @Override
    public String toString() {
        return "ViolationView[" + row.id() + "]"; // notes and names are none of a log's business
    }
}
