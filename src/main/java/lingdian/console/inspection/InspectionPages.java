package lingdian.console.inspection;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.Kinds;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.inspection.InspectionView.OneCase;
import lingdian.console.inspection.InspectionView.RefusedDecision;
import lingdian.console.violation.ViolationPages;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.office.api.EntryLimit;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.InspectionDetail;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.inspection.SiteRecordCalls;
import lingdian.office.violation.CaseConflict;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationDetail;
import lingdian.office.violation.ViolationSummary;
import org.jspecify.annotations.Nullable;

/** {@code /inspections}: the inspections recorded on the spot, their photos, and the decisions on their violations. */
public final class InspectionPages {
    private static final int AT_ONCE = 50;
    private static final int CASES_MAX = 20;

    private final Kinds kinds;
    private final InstantSource clock;
    private final InspectionFormPages forms;

    public InspectionPages(PremisesKinds kinds, InstantSource clock, Supplier<UUID> ids) {
        this.kinds = new Kinds(kinds);
        this.clock = clock;
        this.forms = new InspectionFormPages(this.kinds, clock, ids);
    }

    public void mountOn(PageRouter pages) {
        forms.mountOn(pages);
        new SiteRecordPages().mountOn(pages);
        pages.get("/inspections", this::all)
                .get("/inspections/:id", call -> show(call, 200, null, null))
                .post("/inspections/:id/close", this::close)
                .post("/inspections/:id/corrections", this::correct)
                .post("/inspections/:id/cases/:violation", this::decide);
    }

    private Future<Void> all(PageCall call) {
        String kind = call.query("kind");
        String state = call.query("state");
        String cafe = call.query("placeCode");
        var filter = new InspectionCalls.Filter(kind, state, cafe, null);
        return call.ask(InspectionCalls.list(filter, call.query("cursor"), AT_ONCE))
                .compose(list -> InspectionTitles.of(call, list.items())
                        .compose(titles -> call.show(
                                "inspection/inspections",
                                Section.ENFORCEMENT,
                                new InspectionLine.Page(
                                        list.items().stream()
                                                .map(one -> InspectionLine.of(one, titles))
                                                .toList(),
                                        kind,
                                        state,
                                        cafe,
                                        next(kind, state, cafe, list.next())))));
    }

    private static @Nullable String next(String kind, String state, String cafe, @Nullable String cursor) {
        return cursor == null
                ? null
                : "/inspections?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
                        + (kind.isEmpty() ? "" : "&kind=" + kind)
                        + (state.isEmpty() ? "" : "&state=" + state)
                        + (cafe.isEmpty() ? "" : "&placeCode=" + cafe);
    }

    /** Closes the inspection only if the version that was read is still current. */
    private Future<Void> close(PageCall call) {
        return call.ask(InspectionCalls.one(inspection(call)))
                .map(found -> InspectionForm.of(found).body())
                .compose(body -> call.ask(InspectionCalls.change(
                        inspection(call),
                        body.put("version", call.typedNumber("version"))
                                .put("endedAt", FieldTime.typed(call.typed("endedAt")))
                                .put("closed", true))))
                .compose(closed -> call.seeOther(path(call), "inspection.closed"));
    }

    private Future<Void> correct(PageCall call) {
        return call.ask(InspectionCalls.correct(inspection(call), call.typed("note")))
                .compose(corrected -> call.seeOther(path(call), "inspection.corrected"))
                .recover(failure -> EntryLimit.isReached(failure)
                        ? show(call, 409, null, call.typed("note"))
                        : Future.failedFuture(failure));
    }

