package lingdian.console.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Refusal;
import lingdian.domain.Authority;
import org.jspecify.annotations.Nullable;

/**
 * One campaign with what was done in it.
 *
 * @param total of all that counts, and below it that of night rounds
 * @param confirmed violations that its inspections confirmed, by code
 * @param inspections closed ones that can be entered
 * @param kinds of premises, by code
 * @param typed what stands in the forms, by field
 * @param refusal why what was typed was not taken; null where it was
 */
record CampaignView(
        String id,
        int version,
        String name,
        String place,
        String from,
        String to,
        List<String> authorities,
        List<String> units,
        List<Line> entries,
        List<Figure> total,
        List<Figure> nightRounds,
        List<Confirmed> confirmed,
        List<Choice> inspections,
        List<String> kinds,
        Map<String, String> typed,
        @Nullable Refusal refusal) {
    CampaignView {
        authorities = List.copyOf(authorities);
        units = List.copyOf(units);
        entries = List.copyOf(entries);
        total = List.copyOf(total);
        nightRounds = List.copyOf(nightRounds);
        confirmed = List.copyOf(confirmed);
        inspections = List.copyOf(inspections);
        kinds = List.copyOf(kinds);
        typed = Map.copyOf(typed);
    }

    String path() {
        return "/campaigns/" + id;
    }

    String typed(String field) {
        return typed.getOrDefault(field, "");
    }

    /** What stands in a field of one of the forms, each of which has such a field. */
    String typed(String form, String field) {
        return typed("type").equals(form) ? typed(field) : "";
    }

    /** Entries that others can be part of. */
    List<Line> activities() {
        return entries.stream().filter(Line::isActivity).toList();
    }

    /**
     * A number that somebody counted.
     *
     * @param group of words, in which {@code code} says what was counted
     * @param over whether it was more than that
     */
    record Figure(String group, String code, long number, boolean over) {
        static void add(List<Figure> figures, String group, String code, @Nullable JsonObject count) {
            if (count != null && count.getLong("number") > 0) {
                figures.add(new Figure(group, code, count.getLong("number"), count.getBoolean("lowerBound", false)));
            }
        }

        /** Those of a report or of an entry. */
        static List<Figure> all(JsonObject json, String rounds) {
            var figures = new ArrayList<Figure>();
            Integer held = json.getInteger(rounds);
            if (held != null && held > 0) {
                figures.add(new Figure("figure", "rounds", held, false));
            }
            add(figures, "figure", "officers", json.getJsonObject("officers"));
            add(figures, "figure", "vehicles", json.getJsonObject("vehicles"));
            json.getJsonObject("visits", new JsonObject())
                    .forEach(one -> add(figures, "premises", one.getKey(), (JsonObject) one.getValue()));
            add(figures, "figure", "cafes", json.getJsonObject("cafes"));
            add(figures, "figure", "letters", json.getJsonObject("number"));
            return figures;
        }
    }

    /** Confirmed violations of a code. */
    record Confirmed(String code, List<String> ids) {
        Confirmed {
            ids = List.copyOf(ids);
        }
    }

    /**
     * An entry, numbered as the report's annex numbers it.
     *
     * @param what the kind of a training; empty for others
     * @param within the number of the entry that it is part of; 0 where it is of none
     * @param own whether it is the reader's authority's, which may withdraw it
     */
    record Line(
            int number,
            String id,
            String type,
            String unit,
            String authority,
            String date,
            String what,
            List<Figure> figures,
            int within,
            boolean own) {
        Line {
            figures = List.copyOf(figures);
        }

        boolean isActivity() {
            return type.equals("activity") || type.equals("inspection");
        }

        static List<Line> all(JsonArray entries, @Nullable Authority own) {
            List<JsonObject> all = entries.stream().map(JsonObject.class::cast).toList();
            List<String> ids = all.stream().map(one -> one.getString("id")).toList();
            return all.stream()
                    .map(one -> of(one, ids, Authority.of(one.getString("authority")) == own))
                    .toList();
        }

        private static Line of(JsonObject entry, List<String> ids, boolean own) {
            return new Line(
                    ids.indexOf(entry.getString("id")) + 1,
                    entry.getString("id"),
                    entry.getString("type"),
                    entry.getString("unit"),
                    entry.getString("authority"),
                    Objects.requireNonNullElse(entry.getString("date"), ""),
                    Objects.requireNonNullElse(entry.getString("kind"), ""),
                    Figure.all(entry, "nightRounds"),
                    ids.indexOf(entry.getString("within")) + 1,
                    own);
        }
    }
}
