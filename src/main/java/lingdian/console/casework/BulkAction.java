package lingdian.console.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PremisesEntry;
import lingdian.office.casework.CaseDetail;

/**
 * One action on the cases that were ticked in the worklist.
 *
 * @param body the action with its fields
 * @param deed what the officer chose, in the words of the list
 * @param mode what an assignment does with the officers that a case has: {@code add} or {@code replace}; empty: nobody was asked yet
 */
record BulkAction(List<Ticked> cases, String deed, JsonObject body, String mode) {
    static final String ADD = "add";
    static final String REPLACE = "replace";
    private static final String TO_ME = "assign-me";
    private static final String ASSIGN = "assign";
    private static final String DISMISS = "dismiss";
    private static final String CLOSE = "close";
    private static final Set<String> ACTIONS = Set.of(TO_ME, ASSIGN, "dispatch", "comment", DISMISS, CLOSE);
    private static final Pattern CHOICE =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([1-9][0-9]{0,15})\\.([01])\\.([0-4])");
    private static final Set<String> MODES = Set.of("", ADD, REPLACE);

    /**
     * @param choice as its checkbox has it
     * @param triggered whether the case says already why officers come
     * @param taken whether the case had an officer
     */
    private record Ticked(String choice, UUID id, long version, boolean triggered, boolean taken) {
        JsonObject json() {
            return new JsonObject().put("id", id.toString()).put("version", version);
        }
    }

    static BulkAction sent(PageCall call) {
        String action = call.typed("action");
        String mode = call.typed("mode");
        if (!ACTIONS.contains(action) || !MODES.contains(mode)) {
            throw new NoSuchPageException();
        }
        List<Ticked> cases =
                call.typedAll("case").stream().map(BulkAction::ticked).toList();
        if (cases.size() > WorklistFilter.ROWS_MANY
                || cases.stream().map(Ticked::id).distinct().count() < cases.size()) {
            throw Refused.body("/cases", "expected at most " + WorklistFilter.ROWS_MANY + " cases, each once");
        }
        return new BulkAction(cases, action.equals(TO_ME) ? ASSIGN : action, body(call, action), mode);
    }

    private static Ticked ticked(String choice) {
        Matcher found = CHOICE.matcher(choice);
        if (!found.matches()) {
            throw Refused.body("/cases", "expected cases of the list");
        }
        return new Ticked(
                choice,
                UUID.fromString(found.group(1)),
                Long.parseLong(found.group(2)),
                found.group(3).equals("1"),
                !found.group(4).equals("0"));
    }

    private static JsonObject body(PageCall call, String action) {
        String note = PremisesEntry.given(call.typed(action + ".note"));
        return switch (action) {
            case TO_ME -> assign(call.account().id().toString());
            case ASSIGN -> assign(call.typed("officer")).put("note", note);
            case DISMISS -> new JsonObject().put("action", CLOSE).put("note", note);
            default -> new JsonObject().put("action", action).put("note", note);
        };
    }

    private static JsonObject assign(String officer) {
        return new JsonObject().put("action", ASSIGN).put("officers", new JsonArray().add(officer));
    }

    /** Whether the cases are closed because each finding is untrue, which is said of those that nobody has decided on. */
    boolean isDismissal() {
        return deed.equals(DISMISS);
    }

    boolean isAssignment() {
        return name().equals(ASSIGN);
    }

    Stream<UUID> ids() {
        return cases.stream().map(Ticked::id);
    }

    /** Whether nothing has happened to a case since it was listed. */
    boolean isAsListed(CaseDetail present) {
        return cases.stream().anyMatch(one -> one.id().equals(present.id()) && one.version() == present.version());
    }

    /** The cases with the versions that these have, the others with those that were listed. */
    JsonArray asOf(List<CaseDetail> present) {
        Map<UUID, Long> versions =
                present.stream().collect(Collectors.toMap(CaseDetail::id, CaseDetail::version, Math::max));
        var all = new JsonArray();
        cases.forEach(one -> all.add(one.json().put("version", versions.getOrDefault(one.id(), one.version()))));
        return all;
    }

    /** The account to whom cases are assigned. */
    String officer() {
        return body.getJsonArray("officers").getString(0);
    }

    String note() {
        return Objects.requireNonNullElse(body.getString("note"), "");
    }

    List<String> choices() {
        return cases.stream().map(Ticked::choice).toList();
    }

    /** The cases whose officers must be known before they are assigned: not where the reader said that they are replaced. */
    List<UUID> taken() {
        return name().equals(ASSIGN) && !mode.equals(REPLACE)
                ? cases.stream().filter(Ticked::taken).map(Ticked::id).toList()
                : List.of();
    }

    /** Those from which an assignment would take an officer, while nobody has said that it may. */
    List<CaseDetail> replacing(List<CaseDetail> taken) {
        return mode.isEmpty()
                ? taken.stream()
                        .filter(one -> one.officers().stream()
                                .anyMatch(each -> !each.account().equals(officer())))
                        .toList()
                : List.of();
    }

    String name() {
        return body.getString("action");
    }

    boolean isEmpty() {
        return cases.isEmpty();
    }

    /**
     * The bodies to send, for some of the cases each: only a case without a reason to come is given one, and where officers are
     * added, each case keeps its own.
     *
     * @param taken those of {@link #taken}
     */
    List<Part> parts(List<CaseDetail> taken) {
        if (!name().equals(ASSIGN)) {
            return List.of(new Part(json(cases), body));
        }
        Map<UUID, JsonArray> kept = mode.equals(ADD)
                ? taken.stream().collect(Collectors.toMap(CaseDetail::id, this::withOwn, (first, again) -> first))
                : Map.of();
        Map<JsonObject, List<Ticked>> bodies = cases.stream()
                .collect(Collectors.groupingBy(one -> body(one, kept), LinkedHashMap::new, Collectors.toList()));
        return bodies.entrySet().stream()
                .map(one -> new Part(json(one.getValue()), one.getKey()))
                .toList();
    }

    private JsonObject body(Ticked one, Map<UUID, JsonArray> kept) {
        JsonObject own = body.copy().put("officers", kept.getOrDefault(one.id(), body.getJsonArray("officers")));
        return one.triggered() ? own : own.put("trigger", "data-monitoring");
    }

    private JsonArray withOwn(CaseDetail detail) {
        var officers = new JsonArray();
        detail.officers()
                .forEach(one -> officers.add(
                        one.account().isEmpty()
                                ? new JsonObject()
                                        .put("name", one.name())
                                        .put("certificate", PremisesEntry.given(one.certificate()))
                                : one.account()));
        return officers.contains(officer()) ? officers : officers.add(officer());
    }

    private static JsonArray json(List<Ticked> some) {
        return new JsonArray(some.stream().map(Ticked::json).toList());
    }

    /** Cases that get the same body. */
    record Part(JsonArray cases, JsonObject body) {
        @Override
        public String toString() {
            return "Part[" + cases.size() + "]"; // a note is free text
        }
    }

    @Override
    public String toString() {
        return "BulkAction[" + cases.size() + "]"; // a note is free text
    }
}
