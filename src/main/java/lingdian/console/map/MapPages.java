package lingdian.console.map;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.MapPosition;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.CafeListing;
import lingdian.office.cafe.CountyTally;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.RoundPlan;

/** {@code /map}: where the cafés are and in which state, with tonight's round. Nothing is asked of a map service. */
public final class MapPages {
    /** The most cafés that one picture shows. */
    private static final int CAFES_MAX = 500;

    private final Divisions divisions;

    public MapPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/map", this::show);
    }

    private Future<Void> show(PageCall call) {
        String asked = call.query("region");
        String foreign = divisions.isForeign(call, asked) ? asked : "";
        RegionCode own = call.account().region();
        boolean county = divisions.below(call).isEmpty();
        String region = !foreign.isEmpty() ? "" : county && own != null ? own.value() : asked;
        Future<List<CountyTally>> counties =
                county ? Future.succeededFuture(List.of()) : call.ask(CafeCalls.counties());
        Future<CafeListing> cafes = region.isEmpty()
                ? Future.succeededFuture(new CafeListing(List.of(), 0, false))
                : call.ask(CafeCalls.listing(Map.of("region", region), 0, CAFES_MAX));
        Future<RoundPlan> plan = region.isEmpty()
                ? Future.succeededFuture(RoundPlan.NONE)
                : call.ask(InspectionCalls.plan(region, "", ""));
        return Future.all(counties, cafes, plan)
                .compose(all -> call.show(
                        "map/map",
                        Section.MAP,
                        map(call, counties.result(), cafes.result(), plan.result(), region, foreign)));
    }

    private CafeMap map(
            PageCall call,
            List<CountyTally> counties,
            CafeListing list,
            RoundPlan plan,
            String region,
            String foreign) {
        Map<String, Integer> stops = new HashMap<>();
        for (RoundPlan.PlannedStop stop : plan.stops()) {
            stops.put(stop.placeCode(), stops.size() + 1);
        }
        List<MappedCafe> cafes = list.items().stream()
                .map(cafe -> mapped(cafe, stops.getOrDefault(cafe.placeCode(), 0)))
                .sorted(Comparator.comparingInt(MappedCafe::urgency).thenComparing(MappedCafe::placeCode))
                .toList();
        return new CafeMap(
                counties.stream()
                        .map(one -> new CafeMap.County(divisions.name(one.region()), one))
                        .toList(),
                region,
                region.isEmpty() ? "" : divisions.name(region),
                foreign,
                divisions.below(call),
                cafes,
                list.total() <= list.items().size(),
                Schematic.of(cafes),
                plan.kilometres());
    }

    private static MappedCafe mapped(CafeDetail cafe, int stop) {
        String position = cafe.contact().position();
        return new MappedCafe(
                cafe.placeCode(),
                cafe.name(),
                cafe.contact().address(),
                cafe.activity().work().state(),
                cafe.activity().work().openCases(),
                position.isEmpty() ? null : MapPosition.of(position),
                stop);
    }
}
