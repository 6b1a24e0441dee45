package lingdian.console.casework;

import static lingdian.console.frame.PremisesEntry.given;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageCall;

/** Reads the form of an action on a case into the body of the API. What is wrong in it, only the API says. */
final class CaseActionForm {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHOSEN_CASE = Pattern.compile("[0-9a-f-]{36}\\.[0-9]{1,9}");
    private static final String OUTCOME_OF = "outcome.";
    private static final int ID_LENGTH = 36;

    private CaseActionForm() {}

    static JsonObject body(PageCall call) {
        String action = call.typed("action");
        JsonObject body = new JsonObject()
                .put("action", action)
                .put("version", number(call.typed("version")))
                .put("note", given(call.typed("note")));
        switch (action) {
            case "assign" -> body.put("officers", officers(call)).put("trigger", given(call.typed("trigger")));
            case "dispatch" -> body.put("inspection", given(call.typed("inspection")));
            case "check" ->
                body.put("inspection", given(call.typed("inspection")))
                        .put("outcome", given(call.typed("outcome")))
                        .put("outcomes", outcomes(call));
            case "correct" ->
                body.put("demand", given(call.typed("demand")))
                        .put("until", call.typed("when").equals("date") ? call.typed("until") : null);
            case "recheck" -> body.put("corrected", corrected(call.typed("corrected")));
            case "spot", "decide" -> body.put("sanctions", sanctions(call));
            case "transfer" ->
                body.put("to", given(call.typed("to"))).put("items", new JsonArray(lines(call, "items")));
            case "merge" -> into(body, call.typed("into"));
            default -> {}
        }
        return body;
    }

    /** A text stays as it is, so that the API refuses it. */
    private static Object number(String typed) {
        return NUMBER.matcher(typed).matches() ? Long.valueOf(typed) : typed;
    }

    private static JsonArray officers(PageCall call) {
        var officers = new JsonArray(new ArrayList<>(call.typedAll("officer")));
        for (String line : lines(call, "others")) {
            String[] words = line.split("\\s+", 2);
            officers.add(new JsonObject().put("name", words[0]).put("certificate", words.length > 1 ? words[1] : null));
        }
        return officers;
    }

    private static JsonObject outcomes(PageCall call) {
        var outcomes = new JsonObject();
        call.typed().forEach((field, values) -> {
            if (field.startsWith(OUTCOME_OF) && !values.getFirst().isEmpty()) {
                outcomes.put(field.substring(OUTCOME_OF.length()), values.getFirst());
            }
        });
        return outcomes;
    }

    private static Object corrected(String typed) {
        return switch (typed) {
            case "true" -> true;
            case "false" -> false;
            default -> typed;
        };
    }

    private static JsonArray sanctions(PageCall call) {
        var sanctions = new JsonArray();
        for (String kind : call.typedAll("sanction")) {
            JsonObject sanction = new JsonObject().put("kind", kind);
            switch (kind) {
                case "fine" -> sanction.put("yuan", number(call.typed("yuan")));
                case "suspension" ->
                    sanction.put("from", FieldTime.typed(call.typed("from")))
                            .put("to", FieldTime.typed(call.typed("until")));
                default -> {}
            }
            sanctions.add(sanction);
        }
        return sanctions;
    }

    private static void into(JsonObject body, String chosen) {
        if (CHOSEN_CASE.matcher(chosen).matches()) {
            body.put("into", chosen.substring(0, ID_LENGTH))
                    .put("intoVersion", Long.valueOf(chosen.substring(ID_LENGTH + 1)));
        } else {
            body.putNull("into");
        }
    }

    private static List<String> lines(PageCall call, String field) {
        return call.typed(field)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
