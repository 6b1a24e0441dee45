package lingdian.console.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Role;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.hours.HoursForm;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.ChinaTime;
import lingdian.office.api.Ask;
import org.jspecify.annotations.Nullable;

/** {@code /cafes}: the cafés in whoever's scope, each with what it may, what it does, and its last ninety days. */
public final class CafePages {
    private static final String AT_ONCE = "50";
    private static final int DAYS = 90;
    private static final int VIOLATIONS_MAX = 500;

    private final Divisions divisions;
    private final InstantSource clock;

    public CafePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(Rooms rooms) {
        rooms.get("/cafes", this::all)
                .get("/cafes/:placeCode", this::one)
                .get("/my-cafe", call -> show(call, Section.MY_CAFE, own(call), 200, Refused.NOTHING))
                .post("/cafes/:placeCode/safety", this::keepSafe)
                .post("/my-cafe/maintenance", this::announce);
    }

    private Future<Void> all(PageCall call) {
        String region = call.query("region");
        return call.ask(Ask.of("listCafes")
                        .query("region", region)
                        .query("limit", AT_ONCE)
                        .query("cursor", call.query("cursor")))
                .compose(list -> call.show(
                        "cafe/cafes",
                        Section.CAFES,
                        new CafeList(
                                region,
                                divisions.below(call),
                                CafeLine.all(list, divisions),
                                next(region, list.getString("next")))));
    }

    private static @Nullable String next(String region, @Nullable String cursor) {
        return cursor == null
                ? null
                : "/cafes?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
                        + (region.isEmpty() ? "" : "&region=" + region);
    }

    private Future<Void> one(PageCall call) {
        Section here = call.account().role() == Role.OPERATOR ? Section.MY_CAFE : Section.CAFES;
        return show(call, here, call.path("placeCode"), 200, Refused.NOTHING);
    }

    /** An operator has one café. */
    private static String own(PageCall call) {
        String placeCode = call.account().placeCode();
        if (placeCode == null) {
            throw new NoSuchPageException();
        }
        return placeCode;
    }

    private Future<Void> announce(PageCall call) {
        var body = new JsonObject()
                .put("work", call.typed("work"))
                .put("from", HoursForm.instant(call.typed("from"), ChinaTime.ZONE))
                .put("to", HoursForm.instant(call.typed("to"), ChinaTime.ZONE));
        return call.ask(Ask.of("announceMaintenance")
                        .path("placeCode", own(call))
                        .body(body))
                .compose(kept -> call.seeOther("/my-cafe", "maintenance"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, Section.MY_CAFE, own(call), 422, new Refused(refusal, null)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> keepSafe(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(Ask.of("putSafety").path("placeCode", placeCode).body(SafetyView.body(call)))
                .compose(kept -> call.seeOther("/cafes/" + placeCode, "safety"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, Section.CAFES, placeCode, 422, new Refused(null, refusal)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** Why a form of the page was not taken: at most one of the two. */
    private record Refused(
            @Nullable Refusal notice, @Nullable Refusal safety) {
        static final Refused NOTHING = new Refused(null, null);
    }

    private Future<Void> show(PageCall call, Section here, String placeCode, int status, Refused refused) {
        Future<JsonObject> cafe = call.ask(Ask.of("getCafe").path("placeCode", placeCode));
        return cafe.compose(found -> {
            Future<JsonObject> violations = call.ask(Ask.of("listViolations")
                    .query("placeCode", placeCode)
                    .query("limit", Integer.toString(VIOLATIONS_MAX))
                    .query("from", clock.instant().minus(DAYS, ChronoUnit.DAYS).toString()));
            Future<JsonObject> maintenance = call.ask(Ask.of("listMaintenance").path("placeCode", placeCode));
            Future<JsonObject> history = call.ask(Ask.of("getCafeHistory").path("placeCode", placeCode));
            Future<SafetyView> safety = safety(call, placeCode, refused);
            return Future.all(violations, maintenance, history, safety)
                    .compose(all -> call.show(
                            status,
                            "cafe/cafe",
                            here,
                            view(
                                    call,
                                    found,
                                    history.result(),
                                    violations.result(),
                                    maintenance.result(),
                                    safety.result(),
                                    refused.notice())));
        });
    }

    private static Future<SafetyView> safety(PageCall call, String placeCode, Refused refused) {
        Refusal refusal = refused.safety();
        return call.ask(Ask.of("getSafety").path("placeCode", placeCode))
                .map(safety -> SafetyView.of(safety, call.may("putSafety")))
                .map(view -> refusal == null ? view : view.typed(call, refusal));
    }

    private CafeView view(
            PageCall call,
            JsonObject cafe,
            JsonObject history,
            JsonObject list,
            JsonObject maintenance,
            SafetyView safety,
            @Nullable Refusal refusal) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        List<ViolationRow> rows = ViolationRow.all(list);
        return CafeView.of(
                cafe,
                divisions,
                HeatMap.of(
                        rows.stream().map(row -> row.startedAt().toLocalDate()).toList(), today, DAYS),
                history,
                rows,
                Objects.isNull(list.getString("next")),
                MaintenanceLine.all(maintenance),
                call.may("announceMaintenance"),
                safety,
                call.may("createInspection"),
                refusal);
    }
}
