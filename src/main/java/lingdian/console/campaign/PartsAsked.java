package lingdian.console.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The API's question what an entered total contains, with its possible answers.
 *
 * @param field of the form that answers it
 */
record PartsAsked(String field, List<Reading> readings) {
    PartsAsked {
        readings = List.copyOf(readings);
    }

    /**
     * One answer.
     *
     * @param value of the form's field
     * @param word of the answer: {@code within}, {@code beside}, {@code contains} or {@code part-of}
     * @param total visits to premises if so read; empty if the answer is about entries
     * @param ids of the entries that it names
     */
    record Reading(String value, String word, String total, List<String> ids) {
        Reading {
            ids = List.copyOf(ids);
        }

        private static Reading of(Object reading) {
            var json = (JsonObject) reading;
            String parts = json.getString("parts");
            if (parts != null) {
                JsonObject total = json.getJsonObject("total");
                String over = total.getBoolean("lowerBound") ? "+" : "";
                return new Reading(parts, parts, total.getLong("number") + over, List.of());
            }
            JsonArray contains = json.getJsonArray("contains");
            if (contains != null) {
                List<String> ids = contains.stream().map(String::valueOf).toList();
                return new Reading(CampaignForm.CONTAINS + String.join(",", ids), "contains", "", ids);
            }
            String within = json.getString("within");
            return within == null
                    ? new Reading(CampaignForm.BESIDE, CampaignForm.BESIDE, "", List.of())
                    : new Reading(within, "part-of", "", List.of(within));
        }

        /** The numbers of the entries that it names, as the page lists them. */
        String numbers(CampaignView page) {
            return page.entries().stream()
                    .filter(line -> ids.contains(line.id()))
                    .map(line -> String.valueOf(line.number()))
                    .collect(Collectors.joining(", "));
        }
    }

    /** Null if the failure is another one. */
    static @Nullable PartsAsked of(Throwable failure) {
        if (!(failure instanceof Problem.Thrown thrown)
                || !"parts-unclear".equals(thrown.problem().members().get("code"))
                || !(thrown.problem().members().get("readings") instanceof JsonArray readings)) {
            return null;
        }
        String field = "parts".equals(thrown.problem().members().get("answer")) ? "parts" : "within";
        return new PartsAsked(field, readings.stream().map(Reading::of).toList());
    }
}
