package lingdian.console.cafe;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.console.cafe.CafeView.Past;
import lingdian.console.cafe.CafeView.Rights;
import lingdian.console.frame.AccountLine;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.CafeHistory;
import lingdian.office.cafe.MaintenanceNotice;
import lingdian.office.casework.CaseCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.message.MessageCalls;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationList;
import lingdian.office.violation.ViolationQuery;

/**
 * A café with its permitted hours, its activity and its last 90 days, for its operator; the list of an operator of
 * several; and the forms of its file.
 */
public final class CafePages {
    private static final int DAYS = 90;
    private static final int VIOLATIONS_MAX = 500;
    private static final int DUTIES_MAX = 50;
    private static final int CASES_MAX = 1_000;
    private static final int KEYS_MAX = 20;
    private static final int ACCOUNTS_MAX = 20;
    private static final int MESSAGES_MAX = 20;

    private final Divisions divisions;
    private final InstantSource clock;
    private final CafeFilePages files;

    public CafePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
        this.files = new CafeFilePages(divisions, clock);
    }

    public void mountOn(PageRouter pages) {
        pages.get("/cafes/:placeCode", this::one)
                .get("/my-cafe", this::own)
                .post("/cafes/:placeCode/safety", this::saveSafety)
                .post("/cafes/:placeCode/messages", this::send)
                .get("/my-cafe/now", this::duties)
                .post("/my-cafe/maintenance", this::announce);
    }

    private Future<Void> one(PageCall call) {
        return switch (call.account().role()) {
            case OPERATOR -> show(call, Section.MY_CAFE, call.path("placeCode"), TypedForm.EMPTY);
            case ADMIN ->
                call.seeOther("/administration/cafes/"
                        + PlaceCode.find(call.path("placeCode")).orElseThrow(NoSuchPageException::new));
            case REGULATOR, AUDITOR -> files.show(call, call.path("placeCode"));
        };
    }

    /** The page of an operator's only café, or the list of several. */
    private Future<Void> own(PageCall call) {
        PlaceCode only = call.account().onlyCafe();
        return only == null ? several(call) : show(call, Section.MY_CAFE, only.value(), TypedForm.EMPTY);
    }

    private Future<Void> several(PageCall call) {
        if (call.account().role() != Role.OPERATOR) {
            throw new NoSuchPageException();
        }
        var cafes = call.ask(CafeCalls.listing(Map.of(), 0, Account.CAFES_MAX));
        var cases = call.ask(CaseCalls.own("", CASES_MAX));
        return Future.all(cafes, cases)
                .compose(both -> call.show(
                        "cafe/own-cafes",
                        Section.MY_CAFE,
                        OwnCafesView.of(
                                cafes.result().items().stream()
                                        .map(cafe -> CafeLine.of(cafe, divisions))
                                        .toList(),
                                cases.result(),
                                today())));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
    }

    private static String ownPage(PageCall call, String placeCode) {
        return call.account().onlyCafe() == null ? "/cafes/" + placeCode : "/my-cafe";
    }

    /** The café of a form or part: the operator's only one, or the one that it names. */
    private static String named(PageCall call, String named) {
        PlaceCode only = call.account().onlyCafe();
        return only == null ? named : only.value();
    }

    /** The first part of an operator's page, loaded by it, and a page by itself where there is no script. */
    private Future<Void> duties(PageCall call) {
        String placeCode = named(call, call.query("placeCode"));
        var cases = call.ask(CaseCalls.own(placeCode, DUTIES_MAX));
        Future<ViolationList> violations = violations(call, placeCode);
        return Future.all(cases, violations)
                .compose(both -> call.show(
                        call.wantsPart() ? "cafe/duties" : "cafe/duties-page",
                        Section.MY_CAFE,
                        DutiesView.of(cases.result().items(), ViolationRow.all(violations.result()), today())));
    }

    private Future<Void> announce(PageCall call) {
        String placeCode = named(call, call.typed("placeCode"));
        return call.ask(CafeCalls.announce(
                        placeCode,
                        call.typed("work"),
                        FieldTime.instant(call.typed("from"), ChinaTime.ZONE),
                        FieldTime.instant(call.typed("to"), ChinaTime.ZONE)))
                .compose(kept -> call.seeOther(ownPage(call, placeCode), "maintenance"))
                .recover(failure -> TypedForm.of(call, "maintenance", failure)
                        .map(typed -> show(call, Section.MY_CAFE, placeCode, typed))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> saveSafety(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(CafeCalls.putSafety(placeCode, SafetyView.typed(call)))
                .compose(kept -> call.seeOther(CafeTab.PEOPLE.path(placeCode), "safety"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> files.show(call, placeCode, 422, CafeTab.PEOPLE, refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> send(PageCall call) {
        String placeCode = call.path("placeCode");
        String until = FieldTime.instant(call.typed("until"), ChinaTime.ZONE);
        return call.ask(MessageCalls.send(placeCode, call.typed("text"), call.typed("purpose"), until))
                .compose(sent -> call.seeOther(CafeTab.DOCUMENTS.path(placeCode), "messages"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> files.show(call, placeCode, 422, CafeTab.DOCUMENTS, refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> show(PageCall call, Section here, String placeCode, TypedForm typed) {
        return call.ask(CafeCalls.one(placeCode)).compose(cafe -> {
            Future<Past> past = past(call, placeCode);
            Future<List<MaintenanceNotice>> maintenance = call.ask(CafeCalls.maintenance(placeCode));
            Future<SafetyView> safety = call.ask(CafeCalls.safety(placeCode))
                    .map(found -> SafetyView.of(found, call.may(CafeCalls.PUT_SAFETY)));
            Future<ToldView> told = told(call, cafe);
            return Future.all(past, maintenance, safety, told)
                    .compose(all -> call.show(
                            typed.status(),
                            "cafe/cafe",
                            here,
                            new CafeView(
                                    CafeLine.of(cafe, divisions),
                                    cafe,
                                    cafe.hours().stream()
                                            .map(one -> CafeView.interval(one, call.words(), call.times()))
                                            .toList(),
                                    past.result(),
                                    MaintenanceLine.all(maintenance.result()),
                                    safety.result(),
                                    told.result(),
                                    YearMonth.from(clock.instant().atZone(ChinaTime.ZONE))
                                            .minusMonths(1)
                                            .toString(),
                                    new Rights(
                                            call.may(CafeCalls.ANNOUNCE),
                                            call.may(InspectionCalls.CREATE),
                                            here == Section.MY_CAFE && call.may(ViolationCalls.EVIDENCE),
                                            call.account().cafes().size() > 1),
                                    typed)));
        });
    }

    private static Future<ToldView> told(PageCall call, CafeDetail cafe) {
        var messages = call.ask(MessageCalls.own(cafe.placeCode(), MESSAGES_MAX));
        var cases = call.ask(CaseCalls.own(cafe.placeCode(), CASES_MAX));
        return Future.all(messages, cases)
                .map(both -> ToldView.of(messages.result(), cases.result().items(), cafe.offices()));
    }

    /** Those of the last days, and those that go on, of whatever age. */
    private Future<ViolationList> violations(PageCall call, String placeCode) {
        var since = clock.instant().minus(DAYS, ChronoUnit.DAYS);
        Future<ViolationList> violations = call.ask(
                ViolationCalls.list(ViolationQuery.since(since, VIOLATIONS_MAX).atCafe(placeCode)));
        Future<ViolationList> open =
                call.ask(ViolationCalls.list(ViolationQuery.open(VIOLATIONS_MAX).atCafe(placeCode)));
        return Future.all(violations, open).map(both -> violations.result().and(open.result()));
    }

    private Future<Past> past(PageCall call, String placeCode) {
        Future<ViolationList> violations = violations(call, placeCode);
        Future<CafeHistory> history = call.ask(CafeCalls.history(placeCode));
        Future<List<KeyLine>> keys = KeyLine.newest(call, placeCode, KEYS_MAX);
        Future<List<CafeChangeLine>> changes = CafeChangeLine.ofYear(call, divisions, placeCode, clock.instant());
        Future<List<AccountLine>> accounts = AccountLine.newest(call, placeCode, ACCOUNTS_MAX);
        Future<List<KeyCut>> cuts = KeyCut.since(call, placeCode, clock.instant());
        return Future.all(violations, history, keys, changes, accounts, cuts)
                .map(all -> Past.of(
                        history.result(),
                        violations.result(),
                        keys.result(),
                        changes.result(),
                        accounts.result(),
                        cuts.result(),
                        today(),
                        DAYS));
    }
}
