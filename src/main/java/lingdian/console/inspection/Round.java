package lingdian.console.inspection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PremisesEntry;
import lingdian.domain.PlaceCode;
import lingdian.office.inspection.RoundPlan.PlannedStop;
import lingdian.office.inspection.Route;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a round.
 *
 * @param whole whether these are all stops
 * @param begun the night round that the officer has begun to record; null where there is none
 * @param latitude where the team is; empty where it is not known
 */
record Round(
        String at,
        double kilometres,
        boolean whole,
        List<Stop> stops,
        @Nullable Begun begun,
        String region,
        String latitude,
        String longitude,
        List<Choice> regions) {
    Round {
        stops = List.copyOf(stops);
        regions = List.copyOf(regions);
    }

    /**
     * A night round as it was when a person opened the page. A page that refreshes itself hands it back rather than
     * read the record again, because every reading is written into the access log, and a timer's reading is not a
     * person's.
     *
     * @param unit empty where the page refreshes itself
     * @param premises how many there were
     * @param visited the place codes among them
     */
    record Begun(String id, String unit, int premises, Set<String> visited) {
        private static final int MOST = 200;
        private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

        Begun {
            visited = Set.copyOf(visited);
        }

        static Begun of(InspectionForm form) {
            return new Begun(
                    form.id(),
                    form.unit(),
                    form.premises().size(),
                    codes(form.premises().stream().map(PremisesEntry::placeCode)));
        }

        /** As {@link Round#path} hands it back; null where there was none. */
        static @Nullable Begun of(String id, String visited) {
            return ID.matcher(id).matches() ? new Begun(id, "", 0, codes(Arrays.stream(visited.split(",")))) : null;
        }

        private static Set<String> codes(Stream<String> placeCodes) {
            return placeCodes
                    .filter(code -> PlaceCode.find(code).isPresent())
                    .limit(MOST)
                    .collect(Collectors.toSet());
        }
    }

    /**
     * A café to drive to.
     *
     * @param overtime the id of its open violation; empty where none was found yet
     * @param map where it is, as phones hand it to the map that they have; empty if it was never entered
     * @param visited whether the round that was begun was there
     */
    record Stop(
            String placeCode,
            String name,
            String place,
            String address,
            int sessions,
            String overtime,
            String map,
            boolean visited) {
        static Stop of(PlannedStop stop, Divisions divisions, Set<String> visited) {
            return new Stop(
                    stop.placeCode(),
                    stop.name(),
                    divisions.name(stop.region()),
                    stop.address(),
                    stop.openSessions(),
                    stop.overtime(),
                    stop.at().map(Stop::map).orElse(""),
                    visited.contains(stop.placeCode()));
        }

        private static String map(Route.Point at) {
            return String.format(Locale.ROOT, "geo:%1$.6f,%2$.6f?q=%1$.6f,%2$.6f", at.latitude(), at.longitude());
        }
    }

    boolean isPlaced() {
        return !latitude.isEmpty();
    }

    /** Where a tap records the inspection of a stop. */
    String record(Stop stop) {
        String path = begun == null
                ? "/inspections/new?kind=night-round&place="
                : "/inspections/" + begun.id() + "/edit?place=";
        return path + stop.placeCode() + (stop.overtime().isEmpty() ? "" : "&violation=" + stop.overtime());
    }

    /** The address for refreshing this page. */
    String path() {
        return "/rounds?region=" + region + "&latitude=" + latitude + "&longitude=" + longitude
                + (begun == null ? "" : "&begun=" + begun.id() + "&visited=" + String.join(",", begun.visited()));
    }

    @Override
    public String toString() {
        return "Round[" + stops.size() + "]";
    }
}