    /**
     * Takes a decision on one violation from this inspection. A violation found on a round needs no dispatch: the
     * earlier steps of its case are taken with the same words.
     */
    private Future<Void> decide(PageCall call) {
        String action = call.typed("action");
        if (ViolationPages.isUnsure(call)) {
            return show(call, 422, refusal(call, null), null);
        }
        return take(call, steps(call.typed("step"), action), call.typedNumber("after"))
                .compose(done -> call.seeOther(path(call), "action." + action))
                .recover(failure -> CaseConflict.of(failure)
                        .map(conflict -> show(call, 409, refusal(call, conflict), null))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private static RefusedDecision refusal(PageCall call, @Nullable CaseConflict conflict) {
        return new RefusedDecision(
                new ViolationId(call.id("violation")), conflict, call.typed("note"), call.typed("found"));
    }

    private static List<String> steps(String from, String action) {
        if (action.equals("dismiss")) {
            return List.of(action);
        }
        return switch (from) {
            case "new" -> List.of("acknowledge", "dispatch", action);
            case "acknowledged" -> List.of("dispatch", action);
            default -> List.of(action);
        };
    }

    private Future<ViolationDetail> take(PageCall call, List<String> steps, int after) {
        String action = steps.getFirst();
        var step = new ViolationCalls.Step(
                action,
                call.typed("note"),
                after,
                action.equals("confirm") ? call.typed("found") : "",
                inspection(call));
        Future<ViolationDetail> taken = call.ask(ViolationCalls.act(new ViolationId(call.id("violation")), step));
        return steps.size() == 1
                ? taken
                : taken.compose(violation -> take(call, steps.subList(1, steps.size()), violation.lastStep()));
    }

    /** @param correction that was not taken, since there are as many as there may be; null if none was sent */
    private Future<Void> show(
            PageCall call, int status, @Nullable RefusedDecision refused, @Nullable String correction) {
        return call.ask(InspectionCalls.one(inspection(call))).compose(inspection -> {
            InspectionForm form = InspectionForm.of(inspection);
            Future<List<ViolationDetail>> violations = violations(call, inspection, form);
            Future<Map<UUID, String>> pictures = inspection.additions().photos().isEmpty()
                            || inspection.period().erasedAt() != null
                    ? Future.succeededFuture(Map.of())
                    : call.ask(SiteRecordCalls.thumbnails(inspection.id()));
            return Future.all(violations, pictures)
                    .map(all -> violations.result())
                    .compose(found -> new CafeNames(call).of(nameless(form, found)))
                    .compose(names -> call.show(
                            status,
                            "inspection/inspection",
                            Section.ENFORCEMENT,
                            view(
                                    call,
                                    inspection,
                                    form,
                                    violations.result(),
                                    names,
                                    pictures.result(),
                                    refused,
                                    correction)));
        });
    }

    private InspectionView view(
            PageCall call,
            InspectionDetail inspection,
            InspectionForm form,
            List<ViolationDetail> violations,
            Map<String, String> names,
            Map<UUID, String> pictures,
            @Nullable RefusedDecision refused,
            @Nullable String correction) {
        Map<String, String> all = new HashMap<>(names);
        form.premises().stream()
                .filter(one -> !one.name().isEmpty())
                .forEach(one -> all.put(one.placeCode(), one.name()));
        Map<String, String> kindNames = new HashMap<>();
        form.premises().forEach(one -> kindNames.put(one.kind(), kinds.name(call.words(), one.kind())));
        return new InspectionView(
                inspection,
                new InspectionTitles(call, all).title(inspection),
                form,
                all,
                kindNames,
                violations.stream().map(one -> oneCase(one, form, all)).toList(),
                refused,
                correction,
                pictures,
                form.kind().equals("night-round"),
                FieldTime.of(clock.instant()));
    }

    private static OneCase oneCase(ViolationDetail violation, InspectionForm form, Map<String, String> names) {
        var row = new ViolationRow(violation.summary());
        String found = form.premises().stream()
                .filter(one -> one.violations().contains(row.id()))
                .map(PremisesEntry::found)
                .findFirst()
                .orElse("");
        return new OneCase(
                row,
                names.getOrDefault(row.placeCode(), row.placeCode()),
                violation.lastStep(),
                decisions(row.step()),
                found);
    }

    /** The decisions that an inspection allows after this step. */
    private static List<String> decisions(String step) {
        return ViolationSummary.isUndecided(step) ? List.of("confirm", "dismiss", "mark-unverifiable") : List.of();
    }

    /** The violations that the inspection names or that name it, as far as the reader may see them. */
    private static Future<List<ViolationDetail>> violations(
            PageCall call, InspectionDetail inspection, InspectionForm form) {
        Stream<String> named = form.premises().stream().flatMap(one -> one.violations().stream());
        Stream<String> naming = inspection.additions().cases().stream().map(ViolationId::toString);
        return call.askEach(Stream.concat(named, naming)
                .distinct()
                .limit(CASES_MAX)
                .map(ViolationId::of)
                .map(ViolationCalls::one));
    }

    private static List<String> nameless(InspectionForm form, List<ViolationDetail> violations) {
        List<String> named = form.premises().stream()
                .filter(one -> !one.name().isEmpty())
                .map(PremisesEntry::placeCode)
                .toList();
        return Stream.concat(
                        form.premises().stream().map(PremisesEntry::placeCode),
                        violations.stream().map(one -> one.summary().placeCode()))
                .filter(placeCode -> !placeCode.isEmpty() && !named.contains(placeCode))
                .distinct()
                .toList();
    }

    private static String path(PageCall call) {
        return "/inspections/" + inspection(call);
    }

    private static InspectionId inspection(PageCall call) {
        return new InspectionId(call.id("id"));
    }
}
