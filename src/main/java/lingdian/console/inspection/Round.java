package lingdian.console.inspection;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.MapPosition;
import lingdian.console.frame.Words;
import lingdian.domain.AccountId;
import lingdian.office.inspection.RoundPlan.Inspected;
import lingdian.office.inspection.RoundPlan.PlannedStop;
import lingdian.office.inspection.Route;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a round.
 *
 * @param whole whether {@code stops} is complete
 * @param begun the night round that the officer has begun to record; null if there is none
 * @param latitude of the team; empty if unknown
 * @param running the cases of cafés at which another violation goes on now
 * @param kept what a phone keeps of it, as JSON; empty on a page that refreshed itself
 */
record Round(
        OffsetDateTime at,
        double kilometres,
        boolean whole,
        List<Stop> stops,
        @Nullable Begun begun,
        String region,
        String latitude,
        String longitude,
        List<Choice> regions,
        List<Running> running,
        String kept) {
    Round {
        running = List.copyOf(running);
        stops = List.copyOf(stops);
        regions = List.copyOf(regions);
    }

    /** A café at which something goes on that does not show it open after hours, such as minors inside. */
    record Running(String placeCode, String name, String summary, String path) {
        @Override
        public String toString() {
            return "Running[" + placeCode + "]"; // a summary is about people
        }
    }

    /**
     * A night round as it was when a person opened the page. A page that refreshes itself passes these values along and
     * does not read the record again: every reading is written into the access log, which should not list a timer's
     * readings.
     *
     * @param unit empty if the page refreshed itself
     * @param premises the number of visited premises
     * @param form its record; null if the page refreshed itself
     */
    record Begun(
            String id, String unit, int premises, @Nullable InspectionForm form) {
        private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

        static Begun of(InspectionForm form) {
            return new Begun(form.id(), form.unit(), form.premises().size(), form);
        }

        /** Reads the parameter that {@link Round#path} writes; null if there is none. */
        static @Nullable Begun of(String id) {
            return ID.matcher(id).matches() ? new Begun(id, "", 0, null) : null;
        }
    }

    /**
     * One stop of the round: a café to drive to.
     *
     * @param telephone empty if nobody entered it
     * @param place its county
     * @param sessions as its agent said last
     * @param connected whether they are those of now
     * @param heard when the agent said so; null: never
     * @param overtime the id of its open overtime violation; empty if there is none yet
     * @param codes of its other open violations that suggest that it is open
     * @param position latitude and longitude, with a comma; empty if it was never entered
     * @param checked its inspection of tonight, by whichever team of the office; null where there is none
     * @param added whether the officer put it on the round
     */
    record Stop(
            String placeCode,
            String name,
            String place,
            String address,
            String telephone,
            int sessions,
            boolean connected,
            @Nullable OffsetDateTime heard,
            String overtime,
            List<String> codes,
            String position,
            @Nullable Checked checked,
            boolean added) {
        private static final String OVERTIME = "OVERTIME_OPERATION";

        Stop {
            codes = List.copyOf(codes);
        }

        static Stop of(PlannedStop stop, Divisions divisions, AccountId reader) {
            return new Stop(
                    stop.placeCode(),
                    stop.name(),
                    divisions.name(stop.region()),
                    stop.address(),
                    stop.telephone(),
                    stop.openSessions(),
                    stop.connected(),
                    stop.lastHeard(),
                    stop.overtime(),
                    stop.codes().stream().filter(code -> !code.equals(OVERTIME)).toList(),
                    stop.at().map(Stop::written).orElse(""),
                    Checked.orNull(stop.inspected(), reader),
                    stop.added());
        }

        /** The county, which an address as it is registered may leave out, and the address. */
        String where() {
            return address.startsWith(place) ? address : (place + " " + address).strip();
        }

        /** How many are online; of a café that is not connected, how many were and when, written by {@code moment}. */
        String guests(Words words, Function<OffsetDateTime, String> moment) {
            return connected
                    ? words.say("round.sessions", sessions)
                    : heard == null
                            ? words.say("cafes.never-heard")
                            : words.say("round.sessions-then", sessions, moment.apply(heard));
        }

        /** Links into map programs; none where nobody entered where it is. */
        List<MapPosition.Link> links() {
            return MapPosition.links(position, name);
        }

        /** Into the first of the map programs; empty where nobody entered where it is. */
        String way() {
            List<MapPosition.Link> links = links();
            return links.isEmpty() ? "" : links.getFirst().href();
        }

        /** As a link that phones open in their map; empty where nobody entered where it is. */
        String map() {
            return position.isEmpty() ? "" : "geo:" + position + "?q=" + position;
        }

        private static String written(Route.Point at) {
            return String.format(Locale.ROOT, "%.6f,%.6f", at.latitude(), at.longitude());
        }
    }

    boolean isPlaced() {
        return !latitude.isEmpty();
    }

    /**
     * The inspection of a stop.
     *
     * @param at when its record first named the café
     * @param own whether the reader recorded it
     */
    record Checked(String id, OffsetDateTime at, String unit, boolean own) {
        private static @Nullable Checked orNull(@Nullable Inspected inspected, AccountId reader) {
            return inspected == null
                    ? null
                    : new Checked(
                            inspected.id().toString(),
                            inspected.at(),
                            inspected.unit(),
                            inspected.by().equals(reader));
        }

        String path() {
            return "/inspections/" + id;
        }

        /** The text that says when and by whom. */
        String words() {
            return own ? "round.checked-own" : "round.checked-by";
        }
    }

    /** Whether the night round that was begun names it, so that the form opens with what is written of it. */
    boolean isBegunWith(Stop stop) {
        Checked checked = stop.checked();
        return begun != null && checked != null && checked.id().equals(begun.id());
    }

    /** The address of the form that records the inspection of a café. */
    String record(String placeCode) {
        String path = begun == null
                ? "/inspections/new?kind=night-round&place="
                : "/inspections/" + begun.id() + "/edit?place=";
        return path + placeCode;
    }

    String record(Stop stop) {
        return record(stop.placeCode()) + (stop.overtime().isEmpty() ? "" : "&violation=" + stop.overtime());
    }

    /** The address for refreshing this page. */
    String path() {
        return "/rounds?region=" + region + "&latitude=" + latitude + "&longitude=" + longitude
                + (begun == null ? "" : "&begun=" + begun.id());
    }

    @Override
    public String toString() {
        return "Round[" + stops.size() + "]";
    }
}
