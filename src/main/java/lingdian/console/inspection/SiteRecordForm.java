package lingdian.console.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Words;
import lingdian.office.inspection.SiteRecordCalls.RegisteredSeats;
import lingdian.office.inspection.SiteRecordDetail;
import lingdian.office.inspection.SiteRecordDetail.Seat;
import org.jspecify.annotations.Nullable;

/**
 * An officer's input about what was found in one café, not validated: only the API validates it.
 *
 * @param version of the record that was read; 0: there is none
 * @param values by the names of their fields; one that is missing is empty
 * @param seats those that were looked at, and the rows to write others into
 */
record SiteRecordForm(int version, Map<String, String> values, List<Seat> seats) {
    static final List<String> SIGNS = List.of("openingHours", "minorsProhibited", "realName", "noSmoking", "hotline");
    static final List<String> LICENCES = List.of("network-culture", "business");
    private static final List<String> NUMBERS = List.of("minors", "present", "seatsTotal");
    private static final List<String> TEXTS = List.of("checkedAt", "software", "hours", "other");
    private static final List<String> OTHERS =
            List.of("person.name", "person.duty", "exits.count", "exits.blocked", "exits.note");
    /** Each has four fields, and a form has at most 2,000. */
    static final int SEATS_MAX = 400;

    /** Those whose parts have fields of their own. */
    private static final Set<String> PARTED = Set.of("person", "exits");

    private static final int EMPTY_ROWS = 3;
    private static final Seat EMPTY = new Seat("", "", "", "", "");

    SiteRecordForm {
        values = Map.copyOf(values);
        seats = List.copyOf(seats);
    }

    static SiteRecordForm typed(PageCall call) {
        var values = new HashMap<String, String>();
        names().forEach(name -> values.put(name, call.typed(name)));
        var seats = new ArrayList<Seat>();
        for (int i = 0; i < SEATS_MAX && call.hasTyped("seats." + i + ".terminal"); i++) {
            String row = "seats." + i + ".";
            seats.add(new Seat(
                    call.typed(row + "terminal"),
                    call.typed(row + "saw"),
                    call.typed(row + "registered"),
                    "",
                    call.typed(row + "note")));
        }
        return new SiteRecordForm(call.typedNumber("version"), values, seats);
    }

    private static Stream<String> names() {
        return Stream.of(
                        TEXTS.stream(),
                        NUMBERS.stream(),
                        OTHERS.stream(),
                        SIGNS.stream().map(sign -> "signs." + sign),
                        LICENCES.stream().map(licence -> "licences." + licence))
                .flatMap(names -> names);
    }

    /** With a row for each terminal at which a person is registered now, unless its seat was looked at already. */
    static SiteRecordForm of(SiteRecordDetail record, RegisteredSeats registered) {
        var values = new HashMap<>(record.values());
        values.putIfAbsent("checkedAt", registered.at());
        var seats = new ArrayList<>(
                record.seats().subList(0, Math.min(SEATS_MAX, record.seats().size())));
        registered.terminals().stream()
                .filter(terminal ->
                        seats.stream().noneMatch(seat -> seat.terminal().equals(terminal)))
                .limit(SEATS_MAX - seats.size())
                .map(terminal -> new Seat(terminal, "", "", "true", ""))
                .forEach(seats::add);
        for (int i = 0; i < EMPTY_ROWS && seats.size() < SEATS_MAX; i++) {
            seats.add(EMPTY);
        }
        return new SiteRecordForm(record.version(), values, seats);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * What the API refused, as the page calls it.
     *
     * @param field of the form; empty if it has none of its own
     * @param mending how to mend it, in the words of the page
     */
    record Wrong(String field, String mending) {}

    /** @param pointer into {@link #body}, or into the body of a signature */
    Wrong wrong(String pointer, Words words) {
        String[] steps = pointer.split("/");
        if (steps.length > 3 && steps[1].equals("seats") && steps[2].matches("\\d{1,4}")) {
            int row = rowOf(Integer.parseInt(steps[2]));
            String said = words.sayWord("wrong.record.seats", steps[3]);
            return new Wrong(
                    "seats." + row + "." + steps[3],
                    words.say("record.wrong-seat", seats.get(row).terminal(), said));
        }
        String first = steps.length > 1 ? steps[1] : "";
        String field = steps.length > 2 && PARTED.contains(first) ? first + "." + steps[2] : first;
        return new Wrong(field, words.sayWord("wrong.record", field));
    }

    /** The row of a seat that was sent: rows without a seat are not. */
    private int rowOf(int sent) {
        List<Integer> rows = IntStream.range(0, seats.size())
                .filter(row -> !seats.get(row).saw().isEmpty())
                .boxed()
                .toList();
        return sent < rows.size() ? rows.get(sent) : 0;
    }

    JsonObject body() {
        var body = new JsonObject().put("version", version);
        TEXTS.forEach(name -> body.put(name, given(value(name))));
        NUMBERS.forEach(name -> body.put(name, number(value(name))));
        var signs = new JsonObject();
        SIGNS.forEach(sign -> signs.put(sign, yesOrNo(value("signs." + sign))));
        return body.put("signs", signs)
                .put(
                        "exits",
                        new JsonObject()
                                .put("count", number(value("exits.count")))
                                .put("blocked", number(value("exits.blocked")))
                                .put("note", given(value("exits.note"))))
                .put(
                        "person",
                        value("person.name").isEmpty()
                                ? null
                                : new JsonObject()
                                        .put("name", value("person.name"))
                                        .put("duty", given(value("person.duty"))))
                .put("licences", licences())
                .put(
                        "seats",
                        new JsonArray(seats.stream()
                                .filter(seat -> !seat.saw().isEmpty())
                                .map(SiteRecordForm::body)
                                .toList()));
    }

    private JsonArray licences() {
        return new JsonArray(LICENCES.stream()
                .filter(licence -> !value("licences." + licence).isEmpty())
                .map(licence ->
                        new JsonObject().put("kind", licence).put("shown", yesOrNo(value("licences." + licence))))
                .toList());
    }

    private static JsonObject body(Seat seat) {
        return new JsonObject()
                .put("terminal", seat.terminal())
                .put("saw", seat.saw())
                .put("registered", yesOrNo(seat.registered()))
                .put("note", given(seat.note()));
    }

    private static @Nullable String given(String typed) {
        return typed.isEmpty() ? null : typed;
    }

    private static @Nullable Object number(String typed) {
        return typed.isEmpty() ? null : InspectionForm.number(typed);
    }

    private static @Nullable Boolean yesOrNo(String typed) {
        return typed.isEmpty() ? null : (Boolean) typed.equals("true");
    }

    @Override
    public String toString() {
        return "SiteRecordForm[" + version + "]"; // what was found may name people
    }
}
