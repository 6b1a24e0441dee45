package lingdian.console.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.Colleague;
import lingdian.office.inspection.DrawCalls;
import lingdian.office.inspection.DrawDetail;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.InspectionDetail;
import lingdian.office.returns.TargetCalls;
import lingdian.platform.http.Problem;

/** {@code /draws}: random draws for 双随机 checks, each with the inputs that anyone needs to repeat it. */
public final class DrawPages {
    private static final int AT_ONCE = 20;
    private static final int INSPECTIONS_MAX = 200;
    /** The number of cafés shown by name, the drawn ones first; the others are shown by code. */
    private static final int NAMED_MAX = 1_000;

    private final Divisions divisions;

    public DrawPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/draws", call -> show(call, 200, DrawForm.EMPTY, Set.of()))
                .get("/draws/:id", this::one)
                .post("/draws", this::draw);
    }

    private Future<Void> draw(PageCall call) {
        DrawForm typed = DrawForm.typed(call);
        return call.ask(DrawCalls.draw(typed.body()))
                .compose(drawn -> call.seeOther("/draws/" + drawn.id(), "draw"))
                .recover(failure -> failure instanceof Problem.Thrown thrown
                                && thrown.problem().status() == 400
                        ? show(call, 400, typed, InspectionFormPages.fields(failure))
                        : Future.failedFuture(failure));
    }

    private Future<Void> show(PageCall call, int status, DrawForm form, Set<String> refused) {
        return call.ask(DrawCalls.list(call.query("cursor"), AT_ONCE)).compose(list -> {
            Future<List<DrawView>> draws = named(call, list.items());
            Future<List<String>> office = office(call);
            return Future.all(draws, office)
                    .compose(all -> call.show(
                            status,
                            "inspection/draws",
                            Section.ENFORCEMENT,
                            new DrawList(
                                    draws.result(),
                                    PageAddress.next("/draws", list.next()),
                                    divisions.below(call),
                                    office.result(),
                                    form,
                                    refused)));
        });
    }

    /** The people of the reader's own office, who are drawn from most often. */
    private static Future<List<String>> office(PageCall call) {
        return call.may(AccountCalls.COLLEAGUES)
                ? call.ask(AccountCalls.COLLEAGUES.request())
                        .map(colleagues -> colleagues.stream()
                                .filter(one ->
                                        one.region().equals(call.account().region()))
                                .map(Colleague::name)
                                .distinct()
                                .toList())
                : Future.succeededFuture(List.of());
    }

    private Future<List<DrawView>> named(PageCall call, List<DrawDetail> draws) {
        return new CafeNames(call)
                .of(draws.stream()
                        .flatMap(one -> one.cafes().drawn().stream().limit(DrawView.DRAWN_SHOWN))
                        .toList())
                .map(names -> draws.stream()
                        .map(one -> DrawView.of(one, divisions).with(names))
                        .toList());
    }

    private Future<Void> one(PageCall call) {
        return call.ask(DrawCalls.one(call.id("id").toString())).compose(draw -> {
            Future<Set<String>> inspected = inspected(call, draw);
            Future<List<DrawView.Due>> due =
                    call.ask(TargetCalls.list("", draw.region())).map(DrawView.Due::all);
            Future<Map<String, String>> names = new CafeNames(call)
                    .of(Stream.concat(draw.cafes().drawn().stream(), draw.cafes().pool().stream())
                            .distinct()
                            .limit(NAMED_MAX)
                            .toList());
            return Future.all(inspected, due, names)
                    .compose(all -> call.show(
                            "inspection/draw",
                            Section.ENFORCEMENT,
                            DrawView.of(draw, divisions)
                                    .with(inspected.result(), due.result())
                                    .with(names.result())));
        });
    }

    /** The place codes of cafés that inspections of this kind name since the announcement. */
    private static Future<Set<String>> inspected(PageCall call, DrawDetail draw) {
        var since = new InspectionCalls.Filter("random", "", "", draw.at().toInstant());
        return !draw.drawn()
                ? Future.succeededFuture(Set.of())
                : call.ask(InspectionCalls.list(since, "", INSPECTIONS_MAX))
                        .map(list -> list.items().stream()
                                .flatMap(one -> one.premises().stream())
                                .map(InspectionDetail.Premises::placeCode)
                                .collect(Collectors.toSet()));
    }

    /**
     * The input of a draw.
     *
     * @param ticked people of the office, by name
     * @param officers others, a name on each line
     */
    record DrawForm(
            String count,
            String region,
            String notInspectedSince,
            List<String> ticked,
            String officers,
            String officerCount) {
        static final DrawForm EMPTY = new DrawForm("", "", "", List.of(), "", "");

        DrawForm {
            ticked = List.copyOf(ticked);
        }

        static DrawForm typed(PageCall call) {
            return new DrawForm(
                    call.typed("count"),
                    call.typed("region"),
                    call.typed("notInspectedSince"),
                    call.typedAll("officer"),
                    call.typed("officers"),
                    call.typed("officerCount"));
        }

        JsonObject body() {
            var body = new JsonObject()
                    .put("count", InspectionForm.number(count))
                    .put(
                            "officers",
                            new JsonArray(Stream.concat(ticked.stream(), InspectionForm.names(officers).stream())
                                    .distinct()
                                    .toList()));
            put(body, "region", region);
            put(body, "notInspectedSince", notInspectedSince);
            if (!officerCount.isEmpty()) {
                body.put("officerCount", InspectionForm.number(officerCount));
            }
            return body;
        }

        private static void put(JsonObject body, String field, String typed) {
            if (!typed.isEmpty()) {
                body.put(field, typed);
            }
        }

        @Override
        public String toString() {
            return "DrawForm"; // it names officers
        }
    }
}
