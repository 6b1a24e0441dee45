package lingdian.console.violation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.FormFiles;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.Mask;
import lingdian.console.frame.Mask.Pending;
import lingdian.console.frame.Mask.Unmasked;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.console.violation.ViolationView.Conflict;
import lingdian.office.api.Ask;
import lingdian.platform.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /violations/{id}}: what happened, what proves it, who it was where that may be known, and the steps of its case.
 *
 * <p>Whoever acts second on a case is shown what happened meanwhile, with what they wrote still in the form.
 */
public final class ViolationPages {
    private static final Set<String> ACTIONS =
            Set.of("acknowledge", "dispatch", "confirm", "dismiss", "mark-unverifiable", "close", "comment");

    private final Divisions divisions;

    public ViolationPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(Rooms rooms) {
        rooms.get("/violations/:id", call -> show(call, 200, null, ""))
                .post("/violations/:id/actions", this::act)
                .postFiles("/violations/:id/objections", this::object)
                .post("/violations/:id/unmask", this::unmask)
                .post("/violations/:id/unmaskings/:unmasking", this::decide);
    }

    private Future<Void> act(PageCall call) {
        String action = call.typed("action");
        var body = new JsonObject().put("action", action).put("note", call.typed("note"));
        if (!action.equals("comment")) {
            body.put("after", call.typedNumber("after"));
        }
        if (action.equals("confirm") && !call.typed("found").isEmpty()) {
            body.put("found", call.typed("found"));
        }
        return call.ask(on(call, "actOnViolation").body(body))
                .compose(done -> call.seeOther(path(call), ACTIONS.contains(action) ? "action." + action : ""))
                .recover(failure -> conflict(failure)
                        .map(conflict -> show(call, 409, conflict, call.typed("note")))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> object(PageCall call, FormFiles.Reading files) {
        var body = new JsonObject().put("statement", call.typed("statement")).put("files", files.json("files"));
        return call.ask(on(call, "objectToViolation").body(body))
                .compose(done -> call.seeOther(path(call), "objection"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, 422, null, call.typed("statement"), refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** What the API says of a step that came second. */
    public static Optional<Conflict> conflict(Throwable failure) {
        if (!(failure instanceof Problem.Thrown refused) || refused.problem().status() != 409) {
            return Optional.empty();
        }
        var members = new JsonObject(refused.problem().json());
        JsonObject last = members.getJsonObject("last");
        return Optional.of(
                last == null
                        ? new Conflict(members.getString("case", ""), null, null, null)
                        : new Conflict(
                                members.getString("case", ""),
                                last.getString("action"),
                                last.getString("authority"),
                                Times.second(last.getString("at"))));
    }

    private Future<Void> unmask(PageCall call) {
        return call.ask(on(call, "unmask").body(new JsonObject().put("reason", call.typed("reason"))))
                .compose(asked -> call.seeOther(
                        path(call) + "?unmasking=" + asked.getString("id"), "unmask." + asked.getString("state")));
    }

    private Future<Void> decide(PageCall call) {
        boolean approves = call.typed("decision").equals("approve");
        return call.ask(Ask.of("decideUnmasking")
                        .path("id", call.id("unmasking"))
                        .body(new JsonObject().put("approve", approves)))
                .compose(decided -> call.seeOther(path(call), approves ? "unmask.approved" : "unmask.refused"));
    }

    private Future<Void> show(PageCall call, int status, @Nullable Conflict conflict, String typed) {
        return show(call, status, conflict, typed, null);
    }

    private Future<Void> show(
            PageCall call, int status, @Nullable Conflict conflict, String typed, @Nullable Refusal refusal) {
        return call.ask(on(call, "getViolation")).compose(violation -> {
            Future<JsonObject> cafe = call.ask(Ask.of("getCafe").path("placeCode", violation.getString("placeCode")));
            Future<JsonObject> timeline = call.ask(on(call, "getViolationTimeline"));
            Future<Mask> mask = mask(call, violation);
            Future<JsonObject> maintenance =
                    call.ask(Ask.of("listMaintenance").path("placeCode", violation.getString("placeCode")));
            return Future.all(cafe, timeline, mask, maintenance)
                    .compose(all -> call.show(
                            status,
                            "violation/violation",
                            Section.LIVE,
                            new ViolationView(
                                    violation,
                                    ViolationRow.of(violation),
                                    cafe.result(),
                                    divisions.name(violation.getString("region")),
                                    Timeline.of(
                                            timeline.result(), OffsetDateTime.parse(violation.getString("startedAt"))),
                                    CaseLine.all(violation, call.account().authority()),
                                    mask.result(),
                                    MaintenanceLine.during(maintenance.result(), violation),
                                    call.may("actOnViolation"),
                                    call.may("objectToViolation"),
                                    call.may("getEvidence"),
                                    conflict,
                                    refusal,
                                    typed)));
        });
    }

    private Future<Mask> mask(PageCall call, JsonObject violation) {
        JsonObject person = violation.getJsonObject("person");
        Mask.Person masked = person == null ? null : Mask.Person.of(person);
        if (masked == null || !call.may("unmask")) {
            return Future.succeededFuture(new Mask(masked, null, List.of(), false));
        }
        Future<@Nullable Unmasked> shown = unmasked(call);
        Future<List<Pending>> pending = pending(call);
        return Future.all(shown, pending).map(both -> new Mask(masked, shown.result(), pending.result(), true));
    }

    /** The one that the reader asked for, which writes into the access log that they look. */
    private static Future<@Nullable Unmasked> unmasked(PageCall call) {
        return call.query("unmasking").isEmpty()
                ? Future.succeededFuture(null)
                : call.ask(Ask.of("getUnmasking").path("id", call.query("unmasking")))
                        .map(unmasking -> unmasking.getString("violationId").equals(call.id("id"))
                                ? Unmasked.of(unmasking)
                                : null);
    }

    private static Future<List<Pending>> pending(PageCall call) {
        String own = call.account().id().toString();
        return call.ask(Ask.of("listUnmaskings").query("state", "pending").query("limit", "1000"))
                .map(list -> objects(list.getJsonArray("items"))
                        .filter(one -> one.getString("violationId").equals(call.id("id")))
                        .filter(one ->
                                !one.getJsonObject("askedBy").getString("id").equals(own))
                        .map(Pending::of)
                        .toList());
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static Ask on(PageCall call, String operationId) {
        return Ask.of(operationId).path("id", call.id("id"));
    }

    private static String path(PageCall call) {
        return "/violations/" + call.id("id");
    }
}
