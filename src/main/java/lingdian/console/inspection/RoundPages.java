package lingdian.console.inspection;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.inspection.Round.Begun;
import lingdian.domain.AccountId;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.RoundPlan;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rounds}: the cafés that now appear open after closing time, in driving order (零点行动), for a phone in a car.
 *
 * <p>All visits of one team in a night form one inspection, because a night round counts once in a campaign: from the
 * second café on, visits are added to the inspection that was begun.
 */
public final class RoundPages {
    private static final Duration NIGHT = Duration.ofHours(12);
    private static final int AT_ONCE = 100;
    /** Of so many cafés that the officer added the cases are read for the phone. */
    private static final int ADDED_MAX = 20;

    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])\\S{0,2000}");

    private final Divisions divisions;
    private final InstantSource clock;

    public RoundPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/rounds", this::plan).post("/rounds/cafes", RoundPages::choose);
    }

    /** Puts a café on the round or takes it off, and leads back to the page with the button. */
    private static Future<Void> choose(PageCall call) {
        boolean added = call.hasTyped("add");
        String back = LOCAL.matcher(call.typed("back")).matches() ? call.typed("back") : "/rounds";
        Future<?> chosen = added
                ? call.ask(InspectionCalls.addToRound(call.typed("add")))
                : call.ask(InspectionCalls.removeFromRound(call.typed("remove")));
        return chosen.compose(done -> call.seeOther(back, added ? "round.added" : "round.removed"));
    }

    private Future<Void> plan(PageCall call) {
        Future<RoundPlan> plan =
                call.ask(InspectionCalls.plan(call.query("region"), call.query("latitude"), call.query("longitude")));
        Future<@Nullable Begun> begun = begun(call);
        Future<List<CaseDetail>> cases = cases(call, plan);
        Future<Map<String, String>> names = cases.compose(found -> new CafeNames(call)
                .of(found.stream().map(one -> one.about().placeCode()).toList()));
        Future<InspectionForm> team = call.wantsPart()
                ? Future.succeededFuture(InspectionForm.EMPTY)
                : InspectionFormPages.lastOwn(call).map(InspectionForm::teamAlone);
        return Future.all(plan, begun, cases, names, team)
                .compose(all -> call.show(
                        "inspection/round",
                        Section.ENFORCEMENT,
                        round(call, plan.result(), begun.result(), cases.result(), names.result(), team.result())));
    }

    /**
     * The cases of what goes on, of the cafés that the officer added, and the officer's own, for the phone; a page that
     * refreshes itself keeps those that it has.
     */
    private static Future<List<CaseDetail>> cases(PageCall call, Future<RoundPlan> plan) {
        if (call.wantsPart() || !call.may(CaseCalls.LIST)) {
            return Future.succeededFuture(List.of());
        }
        Future<List<CaseDetail>> running = cases(call, Map.of("view", "running", "region", call.query("region")));
        Future<List<CaseDetail>> own = cases(call, Map.of("view", "mine"));
        Future<List<CaseDetail>> added = plan.compose(found -> call.askEach(found.stops().stream()
                        .filter(RoundPlan.PlannedStop::added)
                        .limit(ADDED_MAX)
                        .map(stop -> CaseCalls.list(Map.of("placeCode", stop.placeCode()), "", AT_ONCE))))
                .map(pages ->
                        pages.stream().flatMap(page -> page.items().stream()).toList())
                .otherwise(List.of());
        return Future.all(running, own, added).map(read -> {
            Map<UUID, CaseDetail> all = new LinkedHashMap<>();
            Stream.of(running, own, added)
                    .flatMap(some -> some.result().stream())
                    .forEach(one -> all.putIfAbsent(one.id(), one));
            return List.copyOf(all.values());
        });
    }

    private static Future<List<CaseDetail>> cases(PageCall call, Map<String, String> filter) {
        return call.ask(CaseCalls.list(filter, "", AT_ONCE)).map(Page::items).otherwise(List.of());
    }

    private Round round(
            PageCall call,
            RoundPlan plan,
            @Nullable Begun begun,
            List<CaseDetail> cases,
            Map<String, String> names,
            InspectionForm team) {
        List<Round.Stop> stops = plan.stops().stream()
                .map(stop -> Round.Stop.of(stop, divisions, call.account().id()))
                .toList();
        return new Round(
                plan.at(),
                plan.kilometres(),
                plan.complete(),
                stops,
                begun,
                call.query("region"),
                call.query("latitude"),
                call.query("longitude"),
                divisions.below(call),
                cases.stream()
                        .filter(one -> !one.goingOn().isEmpty())
                        .filter(one -> stops.stream()
                                .noneMatch(stop ->
                                        stop.placeCode().equals(one.about().placeCode())))
                        .map(one -> new Round.Running(
                                one.about().placeCode(),
                                names.getOrDefault(
                                        one.about().placeCode(), one.about().placeCode()),
                                one.summary().in(call.words().language().code()),
                                "/cases/" + one.id()))
                        .toList(),
                call.wantsPart()
                        ? ""
                        : new KeptRound(call.words(), call.times(), plan.at(), stops, begun, cases, names, team)
                                .json());
    }

    /** The reader's night round that is not closed yet. A page that refreshes itself keeps the one in its address. */
    private Future<@Nullable Begun> begun(PageCall call) {
        if (call.wantsPart()) {
            return Future.succeededFuture(Begun.of(call.query("begun")));
        }
        AccountId own = call.account().id();
        var filter = InspectionCalls.Filter.openNightRounds(clock.instant().minus(NIGHT));
        return call.ask(InspectionCalls.list(filter, "", AT_ONCE))
                .map(list -> list.items().stream()
                        .filter(one -> one.version().by().equals(own))
                        .findFirst()
                        .map(one -> Begun.of(InspectionForm.of(one)))
                        .orElse(null));
    }
}
