package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * What a phone keeps of tonight's round, to show it without a network: cafés, what goes on there, and the record that was
 * begun. It names no guest.
 */
record KeptRound(
        Words words,
        PageTimes times,
        OffsetDateTime at,
        List<Round.Stop> stops,
        Round.@Nullable Begun begun,
        List<CaseDetail> cases) {
    KeptRound {
        stops = List.copyOf(stops);
        cases = List.copyOf(cases);
    }

    String json() {
        Set<String> cafes = stops.stream().map(Round.Stop::placeCode).collect(Collectors.toSet());
        InspectionForm form = begun == null ? null : begun.form();
        return new JsonObject()
                .put("at", times.dated(at))
                .put("stops", new JsonArray(stops.stream().map(this::stop).toList()))
                .put(
                        "cases",
                        new JsonArray(cases.stream()
                                .filter(one -> cafes.contains(one.about().placeCode()))
                                .map(this::one)
                                .toList()))
                .put("begun", form == null ? null : form.kept())
                .encode();
    }

    private JsonObject stop(Round.Stop stop) {
        return new JsonObject()
                .put("placeCode", stop.placeCode())
                .put("name", stop.name())
                .put("address", stop.address().isEmpty() ? stop.place() : stop.address())
                .put("sessions", Integer.toString(stop.sessions()))
                .put("map", stop.map())
                .put("overtime", stop.overtime())
                .put("overtimeName", stop.overtime().isEmpty() ? "" : code("OVERTIME_OPERATION"))
                .put("visited", stop.visited() ? " " : "")
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
                .put("number", one.about().number());
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
