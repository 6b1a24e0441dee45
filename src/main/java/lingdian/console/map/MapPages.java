package lingdian.console.map;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.MapPosition;
import lingdian.console.frame.NoSuchPageException;
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
import lingdian.platform.settings.MapSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code /map}: where the cafés are and in which state, with tonight's round. A map service is asked only by browsers, and only
 * where the configuration names one.
 */
public final class MapPages {
    static final String PICTURES = "/map/pictures";

    /** The most cafés that one picture shows. */
    private static final int CAFES_MAX = 500;
    /** The states of which no café may be missing where a region has more. */
    private static final List<String> URGENT = List.of("running", "open-case");

    private final Divisions divisions;
    private final MapSettings settings;

    public MapPages(Divisions divisions, MapSettings settings) {
        this.divisions = divisions;
        this.settings = settings;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/map", this::show).get(PICTURES + "/:region", this::picture);
    }

    /** A picture of the configuration, for whoever is signed in: it has been reviewed for the public. */
    private Future<Void> picture(PageCall call) {
        MapSettings.Picture picture = settings.pictures().stream()
                .filter(one -> one.region().equals(call.path("region")))
                .findFirst()
                .orElseThrow(NoSuchPageException::new);
        Path file = picture.file();
        return call.send(
                picture.region() + (file.toString().endsWith(".png") ? ".png" : ".jpg"),
                file.toString().endsWith(".png") ? "image/png" : "image/jpeg",
                () -> Files.readAllBytes(file));
    }

    /** The picture of the smallest region around one. */
    static MapSettings.@Nullable Picture base(MapSettings settings, String region) {
        return RegionCode.find(region)
                .flatMap(shown -> settings.pictures().stream()
                        .filter(one -> new RegionCode(one.region()).covers(shown))
                        .max(Comparator.comparingInt(
                                one -> new RegionCode(one.region()).prefix().length())))
                .orElse(null);
    }

    private Future<Void> show(PageCall call) {
        String asked = call.query("region");
        String foreign = divisions.isForeign(call, asked) ? asked : "";
        RegionCode own = call.account().region();
        boolean county = divisions.below(call).isEmpty();
        String region = !foreign.isEmpty() ? "" : county && own != null ? own.value() : asked;
        Future<List<CountyTally>> counties =
                county ? Future.succeededFuture(List.of()) : call.ask(CafeCalls.counties());
        Future<CafeListing> cafes =
                region.isEmpty() ? Future.succeededFuture(new CafeListing(List.of(), 0, false)) : cafes(call, region);
        Future<RoundPlan> plan = region.isEmpty()
                ? Future.succeededFuture(RoundPlan.NONE)
                : call.ask(InspectionCalls.plan(region, "", ""));
        call.allowPicturesOf(settings.origins());
        return Future.all(counties, cafes, plan)
                .compose(all -> call.show(
                        "map/map",
                        Section.MAP,
                        map(call, counties.result(), cafes.result(), plan.result(), region, foreign)));
    }

    private static Future<CafeListing> cafes(PageCall call, String region) {
        return call.ask(CafeCalls.listing(Map.of("region", region), 0, CAFES_MAX))
                .compose(any -> any.total() <= any.items().size()
                        ? Future.succeededFuture(any)
                        : urgentFirst(call, region, any));
    }

    private static Future<CafeListing> urgentFirst(PageCall call, String region, CafeListing any) {
        List<Future<CafeListing>> urgent = URGENT.stream()
                .map(state -> call.ask(CafeCalls.listing(Map.of("region", region, "state", state), 0, CAFES_MAX)))
                .toList();
        return Future.all(urgent).map(all -> {
            var byCode = new LinkedHashMap<String, CafeDetail>();
            Stream.concat(urgent.stream().map(Future::result), Stream.of(any))
                    .flatMap(list -> list.items().stream())
                    .forEach(cafe -> byCode.putIfAbsent(cafe.placeCode(), cafe));
            return new CafeListing(byCode.values().stream().limit(CAFES_MAX).toList(), any.total(), any.clipped());
        });
    }

    private CafeMap map(
            PageCall call,
            List<CountyTally> counties,
            CafeListing list,
            RoundPlan plan,
            String region,
            String foreign) {
        Map<String, Integer> stops = new HashMap<>();
        Set<String> added = new HashSet<>();
        for (RoundPlan.PlannedStop stop : plan.stops()) {
            stops.put(stop.placeCode(), stops.size() + 1);
            if (stop.added()) {
                added.add(stop.placeCode());
            }
        }
        List<MappedCafe> cafes = list.items().stream()
                .map(cafe -> mapped(cafe, stops.getOrDefault(cafe.placeCode(), 0), added.contains(cafe.placeCode())))
                .sorted(Comparator.comparingInt(MappedCafe::urgency).thenComparing(MappedCafe::placeCode))
                .toList();
        return new CafeMap(
                counties.stream()
                        .map(one -> new CafeMap.County(divisions.name(one.region()), one))
                        .toList(),
                region,
                region.isEmpty() ? "" : divisions.name(region),
                foreign,
                divisions.ownAndBelow(call),
                cafes,
                list.total(),
                settings,
                base(settings, region),
                Schematic.of(cafes),
                plan.kilometres());
    }

    private static MappedCafe mapped(CafeDetail cafe, int stop, boolean added) {
        String position = cafe.contact().position();
        return new MappedCafe(
                cafe.placeCode(),
                cafe.name(),
                cafe.contact().address(),
                cafe.activity().work().state(),
                cafe.activity().connected(),
                cafe.activity().work().openCases(),
                position.isEmpty() ? null : MapPosition.of(position),
                stop,
                added);
    }
}
