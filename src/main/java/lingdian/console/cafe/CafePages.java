package lingdian.console.cafe;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import lingdian.access.account.Role;
import lingdian.console.cafe.CafeView.Past;
import lingdian.console.cafe.CafeView.Rights;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.hours.HoursForm;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeHistory;
import lingdian.office.cafe.MaintenanceNotice;
import lingdian.office.casework.CaseCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.message.MessageCalls;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationList;
import lingdian.office.violation.ViolationQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /cafes}: the cafés in the reader's scope, each with its permitted hours, its activity and its last 90 days.
 */
public final class CafePages {
    private static final int AT_ONCE = 50;
    private static final int DAYS = 90;
    private static final int VIOLATIONS_MAX = 500;
    private static final int MESSAGES_MAX = 10;
    private static final int DUTIES_MAX = 50;
    private static final int KEYS_MAX = 20;

    private final Divisions divisions;
    private final InstantSource clock;

    public CafePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/cafes", this::all)
                .get("/cafes/:placeCode", this::one)
                .get("/my-cafe", call -> show(call, Section.MY_CAFE, own(call), 200, Refused.NOTHING))
                .post("/cafes/:placeCode/safety", this::saveSafety)
                .post("/cafes/:placeCode/messages", this::send)
                .get("/my-cafe/now", this::duties)
                .post("/my-cafe/maintenance", this::announce);
    }

    private Future<Void> all(PageCall call) {
        String region = call.query("region");
        String part = call.query("q");
        return call.ask(CafeCalls.list(region, part, call.query("cursor"), AT_ONCE))
                .compose(list -> call.show(
                        "cafe/cafes",
                        Section.CAFES,
                        new CafeList(
                                region,
                                part,
                                divisions.below(call),
                                list.items().stream()
                                        .map(cafe -> CafeLine.of(cafe, divisions))
                                        .toList(),
                                next(region, part, list.next()))));
    }

    private static @Nullable String next(String region, String part, @Nullable String cursor) {
        return cursor == null
                ? null
                : "/cafes?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
                        + (region.isEmpty() ? "" : "&region=" + region)
                        + (part.isEmpty() ? "" : "&q=" + URLEncoder.encode(part, StandardCharsets.UTF_8));
    }

    private Future<Void> one(PageCall call) {
        Section here = call.account().role() == Role.OPERATOR ? Section.MY_CAFE : Section.CAFES;
        return show(call, here, call.path("placeCode"), 200, Refused.NOTHING);
    }

    /** The page of an operator's only café. */
    private static String own(PageCall call) {
        PlaceCode placeCode = call.account().placeCode();
        if (placeCode == null) {
            throw new NoSuchPageException();
        }
        return placeCode.value();
    }

    /** The first part of an operator's page, loaded by it, and a page by itself where there is no script. */
    private Future<Void> duties(PageCall call) {
        return call.ask(CaseCalls.own(DUTIES_MAX))
                .compose(list -> call.show(
                        call.wantsPart() ? "cafe/duties" : "cafe/duties-page",
                        Section.MY_CAFE,
                        DutiesView.of(list.items(), LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE))));
    }

    private Future<Void> announce(PageCall call) {
        return call.ask(CafeCalls.announce(
                        own(call),
                        call.typed("work"),
                        HoursForm.instant(call.typed("from"), ChinaTime.ZONE),
                        HoursForm.instant(call.typed("to"), ChinaTime.ZONE)))
                .compose(kept -> call.seeOther("/my-cafe", "maintenance"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, Section.MY_CAFE, own(call), 422, new Refused(refusal, null, null)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> saveSafety(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(CafeCalls.putSafety(placeCode, SafetyView.typed(call)))
                .compose(kept -> call.seeOther("/cafes/" + placeCode, "safety"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, Section.CAFES, placeCode, 422, new Refused(null, refusal, null)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> send(PageCall call) {
        String placeCode = call.path("placeCode");
        String until = HoursForm.instant(call.typed("until"), ChinaTime.ZONE);
        return call.ask(MessageCalls.send(placeCode, call.typed("text"), call.typed("purpose"), until))
                .compose(sent -> call.seeOther("/cafes/" + placeCode, "messages"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> show(call, Section.CAFES, placeCode, 422, new Refused(null, null, refusal)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    /** Why a form of the page was not accepted: at most one of them is set. */
    private record Refused(
            @Nullable Refusal notice,
            @Nullable Refusal safety,
            @Nullable Refusal message) {
        static final Refused NOTHING = new Refused(null, null, null);
    }

    private Future<Void> show(PageCall call, Section here, String placeCode, int status, Refused refused) {
        return call.ask(CafeCalls.one(placeCode)).compose(cafe -> {
            Future<Past> past = past(call, placeCode);
            Future<List<MaintenanceNotice>> maintenance = call.ask(CafeCalls.maintenance(placeCode));
            Future<SafetyView> safety = safety(call, placeCode, refused);
            Future<MessagesView> messages = messages(call, placeCode, refused.message());
            return Future.all(past, maintenance, safety, messages)
                    .compose(all -> call.show(
                            status,
                            "cafe/cafe",
                            here,
                            new CafeView(
                                    CafeLine.of(cafe, divisions),
                                    cafe,
                                    cafe.hours().stream()
                                            .map(CafeView::interval)
                                            .toList(),
                                    past.result(),
                                    MaintenanceLine.all(maintenance.result()),
                                    safety.result(),
                                    messages.result(),
                                    YearMonth.from(clock.instant().atZone(ChinaTime.ZONE))
                                            .minusMonths(1)
                                            .toString(),
                                    new Rights(
                                            call.may(CafeCalls.ANNOUNCE),
                                            call.may(InspectionCalls.CREATE),
                                            here == Section.MY_CAFE && call.may(ViolationCalls.EVIDENCE)),
                                    refused.notice())));
        });
    }

    private Future<Past> past(PageCall call, String placeCode) {
        var since = clock.instant().minus(DAYS, ChronoUnit.DAYS);
        Future<ViolationList> violations = call.ask(
                ViolationCalls.list(ViolationQuery.since(since, VIOLATIONS_MAX).atCafe(placeCode)));
        Future<ViolationList> open =
                call.ask(ViolationCalls.list(ViolationQuery.open(VIOLATIONS_MAX).atCafe(placeCode)));
        Future<CafeHistory> history = call.ask(CafeCalls.history(placeCode));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        Future<List<KeyLine>> keys = KeyLine.newest(call, placeCode, KEYS_MAX);
        return Future.all(violations, open, history, keys)
                .map(all ->
                        Past.of(history.result(), violations.result().and(open.result()), keys.result(), today, DAYS));
    }

    private static Future<MessagesView> messages(PageCall call, String placeCode, @Nullable Refusal refusal) {
        return call.may(MessageCalls.SEND)
                ? call.ask(MessageCalls.list(placeCode, MESSAGES_MAX))
                        .map(list -> new MessagesView(
                                true,
                                list.items().stream()
                                        .map(MessagesView.Line::new)
                                        .toList(),
                                refusal == null ? "" : call.typed("text"),
                                refusal))
                : Future.succeededFuture(MessagesView.NONE);
    }

    private static Future<SafetyView> safety(PageCall call, String placeCode, Refused refused) {
        Refusal refusal = refused.safety();
        return call.ask(CafeCalls.safety(placeCode))
                .map(safety -> SafetyView.of(safety, call.may(CafeCalls.PUT_SAFETY)))
                .map(view -> refusal == null ? view : view.typed(call, refusal));
    }
}
