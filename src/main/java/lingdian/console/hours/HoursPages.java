package lingdian.console.hours;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.hours.HoursView.Given;
import lingdian.console.hours.HoursView.GivenLine;
import lingdian.console.hours.HoursView.Rights;
import lingdian.console.hours.HoursView.ScheduleLine;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.hours.GrantedHours;
import lingdian.office.hours.HoursCalls;
import lingdian.office.hours.HoursCalls.Holder;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cafes/{placeCode}/hours} and {@code /regions/{code}/hours}: the granted hours and who granted them, and forms
 * that change them. The effect of a change is shown before it is saved.
 */
public final class HoursPages {
    private static final Set<String> DONE =
            Set.of("schedule", "order", "suspension", "closure", "end-order", "end-suspension", "end-closure");

    private final Divisions divisions;
    private final InstantSource clock;

    public HoursPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    /** The subject of a page. */
    private record About(Holder holder, String name, ZoneId zone) {
        String path() {
            return (isCafe() ? "/cafes/" : "/regions/") + code() + "/hours";
        }

        boolean isCafe() {
            return holder.isCafe();
        }

        String code() {
            return holder.code();
        }
    }

    private interface Finding {
        Future<About> about(PageCall call);
    }

    public void mountOn(PageRouter pages) {
        pages.get("/hours", this::own);
        mountOn(pages, "/cafes/:placeCode/hours", this::cafe);
        mountOn(pages, "/regions/:code/hours", this::region);
    }

    private void mountOn(PageRouter pages, String path, Finding finding) {
        pages.get(path, call -> finding.about(call).compose(about -> show(call, about, 200, null)))
                .post(path, call -> finding.about(call).compose(about -> change(call, about)));
    }

    /** The page of the chosen region, else of the reader's own. */
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
        return call.ask(CafeCalls.heading(call.path("placeCode")))
                .map(cafe -> new About(new Holder(cafe.placeCode(), true), cafe.name(), cafe.timeZone()));
    }

    private Future<About> region(PageCall call) {
        String code = call.path("code");
        return Future.succeededFuture(new About(new Holder(code, false), divisions.name(code), ChinaTime.ZONE));
    }

    private Future<Void> change(PageCall call, About about) {
        HoursForm form = HoursForm.of(call, about.holder(), about.zone());
        Future<Void> done = call.typed("step").equals("save")
                ? call.ask(form.request())
                        .compose(saved ->
                                call.seeOther(about.path(), DONE.contains(form.what()) ? "hours." + form.what() : ""))
                : preview(call, about, form);
        return done.recover(failure -> Refusal.of(failure)
                .map(refusal -> show(call, about, 422, new Typed(form, refusal)))
                .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> preview(PageCall call, About about, HoursForm form) {
        return call.ask(HoursCalls.preview(form.request()))
                .compose(told -> call.show(
                        "hours/hours-effect",
                        section(about),
                        HoursEffectView.of(about.name(), about.path(), form, told, call.times())));
    }

    /** A form that was not accepted, and why. */
    private record Typed(HoursForm form, Refusal refusal) {}

    private Future<Void> show(PageCall call, About about, int status, @Nullable Typed typed) {
        return call.ask(HoursCalls.of(about.holder()))
                .compose(hours -> call.show(status, "hours/hours", section(about), view(call, about, hours, typed)));
    }

    private static Section section(About about) {
        return about.isCafe() ? Section.CAFES : Section.HOURS;
    }

    private HoursView view(PageCall call, About about, GrantedHours hours, @Nullable Typed typed) {
        OffsetDateTime now = clock.instant().atZone(about.zone()).toOffsetDateTime();
        var course = new ScheduleCourse(hours.schedules(), about.code(), now.toLocalDate());
        Optional<GrantedHours.Schedule> instead = hours.schedules().stream()
                .filter(one -> course.canReplace(one) && HoursView.key(one).equals(call.query("instead")))
                .findFirst();
        return new HoursView(
                about.name(),
                about.path(),
                about.isCafe() ? "/cafes/" + about.code() + "?tab=hours" : null,
                about.isCafe() ? List.of() : divisions.ownAndBelow(call),
                hours.schedules().stream()
                        .map(one -> ScheduleLine.of(one, area -> name(about, area), course))
                        .toList(),
                new Given(
                        given(hours.orders(), about, now),
                        given(hours.suspensions(), about, now),
                        given(hours.closures(), about, now)),
                rights(call, about),
                typed == null
                        ? instead.map(one -> instead(call, one, course, about)).orElse(null)
                        : null,
                typed != null
                        ? typed.form().fields()
                        : instead.map(one -> replacing(call, one, course)).orElseGet(() -> proposed(about, hours)),
                typed == null ? null : typed.refusal());
    }

    private static Rights rights(PageCall call, About about) {
        return about.isCafe()
                ? new Rights(
                        call.may(HoursCalls.PUT_FOR_CAFE), call.may(HoursCalls.SUSPEND), call.may(HoursCalls.CLOSE))
                : new Rights(call.may(HoursCalls.PUT_FOR_REGION), false, false);
    }

    private List<GivenLine> given(List<GrantedHours.Order> orders, About about, OffsetDateTime now) {
        return orders.stream()
                .map(one -> GivenLine.of(one, area -> name(about, area), about.code(), now))
                .toList();
    }

    private String name(About about, String area) {
        return area.equals(about.code()) ? about.name() : divisions.name(area);
    }

    private static boolean withdraws(PageCall call) {
        return call.query("with").equals("hours-without-it");
    }

    private HoursView.Instead instead(PageCall call, GrantedHours.Schedule one, ScheduleCourse course, About about) {
        return new HoursView.Instead(
                one.document(),
                course.next(one).toString(),
                Objects.toString(one.to(), ""),
                withdraws(call) ? fallback(call, course.without(one), about) : "");
    }

    /** Whose hours count without a schedule. */
    private String fallback(PageCall call, Optional<GrantedHours.Schedule> without, About about) {
        return without.map(one -> one.area().equals(about.code())
                        ? call.words().say("hours.fallback-own", one.document())
                        : call.words().say("hours.fallback", name(about, one.area())))
                .orElseGet(() -> call.words().say("hours.fallback-statutory", HoursView.STATUTORY));
    }

    /** The form for a schedule that takes another's place: on the same days its own hours, or those that count without it. */
    private static Map<String, String> replacing(PageCall call, GrantedHours.Schedule one, ScheduleCourse course) {
        var fields = new HashMap<String, String>();
        Optional<GrantedHours.Schedule> source = withdraws(call) ? course.without(one) : Optional.of(one);
        HoursView.DAYS.forEach(day -> fields.put(
                day, source.map(other -> HoursView.hours(other.weekly(), day)).orElse(HoursView.STATUTORY)));
        fields.put("what", "schedule");
        fields.put("from", course.next(one).toString());
        fields.put("to", Objects.toString(one.to(), ""));
        return fields;
    }

    /** The initial contents of the form: the week granted last, else the statutory hours. */
    private static Map<String, String> proposed(About about, GrantedHours hours) {
        var proposed = new HashMap<String, String>();
        Optional<GrantedHours.Schedule> last = hours.schedules().stream()
                .filter(one -> one.area().equals(about.code()))
                .findFirst();
        HoursView.DAYS.forEach(day -> proposed.put(
                day, last.map(one -> HoursView.hours(one.weekly(), day)).orElse(HoursView.STATUTORY)));
        return proposed;
    }
}
