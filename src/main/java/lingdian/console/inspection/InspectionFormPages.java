package lingdian.console.inspection;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Choice;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.Kinds;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.document.DocumentCalls;
import lingdian.office.inspection.DrawCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.InspectionDetail;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationQuery;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /inspections/new} and {@code /inspections/{id}/edit}: the form of an inspection.
 *
 * <p>Input is never lost. A form can be sent again, and a refused form is shown again with the errors. An officer who
 * saves second is told so, and finds the premises of both in the form.
 */
final class InspectionFormPages {
    private static final Pattern POINTER = Pattern.compile("/(\\w+)(?:/(\\d+)(?:/(\\w+).*)?)?");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int CAFES_MAX = 200;
    /** The most cafés whose violations the form offers. Violations of other cafés can be added from their own pages. */
    private static final int LOOKED_UP_MAX = 8;

    private static final int VIOLATIONS_MAX = 20;
    /** How many of the latest inspections are searched for the officer's own. */
    private static final int LATEST = 20;

    private final Kinds kinds;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    InspectionFormPages(Kinds kinds, InstantSource clock, Supplier<UUID> ids) {
        this.kinds = kinds;
        this.clock = clock;
        this.ids = ids;
    }

    /** Call it before mounting {@link InspectionPages}, whose {@code :id} would match {@code new}. */
    void mountOn(PageRouter pages) {
        pages.get("/inspections/new", this::begin)
                .get("/inspections/:id/edit", this::edit)
                .post("/inspections/:id", this::save);
    }

    /**
     * A new inspection that begins now, with the unit and team of the officer's latest one. Its id is put into the address, so
     * that a reload shows the same inspection.
     */
    private Future<Void> begin(PageCall call) {
        if (!ID.matcher(call.query("id")).matches()) {
            return call.seeOther(call.pathWith("id", ids.get().toString()));
        }
        Future<InspectionForm> last = lastOwn(call);
        Future<String> drawn = drawn(call);
        return Future.all(last, drawn)
                .map(both -> new InspectionForm(
                        call.query("id"),
                        0,
                        call.query("kind").isEmpty() ? "routine" : call.query("kind"),
                        last.result().unit(),
                        FieldTime.of(clock.instant()),
                        "",
                        last.result().team().drawn(drawn.result()),
                        InspectionForm.Purpose.NONE,
                        "",
                        List.of()))
                .compose(form -> withPlace(call, form))
                .compose(form -> show(call, 200, form, null, Set.of()));
    }

    private Future<Void> edit(PageCall call) {
        return call.ask(InspectionCalls.one(inspection(call)))
                .compose(found -> found.closed()
                        ? call.seeOther(path(call))
                        : withPlace(call, InspectionForm.of(found))
                                .compose(form -> show(call, 200, form, null, Set.of())));
    }

    private Future<Void> save(PageCall call) {
        InspectionForm typed = InspectionForm.typed(call);
        return named(call, typed)
                .compose(form -> write(call, form)
                        .compose(saved -> call.seeOther(path(call), "inspection.saved"))
                        .recover(failure -> refused(call, form, failure)));
    }

    private static Future<InspectionDetail> write(PageCall call, InspectionForm form) {
        return form.version() == 0
                ? call.ask(InspectionCalls.create(form.body()))
                : call.ask(InspectionCalls.change(inspection(call), form.body()));
    }

    private Future<Void> refused(PageCall call, InspectionForm typed, Throwable failure) {
        int status = failure instanceof Problem.Thrown thrown ? thrown.problem().status() : 500;
        return switch (status) {
            case 400 -> show(call, 400, typed, null, fields(failure));
            case 409 ->
                call.ask(InspectionCalls.one(inspection(call))).compose(saved -> second(call, typed, saved, failure));
            default -> Future.failedFuture(failure);
        };
    }

    /** Handles a conflict. This officer's input may have been saved already, if only the answer was lost. */
    private Future<Void> second(PageCall call, InspectionForm typed, InspectionDetail saved, Throwable failure) {
        InspectionForm other = InspectionForm.of(saved);
        if (typed.saysSame(other)) {
            return call.seeOther(path(call), "inspection.saved");
        }
        if (saved.closed()) {
            return Future.failedFuture(failure);
        }
        return leavesOutRecord(failure)
                ? show(call, 409, typed.over(other), null, Set.of("records"))
                : show(call, 409, typed.over(other), call.moment(saved.version().at()), Set.of());
    }

    private static boolean leavesOutRecord(Throwable failure) {
        return InspectionCalls.HAS_RECORD.equals(
                ((Problem.Thrown) failure).problem().members().get("code"));
    }

    /** The fields of the form that the API's error names. */
    static Set<String> fields(Throwable failure) {
        return Refused.pointers(((Problem.Thrown) failure).problem()).stream()
                .map(POINTER::matcher)
                .filter(Matcher::matches)
                .map(pointer -> pointer.group(3) == null
                        ? pointer.group(1)
                        : pointer.group(1) + "." + pointer.group(2) + "." + pointer.group(3))
                .collect(Collectors.toSet());
    }

