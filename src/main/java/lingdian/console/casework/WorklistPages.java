package lingdian.console.casework;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.access.account.Role;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.Courses;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.Colleague;
import lingdian.office.api.InTurn;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseCounts;
import lingdian.office.casework.CaseDetail;
import lingdian.office.casework.CaseDetail.Finding;
import lingdian.office.casework.CaseOutcome;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.query.Page;
import lingdian.office.savedview.SavedView;
import lingdian.office.savedview.SavedViewCalls;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationCalls.Step;
import org.jspecify.annotations.Nullable;

/**
 * {@code /}: an office's open cases, which is where its people begin. Views are filters of the one list.
 *
 * <p>An action on several cases answers with the list and what happened to each: a reload would send it again, but with
 * versions that have moved, so that nothing happens twice.
 */
public final class WorklistPages {
    private final Divisions divisions;
    private final StepNames names;
    private final InstantSource clock;

    public WorklistPages(Divisions divisions, Courses courses, InstantSource clock) {
        this.divisions = divisions;
        this.names = new StepNames(courses);
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/", this::home)
                .get("/cases/actions", call -> call.seeOther("/")) // an address that was kept after an action
                .post("/cases/actions", this::act);
        new SavedViewPages().mountOn(pages);
    }

    /** An account without cases gets the first page that it may open, or else its account page. */
    private Future<Void> home(PageCall call) {
        if (call.account().role() == Role.REGULATOR) {
            return show(call, WorklistFilter.of(call), List.of(), null);
        }
        List<Section> theirs = call.sections();
        return call.seeOther(
                theirs.isEmpty() ? "/sign-in/account" : theirs.getFirst().path());
    }

    private Future<Void> act(PageCall call) {
        BulkAction action = BulkAction.sent(call);
        WorklistFilter filter = WorklistFilter.sent(call);
        if (action.isEmpty()) {
            return call.seeOther(filter.path(), "worklist.nothing");
        }
        if (action.isDismissal()) {
            return call.typed("sure").isEmpty()
                    ? call.seeOther(filter.path(), "worklist.unsure")
                    : dismiss(call, filter, action);
        }
        return call.askEach(action.taken().stream().map(CaseCalls::outline)).compose(taken -> {
            List<CaseDetail> replacing = action.replacing(taken);
            return replacing.isEmpty()
                    ? act(call, filter, action, taken)
                    : replacing(call, action, replacing).compose(asked -> show(call, filter, List.of(), asked));
        });
    }

    /** Dismisses the findings that nobody has decided on, and closes the cases. One that has changed since is left as it is. */
    private Future<Void> dismiss(PageCall call, WorklistFilter filter, BulkAction action) {
        return InTurn.each(action.ids().toList(), id -> dismissed(call, action, id))
                .map(now -> now.stream().flatMap(List::stream).toList())
                .compose(now -> call.ask(CaseCalls.act(action.asOf(now), action.body())))
                .compose(outcomes -> results(call, action, outcomes))
                .compose(results -> show(call, filter, results, null));
    }

    /** The case once its findings are dismissed; none where it has changed since, or cannot be read. */
    private static Future<List<CaseDetail>> dismissed(PageCall call, BulkAction action, UUID id) {
        Step untrue = new Step("dismiss", action.note(), null, "", null);
        return call.askEach(Stream.of(CaseCalls.one(id)))
                .map(found -> found.stream().filter(action::isAsListed).toList())
                .compose(listed -> call.askInTurn(listed.stream()
                                .flatMap(one -> one.violations().stream())
                                .filter(Finding::isUndecided)
                                .map(one -> ViolationCalls.act(new ViolationId(one.id()), untrue))
                                .toList())
                        .compose(done -> call.askEach(listed.stream().map(one -> CaseCalls.outline(one.id())))));
    }

    private Future<Void> act(PageCall call, WorklistFilter filter, BulkAction action, List<CaseDetail> taken) {
        return InTurn.each(action.parts(taken), part -> call.ask(CaseCalls.act(part.cases(), part.body())))
                .map(parts -> parts.stream().flatMap(List::stream).toList())
                .compose(outcomes -> results(call, action, outcomes))
                .compose(results -> show(call, filter, results, null));
    }

    private static Future<Replacing> replacing(PageCall call, BulkAction action, List<CaseDetail> cases) {
        Future<Map<String, String>> cafes = new CafeNames(call)
                .of(cases.stream().map(one -> one.about().placeCode()).toList());
        Future<List<Colleague>> colleagues = call.ask(AccountCalls.COLLEAGUES.request());
        return Future.all(cafes, colleagues)
                .map(all -> new Replacing(
                        action.officer(),
                        choices(call, colleagues.result()).stream()
                                .filter(one -> one.value().equals(action.officer()))
                                .map(Choice::name)
                                .findFirst()
                                .orElse(""),
                        action.note(),
                        action.choices(),
                        cases.stream()
                                .map(one -> new Replacing.Line(
                                        "/cases/" + one.id(),
                                        cafes.result()
                                                .getOrDefault(
                                                        one.about().placeCode(),
                                                        one.about().placeCode()),
                                        one.summary().in(call.words().language().code()),
                                        WorklistRow.officers(one)))
                                .toList()));
    }

