package lingdian.console.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.access.account.Refused;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PremisesEntry;

/**
 * One action on the cases that were ticked in the worklist.
 *
 * @param body the action with its fields
 */
record BulkAction(List<Ticked> cases, JsonObject body) {
    private static final String TO_ME = "assign-me";
    private static final Set<String> ACTIONS = Set.of(TO_ME, "assign", "dispatch", "comment", "close");
    private static final Pattern CHOICE =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([1-9][0-9]{0,15})\\.([01])");

    /** @param triggered whether the case says already why officers come */
    private record Ticked(UUID id, long version, boolean triggered) {
        JsonObject json() {
            return new JsonObject().put("id", id.toString()).put("version", version);
        }
    }

    static BulkAction sent(PageCall call) {
        String action = call.typed("action");
        if (!ACTIONS.contains(action)) {
            throw new NoSuchPageException();
        }
        return new BulkAction(
                call.typedAll("case").stream().map(BulkAction::ticked).toList(), body(call, action));
    }

    private static Ticked ticked(String choice) {
        Matcher found = CHOICE.matcher(choice);
        if (!found.matches()) {
            throw Refused.body("/cases", "expected cases of the list");
        }
        return new Ticked(
                UUID.fromString(found.group(1)),
                Long.parseLong(found.group(2)),
                found.group(3).equals("1"));
    }

    private static JsonObject body(PageCall call, String action) {
        String note = PremisesEntry.given(call.typed(action + ".note"));
        return switch (action) {
            case TO_ME -> assign(call.account().id().toString());
            case "assign" -> assign(call.typed("officer")).put("note", note);
            default -> new JsonObject().put("action", action).put("note", note);
        };
    }

    private static JsonObject assign(String officer) {
        return new JsonObject().put("action", "assign").put("officers", new JsonArray().add(officer));
    }

    String name() {
        return body.getString("action");
    }

    boolean isEmpty() {
        return cases.isEmpty();
    }

    /** The bodies to send, for some of the cases each: only a case without a reason to come is given one. */
    List<Part> parts() {
        if (!body.getString("action").equals("assign")) {
            return List.of(new Part(json(cases), body));
        }
        return List.of(
                        new Part(json(cases.stream().filter(Ticked::triggered).toList()), body),
                        new Part(
                                json(cases.stream()
                                        .filter(one -> !one.triggered())
                                        .toList()),
                                body.copy().put("trigger", "data-monitoring")))
                .stream()
                .filter(part -> !part.cases().isEmpty())
                .toList();
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
