package lingdian.console.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.console.frame.SanctionText;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseProgress;
import lingdian.office.violation.ViolationDetail;
import lingdian.platform.text.PageTimes;

/**
 * An action in a case's history, as its page shows it.
 *
 * @param by the name of the account; empty: the service
 * @param said what the action says besides its note
 */
record HistoryLine(
        String action,
        String step,
        OffsetDateTime at,
        String when,
        String by,
        String note,
        String inspection,
        List<Part> said) {
    HistoryLine {
        said = List.copyOf(said);
    }

    /** @param key of its name */
    record Part(String key, String text) {
        @Override
        public String toString() {
            return "Part[" + key + "]"; // demands are free text
        }
    }

    static HistoryLine of(CaseProgress.Taken taken, String step, Words words, PageTimes times) {
        return new HistoryLine(
                taken.action(),
                step,
                taken.at(),
                times.moment(taken.at()),
                taken.by(),
                taken.note(),
                taken.inspection(),
                said(taken, words, times));
    }

    /** A finding that was dismissed on its own page, which no action of the case says. */
    static HistoryLine dismissed(ViolationDetail.CaseStep step, String about, Words words, PageTimes times) {
        return new HistoryLine(
                "dismiss-finding",
                "",
                step.at(),
                times.moment(step.at()),
                Objects.requireNonNullElse(step.by(), ""),
                Objects.requireNonNullElse(step.note(), ""),
                "",
                List.of(
                        new Part("case.field.finding", about),
                        new Part(
                                "filter.authority",
                                words.sayWord("authority", step.authority().wire()))));
    }

    private static List<Part> said(CaseProgress.Taken taken, Words words, PageTimes times) {
        var parts = new ArrayList<Part>();
        add(parts, "officers", names(taken.said().getJsonArray("officers", new JsonArray())));
        add(parts, "trigger", word(words, "trigger", taken.said("trigger")));
        add(parts, "outcome", word(words, "check-outcome", taken.said("outcome")));
        add(parts, "until", day(taken.said("until"), times));
        add(parts, "demand", taken.said("demand"));
        Boolean corrected = taken.said().getBoolean("corrected");
        add(parts, "corrected", corrected == null ? "" : words.sayWord("corrected", corrected.toString()));
        add(
                parts,
                "sanctions",
                SanctionText.all(taken.said().getJsonArray("sanctions", new JsonArray()), words, times));
        add(parts, "to", taken.said("to"));
        add(parts, "items", joined(taken.said().getJsonArray("items", new JsonArray())));
        return parts;
    }

    private static void add(List<Part> parts, String field, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part("case.field." + field, text));
        }
    }

    private static String day(String day, PageTimes times) {
        return day.isEmpty() ? "" : times.weekday(LocalDate.parse(day));
    }

    private static String word(Words words, String group, String word) {
        return word.isEmpty() ? "" : words.sayWord(group, word);
    }

    private static String names(JsonArray officers) {
        return officers.stream()
                .map(one -> ((JsonObject) one).getString("name"))
                .collect(Collectors.joining("、"));
    }

    private static String joined(JsonArray texts) {
        return texts.stream().map(String::valueOf).collect(Collectors.joining("；"));
    }

    @Override
    public String toString() {
        return "HistoryLine[" + action + "]"; // notes and names do not belong in a log
    }
}
