package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * What a phone keeps of tonight's round, to show it without a network: cafés, what goes on there and in the officer's own cases,
 * the record that was begun, and the team of the latest one. It names no guest.
 */
record KeptRound(
        Words words,
        PageTimes times,
        OffsetDateTime at,
        List<Round.Stop> stops,
        Round.@Nullable Begun begun,
        List<CaseDetail> cases,
        Map<String, String> names,
        InspectionForm team) {
    KeptRound {
        names = Map.copyOf(names);
        stops = List.copyOf(stops);
        cases = List.copyOf(cases);
    }

    String json() {
        InspectionForm form = begun == null ? null : begun.form();
        return new JsonObject()
                .put("at", times.dated(at))
                .put("stops", new JsonArray(stops.stream().map(this::stop).toList()))
                .put("cases", new JsonArray(cases.stream().map(this::one).toList()))
                .put("begun", form == null ? null : form.kept())
                .put("team", team.kept().getJsonArray("fields"))
                .encode();
    }

    private JsonObject stop(Round.Stop stop) {
        Round.Checked checked = stop.checked();
        return new JsonObject()
                .put("placeCode", stop.placeCode())
                .put("name", stop.name())
                .put("address", stop.where())
                .put("telephone", stop.telephone())
                .put("added", stop.added() ? " " : "")
                .put("guests", stop.guests(words, times::dated))
                .put("map", stop.map())
                .put("overtime", stop.overtime())
                .put("overtimeName", stop.overtime().isEmpty() ? "" : code("OVERTIME_OPERATION"))
                .put(
                        "checked",
                        checked == null ? "" : words.say(checked.words(), times.dated(checked.at()), checked.unit()))
                .put("inspection", checked == null ? "" : checked.path())
                .put(
                        "codes",
                        new JsonArray(stop.codes().stream().map(this::code).toList()));
    }

    private JsonObject one(CaseDetail one) {
        CaseDetail.Due due = one.nextDue();
        return new JsonObject()
                .put("id", one.id().toString())
                .put("placeCode", one.about().placeCode())
                .put("what", one.summary().in(words.language().code()))
                .put("step", words.sayWord("case-step", one.progress().step()))
                .put("due", due == null ? "" : due(due))
                .put("number", one.about().number())
                .put("name", names.getOrDefault(one.about().placeCode(), ""))
                .put(
                        "findings",
                        new JsonArray(one.violations().stream()
                                .filter(CaseDetail.Finding::isUndecided)
                                .map(finding -> new JsonObject()
                                        .put("id", finding.id().toString())
                                        .put(
                                                "text",
                                                finding.summary()
                                                        .in(words.language().code())))
                                .toList()));
    }

    /** With its date always: what says "today" is false the day after. */
    private String due(CaseDetail.Due due) {
        OffsetDateTime moment = due.moment();
        return moment == null ? times.weekday(due.day()) : times.dated(moment);
    }

    private String code(String code) {
        return words.sayWord("code", code);
    }

    @Override
    public String toString() {
        return "KeptRound[" + stops.size() + "]"; // a record names officers
    }
}
