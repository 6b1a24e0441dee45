package lingdian.console.complaint;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.console.complaint.ComplaintView.PossibleCase;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.domain.PlaceCode;
import lingdian.office.api.EntryLimit;
import lingdian.office.casework.CaseCalls;
import lingdian.office.complaint.ComplaintCalls;
import lingdian.office.complaint.ComplaintCalls.ComplaintReporter;
import lingdian.office.complaint.ComplaintSummary;
import org.jspecify.annotations.Nullable;

/**
 * {@code /complaints}: what people report. Who reported is shown only in the answer to a form of its own, since each
 * sight of it is logged.
 */
public final class ComplaintPages {
    private static final String PATH = "/complaints";
    private static final int AT_ONCE = 50;
    private static final int CASES_MAX = 20;
    private static final Set<String> ACTIONS = Set.of("accept", "refuse", "link", "answer", "comment");

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::all)
                .get(PATH + "/new", call -> entry(call, TypedForm.EMPTY))
                .post(PATH, this::register)
                .get(PATH + "/:id", call -> one(call, TypedForm.EMPTY, null))
                .post(PATH + "/:id/reporter", this::reporter)
                .post(PATH + "/:id/actions", this::act);
    }

    private Future<Void> all(PageCall call) {
        String view = call.query("view");
        String subject = call.query("subject");
        return call.ask(ComplaintCalls.list(Map.of("view", view, "subject", subject), call.query("cursor"), AT_ONCE))
                .compose(page -> new CafeNames(call)
                        .of(page.items().stream()
                                .map(ComplaintSummary::placeCode)
                                .toList())
                        .compose(names -> call.show(
                                "complaint/complaints",
                                Section.COMPLAINTS,
                                new ComplaintList(
                                        view,
                                        subject,
                                        page.items().stream()
                                                .map(one -> ComplaintLine.of(one, names))
                                                .toList(),
                                        next(view, subject, page.next())))));
    }

    private static @Nullable String next(String view, String subject, @Nullable String cursor) {
        return cursor == null
                ? null
                : PATH + "?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
                        + (view.isEmpty() ? "" : "&view=" + view)
                        + (subject.isEmpty() ? "" : "&subject=" + subject);
    }

    private static Future<Void> entry(PageCall call, TypedForm form) {
        return call.show(
                form.status(),
                "complaint/complaint-new",
                Section.COMPLAINTS,
                new ComplaintEntry(call.query("placeCode"), FieldTime.of(call.now()), form));
    }

    private Future<Void> register(PageCall call) {
        String typed = call.typed("placeCode");
        return CafeChoice.of(call, typed).compose(cafe -> {
            if (cafe.isEmpty() && !typed.isEmpty()) {
                return entry(call, TypedForm.wrong(call, ComplaintEntry.FORM, "placeCode"));
            }
            return call.ask(ComplaintCalls.register(body(call, cafe)))
                    .compose(id -> call.seeOther(PATH + "/" + id, "complaint.register"))
                    .recover(failure -> TypedForm.of(call, ComplaintEntry.FORM, failure)
                            .map(form -> entry(call, form))
                            .orElseGet(() -> Future.failedFuture(failure)));
        });
    }

    private static JsonObject body(PageCall call, Optional<String> cafe) {
        var reporter = new JsonObject();
        for (String field : List.of("name", "telephone", "address", "email")) {
            reporter.put(field, PremisesEntry.given(call.typed("reporter." + field)));
        }
        return new JsonObject()
                .put("way", call.typed("way"))
                .put("subject", call.typed("subject"))
                .put("content", call.typed("content"))
                .put("placeCode", cafe.orElse(null))
                .put("reference", PremisesEntry.given(call.typed("reference")))
                .put("receivedAt", FieldTime.typed(call.typed("receivedAt")))
                .put("answerBy", PremisesEntry.given(call.typed("answerBy")))
                .put("reporter", reporter);
    }

    private Future<Void> reporter(PageCall call) {
        return call.ask(ComplaintCalls.reporter(call.id("id")))
                .compose(found ->
                        one(call, TypedForm.EMPTY, found.orElseGet(() -> new ComplaintReporter("", "", "", ""))));
    }

    private Future<Void> act(PageCall call) {
        String action = call.typed("action");
        var body = new JsonObject()
                .put("action", action)
                .put("version", call.typedNumber("version"))
                .put("note", PremisesEntry.given(call.typed("note")));
        if (action.equals("refuse")) {
            body.put("reason", PremisesEntry.given(call.typed("reason")));
        }
        if (action.equals("refuse") || action.equals("answer")) {
            body.put("text", PremisesEntry.given(call.typed("text")));
        }
        if (action.equals("link")) {
            body.put("case", PremisesEntry.given(call.typed("case")));
        }
        return (action.equals("link") ? CafeChoice.of(call, call.typed("placeCode")) : none())
                .compose(cafe -> call.ask(
                        ComplaintCalls.act(call.id("id"), cafe.isEmpty() ? body : body.put("placeCode", cafe.get()))))
                .compose(done -> call.seeOther(
                        PATH + "/" + call.id("id"), ACTIONS.contains(action) ? "complaint." + action : ""))
                .recover(failure -> (EntryLimit.isReached(failure)
                                ? Optional.of(TypedForm.wrong(call, action, ComplaintView.ROOM))
                                : TypedForm.of(call, action, failure))
                        .map(form -> one(call, form, null))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private static Future<Optional<String>> none() {
        return Future.succeededFuture(Optional.empty());
    }

    private Future<Void> one(PageCall call, TypedForm form, @Nullable ComplaintReporter reporter) {
        UUID id = call.id("id");
        return call.ask(ComplaintCalls.one(id)).compose(complaint -> {
            Future<Map<String, String>> names = new CafeNames(call).of(cafes(complaint));
            Future<List<PossibleCase>> cases = cases(call, complaint);
            return Future.all(names, cases)
                    .compose(both -> call.show(
                            form.status(),
                            "complaint/complaint",
                            Section.COMPLAINTS,
                            new ComplaintView(
                                    complaint,
                                    ComplaintLine.of(complaint, names.result()),
                                    names.result(),
                                    cases.result(),
                                    reporter,
                                    form)));
        });
    }

    /** Its café, and those of its history. */
    private static List<String> cafes(ComplaintSummary complaint) {
        return Stream.concat(
                        Stream.of(complaint.placeCode()),
                        complaint.history().stream()
                                .flatMap(entry -> Stream.of(
                                        entry.target().placeCode(),
                                        entry.former().placeCode())))
                .toList();
    }

    /** The open cases of its café, which may follow it up. */
    private static Future<List<PossibleCase>> cases(PageCall call, ComplaintSummary complaint) {
        return PlaceCode.find(complaint.placeCode()).isEmpty()
                ? Future.succeededFuture(List.of())
                : call.ask(CaseCalls.list(Map.of("placeCode", complaint.placeCode()), "", CASES_MAX))
                        .map(page -> page.items().stream()
                                .map(one -> new PossibleCase(
                                        one.id().toString(),
                                        one.summary().in(call.words().language().code())))
                                .toList());
    }
}
