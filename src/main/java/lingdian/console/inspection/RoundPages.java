package lingdian.console.inspection;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.console.inspection.Round.Begun;
import lingdian.domain.AccountId;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.RoundPlan;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rounds}: the cafés that look open past closing now, in the order to drive to them (零点行动), for a phone in a car.
 *
 * <p>All that one team visits in a night is one inspection, as a night round counts once in a campaign: from its second café
 * on, what is recorded goes into the one that was begun.
 */
public final class RoundPages {
    private static final Duration NIGHT = Duration.ofHours(12);
    private static final int AT_ONCE = 100;

    private final Divisions divisions;
    private final InstantSource clock;

    public RoundPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/rounds", this::plan);
    }

    private Future<Void> plan(PageCall call) {
        Future<RoundPlan> plan =
                call.ask(InspectionCalls.plan(call.query("region"), call.query("latitude"), call.query("longitude")));
        Future<@Nullable Begun> begun = begun(call);
        return Future.all(plan, begun)
                .compose(both ->
                        call.show("inspection/round", Section.ENFORCEMENT, round(call, plan.result(), begun.result())));
    }

    private Round round(PageCall call, RoundPlan plan, @Nullable Begun begun) {
        Set<String> visited = begun == null ? Set.of() : begun.visited();
        return new Round(
                Times.second(plan.at()),
                plan.kilometres(),
                plan.complete(),
                plan.stops().stream()
                        .map(stop -> Round.Stop.of(stop, divisions, visited))
                        .toList(),
                begun,
                call.query("region"),
                call.query("latitude"),
                call.query("longitude"),
                divisions.below(call));
    }

    /** The night round of whoever looks that is not closed yet; of a page that draws itself anew, the one that it had. */
    private Future<@Nullable Begun> begun(PageCall call) {
        if (call.wantsPart()) {
            return Future.succeededFuture(Begun.of(call.query("begun"), call.query("visited")));
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