    private Future<Void> show(
            PageCall call, int status, InspectionForm form, @Nullable String conflict, Set<String> refused) {
        Future<List<Choice>> cafes = cafes(call);
        Future<Map<String, List<ViolationRow>>> found = found(call, form);
        return Future.all(cafes, found)
                .compose(both -> call.show(
                        status,
                        "inspection/inspection-form",
                        Section.ENFORCEMENT,
                        new InspectionFormPage(
                                form,
                                kinds.choices(call.words()),
                                cafes.result(),
                                found.result(),
                                call.query("place"),
                                conflict,
                                refused)));
    }

    /** Adds the café whose page linked to this form. */
    private static Future<InspectionForm> withPlace(PageCall call, InspectionForm form) {
        String placeCode = call.query("place");
        if (placeCode.isEmpty()) {
            return Future.succeededFuture(form);
        }
        return call.ask(CafeCalls.one(placeCode))
                .map(cafe -> form.with(new PremisesEntry("internet-cafe", placeCode, cafe.name(), "", List.of())
                        .with(call.query("violation"))));
    }

    /** Adds the names of cafés of which only the code was typed. */
    private static Future<InspectionForm> named(PageCall call, InspectionForm form) {
        List<String> nameless = form.premises().stream()
                .filter(one -> !one.placeCode().isEmpty() && one.name().isEmpty())
                .map(PremisesEntry::placeCode)
                .toList();
        return new CafeNames(call)
                .of(nameless)
                .map(names -> form.with(form.premises().stream()
                        .map(one -> one.name().isEmpty() ? one.named(name(names, one.placeCode())) : one)
                        .toList()));
    }

    private static String name(Map<String, String> names, String placeCode) {
        String name = names.getOrDefault(placeCode, placeCode);
        return name.equals(placeCode) ? "" : name;
    }

    private static Future<List<Choice>> cafes(PageCall call) {
        return call.ask(CafeCalls.list("", "", "", CAFES_MAX))
                .map(list -> list.next() != null
                        ? List.of()
                        : list.items().stream()
                                .map(cafe -> new Choice(cafe.placeCode(), cafe.name()))
                                .toList());
    }

    private static Future<Map<String, List<ViolationRow>>> found(PageCall call, InspectionForm form) {
        Map<String, List<ViolationRow>> found = new HashMap<>();
        var asked = new ArrayList<Future<?>>();
        form.premises().reversed().stream()
                .map(PremisesEntry::placeCode)
                .filter(placeCode -> PlaceCode.find(placeCode).isPresent())
                .distinct()
                .limit(LOOKED_UP_MAX)
                .forEach(placeCode ->
                        asked.add(call.ask(ViolationCalls.list(ViolationQuery.ofCafe(placeCode, VIOLATIONS_MAX)))
                                .onSuccess(list -> found.put(
                                        placeCode,
                                        ViolationRow.all(list).stream()
                                                .filter(one -> one.violation().isUndecided())
                                                .toList()))
                                .otherwiseEmpty()));
        return Future.join(asked).map(all -> found);
    }

    /** The officer's newest inspection; if there is none, the unit of the office alone. */
    static Future<InspectionForm> lastOwn(PageCall call) {
        AccountId own = call.account().id();
        return call.ask(InspectionCalls.list(InspectionCalls.Filter.NONE, "", LATEST))
                .compose(latest -> latest.items().stream()
                        .filter(one -> one.version().by().equals(own))
                        .findFirst()
                        .map(InspectionForm::of)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> unitOfOffice(call, latest.items()).map(InspectionForm.EMPTY::ofUnit)));
    }

    /** As the office's documents name it, or else as a colleague of the same office did; empty where neither is known. */
    private static Future<String> unitOfOffice(PageCall call, List<InspectionDetail> latest) {
        RegionCode region = call.account().region();
        Authority authority = call.account().authority();
        if (region == null || authority == null) {
            return Future.succeededFuture("");
        }
        return call.ask(DocumentCalls.officeName(region, authority))
                .otherwise(unknown -> latest.stream()
                        .filter(one -> one.region().equals(region))
                        .map(InspectionDetail::unit)
                        .findFirst()
                        .orElse(""));
    }

    /** The drawn officers, if the page of a draw linked to this form. */
    private static Future<String> drawn(PageCall call) {
        if (call.query("draw").isEmpty()) {
            return Future.succeededFuture("");
        }
        return call.ask(DrawCalls.one(call.query("draw")))
                .map(draw -> String.join("\n", draw.officers().drawn()));
    }

    private static String path(PageCall call) {
        return "/inspections/" + inspection(call);
    }

    private static InspectionId inspection(PageCall call) {
        return new InspectionId(call.id("id"));
    }
}