    private Future<List<BulkResult>> results(PageCall call, BulkAction action, List<CaseOutcome> outcomes) {
        List<String> cafes = outcomes.stream()
                .map(CaseOutcome::present)
                .filter(Objects::nonNull)
                .map(present -> present.about().placeCode())
                .toList();
        return new CafeNames(call)
                .of(cafes)
                .map(names -> outcomes.stream()
                        .map(one -> result(call, action, one, names))
                        .toList());
    }

    private BulkResult result(PageCall call, BulkAction action, CaseOutcome outcome, Map<String, String> names) {
        CaseDetail present = outcome.present();
        String placeCode = present == null ? "" : present.about().placeCode();
        return new BulkResult(
                outcome.id(),
                outcome.isTaken(),
                names.getOrDefault(placeCode, placeCode),
                present == null
                        ? ""
                        : present.summary().in(call.words().language().code()),
                call.words().sayWord("case-do", action.deed()),
                present != null && outcome.isTaken() && action.isAssignment() ? WorklistRow.officers(present) : "",
                outcome.isTaken() ? "" : why(call, action.name(), outcome));
    }

    /** Which step is missing, where the case is not so far yet, or is further. */
    private String why(PageCall call, String action, CaseOutcome outcome) {
        CaseDetail present = outcome.present();
        if (present == null || !outcome.code().equals("not-open")) {
            return call.words().say(key(outcome));
        }
        String step = present.progress().step();
        return action.equals("dispatch") && step.equals("lead")
                ? call.words().say("case-refusal.nobody")
                : call.words()
                        .say(
                                "case-refusal.at-step",
                                names.name(call.words(), present.about().authority(), step),
                                call.words().sayWord("case-do", action));
    }

    private static String key(CaseOutcome outcome) {
        String pointer =
                outcome.pointer().split("/", 3).length > 1 ? outcome.pointer().split("/", 3)[1] : "";
        return "case-refusal."
                + (!outcome.code().isEmpty()
                        ? outcome.code()
                        : switch (pointer) {
                            case "note", "officers", "trigger" -> pointer;
                            default -> outcome.status() == 404 ? "unknown" : "other";
                        });
    }

    private Future<Void> show(
            PageCall call, WorklistFilter filter, List<BulkResult> results, @Nullable Replacing replacing) {
        int rows = call.query("rows").equals("" + WorklistFilter.ROWS_MANY)
                ? WorklistFilter.ROWS_MANY
                : WorklistFilter.ROWS;
        Instant now = clock.instant();
        String cursor = call.query("cursor");
        Future<Page<CaseDetail>> page = call.ask(CaseCalls.list(filter.asked(), cursor, rows));
        Future<List<WorklistRow>> lines = page.compose(found -> lines(call, found.items(), now));
        Future<CaseCounts> counts = call.ask(CaseCalls.counts());
        Future<List<Colleague>> colleagues = call.ask(AccountCalls.COLLEAGUES.request());
        Future<List<SavedView>> saved = call.ask(SavedViewCalls.list());
        Future<Set<String>> round = call.ask(InspectionCalls.roundCafes());
        return Future.all(lines, counts, colleagues, saved, round)
                .compose(all -> call.show(
                        "casework/worklist",
                        Section.WORKLIST,
                        new WorklistView(
                                filter,
                                file(call, filter, now),
                                counts.result(),
                                lines.result(),
                                next(call, filter, page.result().next()),
                                cursor.isEmpty(),
                                divisions.below(call),
                                choices(call, colleagues.result()),
                                saved.result(),
                                round.result(),
                                now,
                                results,
                                replacing)));
    }

    /** What it is of: a month or, as cases are now, today, and a region. */
    private String file(PageCall call, WorklistFilter filter, Instant now) {
        RegionCode own = call.account().region();
        String region = !filter.value("region").isEmpty() || own == null ? filter.value("region") : own.value();
        return call.words()
                .say(
                        "worklist.file",
                        filter.month().isEmpty()
                                ? LocalDate.ofInstant(now, ChinaTime.ZONE).toString()
                                : filter.month(),
                        divisions.name(region));
    }

    private static @Nullable String next(PageCall call, WorklistFilter filter, @Nullable String cursor) {
        return cursor == null
                ? null
                : filter.path() + (filter.path().equals("/") ? "?" : "&")
                        + (call.query("rows").isEmpty() ? "" : "rows=" + WorklistFilter.ROWS_MANY + "&") + "cursor="
                        + cursor;
    }

    /** The reader is the first: most cases are taken by whoever sees them. */
    static List<Choice> choices(PageCall call, List<Colleague> colleagues) {
        var choices = new ArrayList<Choice>();
        for (Colleague one : colleagues) {
            var choice = new Choice(one.id().toString(), one.name());
            if (one.id().equals(call.account().id())) {
                choices.addFirst(choice);
            } else {
                choices.add(choice);
            }
        }
        return choices;
    }

    private Future<List<WorklistRow>> lines(PageCall call, List<CaseDetail> cases, Instant now) {
        return new CafeNames(call)
                .of(cases.stream().map(one -> one.about().placeCode()).toList())
                .map(cafes -> cases.stream()
                        .map(one -> WorklistRow.of(
                                one,
                                cafes.getOrDefault(
                                        one.about().placeCode(), one.about().placeCode()),
                                divisions.name(one.about().region()),
                                names.name(
                                        call.words(),
                                        one.about().authority(),
                                        one.progress().step()),
                                call.words(),
                                call.words().times(now)))
                        .toList());
    }
}
