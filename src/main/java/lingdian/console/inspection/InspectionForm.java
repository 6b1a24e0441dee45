package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PremisesEntry;
import lingdian.office.inspection.InspectionDetail;

/**
 * An officer's input about an inspection, field by field and not validated: only the API validates it.
 *
 * @param id chosen by the page, so that a form whose answer was lost can be sent again
 * @param version that was read; 0 for a new inspection
 * @param startedAt as a browser writes a local time, {@code 2026-07-11T00:30}, in China's zone
 */
record InspectionForm(
        String id,
        int version,
        String kind,
        String unit,
        String startedAt,
        String endedAt,
        Team team,
        Purpose purpose,
        String note,
        List<PremisesEntry> premises) {
    private static final int PREMISES_MAX = 200;

    /** An empty form. */
    static final InspectionForm EMPTY =
            new InspectionForm("", 0, "", "", "", "", new Team("", "", ""), Purpose.NONE, "", List.of());

    InspectionForm {
        premises = List.copyOf(premises);
    }

    /**
     * Who took part.
     *
     * @param officers a name on each line
     * @param officerCount if empty, the number of names
     */
    record Team(String officers, String officerCount, String vehicles) {
        static Team of(InspectionDetail.Team team) {
            return new Team(
                    String.join("\n", team.names()),
                    team.officers() == team.names().size() ? "" : Integer.toString(team.officers()),
                    team.vehicles() == 0 ? "" : Integer.toString(team.vehicles()));
        }

        /** This team with other officers, as drawn. */
        Team drawn(String names) {
            return names.isEmpty() ? this : new Team(names, "", vehicles);
        }

        @Override
        public String toString() {
            return "Team"; // it names officers
        }
    }

    /** Why they went; empty where nothing is said. */
    record Purpose(String trigger, String reference, String recheckOf) {
        static final Purpose NONE = new Purpose("", "", "");

        private static Purpose typed(PageCall call) {
            return new Purpose(call.typed("trigger"), call.typed("reference"), call.typed("recheckOf"));
        }

        private static Purpose of(InspectionDetail.Purpose purpose) {
            return new Purpose(purpose.trigger(), purpose.reference(), purpose.recheckOf());
        }

        @Override
        public String toString() {
            return "Purpose[" + trigger + "]"; // a reference is free text
        }
    }

    /** Its unit and team: what the next inspection begins with. */
    InspectionForm teamAlone() {
        return new InspectionForm("", 0, "", unit, "", "", team, Purpose.NONE, "", List.of());
    }

    InspectionForm ofUnit(String other) {
        return new InspectionForm(id, version, kind, other, startedAt, endedAt, team, purpose, note, premises);
    }

    /** What a form of the phone is filled with: names and values of its fields, and no ticks. */
    JsonObject kept() {
        var fields = new JsonArray();
        keep(fields, "unit", unit);
        keep(fields, "startedAt", startedAt);
        keep(fields, "endedAt", endedAt);
        keep(fields, "officers", officers());
        keep(fields, "officerCount", officerCount());
        keep(fields, "vehicles", vehicles());
        keep(fields, "trigger", purpose.trigger());
        keep(fields, "reference", purpose.reference());
        keep(fields, "note", note);
        for (int i = 0; i < premises.size(); i++) {
            premises.get(i).keep(fields, "premises." + i + ".");
        }
        return new JsonObject()
                .put("id", id)
                .put("version", version)
                .put("kind", kind)
                .put("fields", fields)
                .put(
                        "violations",
                        new JsonArray(premises.stream()
                                .map(one -> new JsonArray(one.violations()))
                                .toList()));
    }

    private static void keep(JsonArray fields, String name, String value) {
        fields.add(new JsonArray().add(name).add(value).addNull());
    }

    String officers() {
        return team.officers();
    }

    String officerCount() {
        return team.officerCount();
    }

    String vehicles() {
        return team.vehicles();
    }

    static InspectionForm typed(PageCall call) {
        var premises = new ArrayList<PremisesEntry>();
        for (int i = 0; i < PREMISES_MAX && call.hasTyped("premises." + i + ".kind"); i++) {
            premises.add(PremisesEntry.typed(call, "premises." + i + "."));
        }
        return new InspectionForm(
                call.id("id").toString(),
                version(call),
                call.typed("kind"),
                call.typed("unit"),
                call.typed("startedAt"),
                call.typed("endedAt"),
                new Team(call.typed("officers"), call.typed("officerCount"), call.typed("vehicles")),
                Purpose.typed(call),
                call.typed("note"),
                premises.stream().filter(one -> !one.kind().isEmpty()).toList());
    }

    static InspectionForm of(InspectionDetail inspection) {
        return new InspectionForm(
                inspection.id().toString(),
                inspection.version().number(),
                inspection.kind(),
                inspection.unit(),
                FieldTime.of(inspection.period().startedAt()),
                FieldTime.of(inspection.period().endedAt()),
                Team.of(inspection.team()),
                Purpose.of(inspection.additions().purpose()),
                inspection.findings().map(InspectionDetail.Findings::note).orElse(""),
                inspection.premises().stream().map(PremisesEntry::of).toList());
    }

    JsonObject body() {
        var body = new JsonObject()
                .put("kind", kind)
                .put("unit", unit)
                .put("startedAt", FieldTime.typed(startedAt))
                .put("endedAt", FieldTime.typed(endedAt))
                .put("officers", new JsonArray(names(officers())))
                .put(
                        "officerCount",
                        officerCount().isEmpty() ? (Object) names(officers()).size() : number(officerCount()))
                .put("vehicles", number(vehicles().isEmpty() ? "0" : vehicles()))
                .put(
                        "premises",
                        new JsonArray(premises.stream().map(PremisesEntry::body).toList()))
                .put("note", PremisesEntry.given(note));
        body.put("reference", PremisesEntry.given(purpose.reference()));
        body.put("recheckOf", PremisesEntry.given(purpose.recheckOf()));
        if (version > 0 || !purpose.trigger().isEmpty()) { // a new one without it has that of its violations
            body.put("trigger", PremisesEntry.given(purpose.trigger()));
        }
        return version == 0 ? body.put("id", id) : body.put("version", version);
    }

    /** Names are separated by line ends or commas. */
    static List<String> names(String officers) {
        return Arrays.stream(officers.split("[\\n,，、;；]"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** This form with one more premises, or with one more violation if the premises is there already. */
    InspectionForm with(PremisesEntry one) {
        if (premises.stream().noneMatch(one::isSamePlace)) {
            return with(Stream.concat(premises.stream(), Stream.of(one)).toList());
        }
        return with(premises.stream()
                .map(known -> one.isSamePlace(known)
                        ? one.violations().stream().reduce(known, PremisesEntry::with, (first, second) -> second)
                        : known)
                .toList());
    }

    InspectionForm with(List<PremisesEntry> all) {
        return new InspectionForm(id, version, kind, unit, startedAt, endedAt, team, purpose, note, all);
    }

    /** This input, to be saved over another officer's later version. Premises that only that version has are kept. */
    InspectionForm over(InspectionForm saved) {
        var all = new ArrayList<>(premises);
        saved.premises.stream()
                .filter(theirs -> premises.stream().noneMatch(theirs::isSamePlace))
                .forEach(all::add);
        return new InspectionForm(id, saved.version, kind, unit, startedAt, endedAt, team, purpose, note, all);
    }

    /** Whether the contents are equal, as when a form is sent again because the answer was lost. */
    boolean saysSame(InspectionForm other) {
        JsonObject own = content();
        JsonObject saved = other.content();
        if (!own.containsKey("trigger")) {
            saved.remove("trigger"); // the service chose it
        }
        return own.equals(saved);
    }

    private JsonObject content() {
        JsonObject body = body();
        body.remove("id");
        body.remove("version");
        return body;
    }

    private static int version(PageCall call) {
        return call.typed("version").matches("\\d{1,6}") ? Integer.parseInt(call.typed("version")) : 0;
    }

    /** Text that is not a number is passed on unchanged, and the API reports it. */
    static Object number(String typed) {
        return typed.matches("\\d{1,9}") ? (Object) Integer.valueOf(typed) : typed;
    }

    @Override
    public String toString() {
        return "InspectionForm[" + id + "]"; // names and findings do not belong in a log
    }
}
