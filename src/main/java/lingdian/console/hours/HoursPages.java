package lingdian.console.hours;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.hours.HoursView.GivenLine;
import lingdian.console.hours.HoursView.ScheduleLine;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.office.api.Ask;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cafes/{placeCode}/hours} and {@code /regions/{code}/hours}: who granted which hours, and their change, which shows
 * what it would do before it is saved.
 */
public final class HoursPages {
    private static final Set<String> DONE = Set.of("schedule", "order", "suspension", "end-order", "end-suspension");

    private final Divisions divisions;
    private final InstantSource clock;

    public HoursPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    /**
     * What a page is about.
     *
     * @param code the place code, or that of the region
     */
    private record About(String code, boolean isCafe, String name, ZoneId zone) {
        String path() {
            return (isCafe ? "/cafes/" : "/regions/") + code + "/hours";
        }
    }

    private interface Finding {
        Future<About> about(PageCall call);
    }

    public void mountOn(Rooms rooms) {
        rooms.get("/hours", this::own);
        mountOn(rooms, "/cafes/:placeCode/hours", this::cafe);
        mountOn(rooms, "/regions/:code/hours", this::region);
    }

    private void mountOn(Rooms rooms, String path, Finding finding) {
        rooms.get(path, call -> finding.about(call).compose(about -> show(call, about, 200, null)))
                .post(path, call -> finding.about(call).compose(about -> change(call, about)));
    }

    /** The region that was chosen, else one's own. */
    private Future<Void> own(PageCall call) {
        String chosen = call.query("region");
        RegionCode region = RegionCode.find(chosen).orElse(call.account().region());
        if (RegionCode.COUNTRY.equals(region)) {
            region = divisions.below(call).stream()
                    .findFirst()
                    .map(Choice::value)
                    .map(RegionCode::new)
                    .orElse(null);
        }
        if (region == null) {
            throw new NoSuchPageException();
        }
        return call.seeOther("/regions/" + region + "/hours");
    }

    private Future<About> cafe(PageCall call) {
        return call.ask(Ask.of("getCafe").path("placeCode", call.path("placeCode")))
                .map(cafe -> new About(
                        cafe.getString("placeCode"),
                        true,
                        cafe.getString("name"),
                        ZoneId.of(cafe.getString("timeZone"))));
    }

    private Future<About> region(PageCall call) {
        String code = call.path("code");
        return Future.succeededFuture(new About(code, false, divisions.name(code), ChinaTime.ZONE));
    }

    private Future<Void> change(PageCall call, About about) {
        HoursForm form = HoursForm.of(call, about.code(), about.isCafe(), about.zone());
        Future<Void> done = call.typed("step").equals("save")
                ? call.ask(form.ask())
                        .compose(saved ->
                                call.seeOther(about.path(), DONE.contains(form.what()) ? "hours." + form.what() : ""))
                : foretell(call, about, form);
        return done.recover(failure -> Refusal.of(failure)
                .map(refusal -> show(call, about, 422, new Typed(form, refusal)))
                .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> foretell(PageCall call, About about, HoursForm form) {
        return call.ask(form.ask().query("preview", "true"))
                .compose(told -> call.show(
                        "hours/hours-effect",
                        section(about),
                        HoursEffectView.of(about.name(), about.path(), form, told, call.words())));
    }

    /** A form that was not taken, and why. */
    private record Typed(HoursForm form, Refusal refusal) {}

    private Future<Void> show(PageCall call, About about, int status, @Nullable Typed typed) {
        Ask granted = about.isCafe()
                ? Ask.of("getCafeHours").path("placeCode", about.code())
                : Ask.of("getRegionHours").path("code", about.code());
        return call.ask(granted)
                .compose(hours -> call.show(status, "hours/hours", section(about), view(call, about, hours, typed)));
    }

    private static Section section(About about) {
        return about.isCafe() ? Section.CAFES : Section.HOURS;
    }

    private HoursView view(PageCall call, About about, JsonObject hours, @Nullable Typed typed) {
        OffsetDateTime now = clock.instant().atZone(about.zone()).toOffsetDateTime();
        return new HoursView(
                about.name(),
                about.path(),
                about.isCafe() ? "/cafes/" + about.code() : null,
                about.isCafe() ? List.of() : divisions.below(call),
                each(hours, "schedules")
                        .map(one -> ScheduleLine.of(one, area -> name(about, area)))
                        .toList(),
                given(hours, "orders", about, now),
                given(hours, "suspensions", about, now),
                call.may(about.isCafe() ? "putCafeHours" : "putRegionHours"),
                about.isCafe() && call.may("createSuspension"),
                typed == null ? proposed(about, hours) : typed.form().fields(),
                typed == null ? null : typed.refusal());
    }

    private List<GivenLine> given(JsonObject hours, String kind, About about, OffsetDateTime now) {
        return each(hours, kind)
                .map(one -> GivenLine.of(one, area -> name(about, area), about.code(), now))
                .toList();
    }

    private String name(About about, String area) {
        return area.equals(about.code()) ? about.name() : divisions.name(area);
    }

    /** The week that was granted last, to be changed; else that of the law. */
    private static Map<String, String> proposed(About about, JsonObject hours) {
        var proposed = new HashMap<String, String>();
        Optional<JsonObject> last = each(hours, "schedules")
                .filter(one -> one.getString("area").equals(about.code()))
                .findFirst();
        HoursView.DAYS.forEach(day -> proposed.put(
                day,
                last.map(one -> HoursView.hours(one.getJsonObject("weekly"), day))
                        .orElse(HoursView.STATUTORY)));
        return proposed;
    }

    private static Stream<JsonObject> each(JsonObject hours, String kind) {
        return hours.getJsonArray(kind).stream().map(JsonObject.class::cast);
    }
}
