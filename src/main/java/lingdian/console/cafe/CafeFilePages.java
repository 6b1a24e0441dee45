package lingdian.console.cafe;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.console.cafe.CafeFile.CaseLine;
import lingdian.console.cafe.CafeFile.ComplaintRow;
import lingdian.console.cafe.CafeFile.InspectionRow;
import lingdian.console.cafe.CafeFile.PaperLine;
import lingdian.console.cafe.CafeView.Past;
import lingdian.console.cafe.CafeView.Rights;
import lingdian.console.frame.AccountLine;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.domain.ChinaTime;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.MaintenanceNotice;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.complaint.ComplaintCalls;
import lingdian.office.complaint.ComplaintSummary;
import lingdian.office.hours.HoursCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.message.MessageCalls;
import lingdian.office.query.Page;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationList;
import lingdian.office.violation.ViolationQuery;
import org.jspecify.annotations.Nullable;

/** The file of a café for regulators. A tab asks the API only for what it shows, so that nothing is logged as read that was not. */
final class CafeFilePages {
    private static final int DAYS = 90;
    private static final int VIOLATIONS_MAX = 500;
    private static final int MESSAGES_MAX = 10;
    private static final int KEYS_MAX = 20;
    private static final int ACCOUNTS_MAX = 20;
    private static final int CASES_MAX = 100;
    private static final int INSPECTIONS_MAX = 50;
    private static final int COMPLAINTS_MAX = 50;
    private static final Set<String> OVER = Set.of("closed", "transferred");
    private static final Set<CafeTab> OF_HOURS = Set.of(CafeTab.OVERVIEW, CafeTab.HOURS);
    private static final Set<CafeTab> OF_CASES = Set.of(CafeTab.OVERVIEW, CafeTab.CASES, CafeTab.DOCUMENTS);

    private final Divisions divisions;
    private final InstantSource clock;

    CafeFilePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    Future<Void> show(PageCall call, String placeCode) {
        return show(call, placeCode, 200, CafeTab.of(call.query("tab")), null);
    }

    /** @param refusal why the form of this tab was not accepted; null if none was refused */
    Future<Void> show(PageCall call, String placeCode, int status, CafeTab tab, @Nullable Refusal refusal) {
        Instant now = clock.instant();
        return call.ask(CafeCalls.one(placeCode)).compose(cafe -> {
            Future<Past> past = past(call, placeCode, now);
            Future<List<MaintenanceNotice>> maintenance = tab == CafeTab.HOURS
                    ? call.ask(CafeCalls.maintenance(placeCode))
                    : Future.succeededFuture(List.of());
            Future<List<CaseLine>> cases =
                    OF_CASES.contains(tab) ? cases(call, placeCode) : Future.succeededFuture(List.of());
            Future<List<InspectionRow>> inspections =
                    tab == CafeTab.INSPECTIONS ? inspections(call, placeCode) : Future.succeededFuture(List.of());
            Future<@Nullable HoursHeld> held = OF_HOURS.contains(tab)
                    ? call.ask(HoursCalls.of(new HoursCalls.Holder(placeCode, true)))
                            .map(granted -> HoursHeld.of(cafe, granted, call.words(), call.times()))
                    : Future.succeededFuture(null);
            Future<@Nullable SafetyView> safety =
                    tab == CafeTab.PEOPLE ? safety(call, placeCode, refusal) : Future.succeededFuture(null);
            Future<MessagesView> messages = tab == CafeTab.DOCUMENTS && call.may(MessageCalls.SEND)
                    ? messages(call, placeCode, refusal)
                    : Future.succeededFuture(MessagesView.NONE);
            Future<Set<String>> round = call.may(InspectionCalls.ROUND_CAFES)
                    ? call.ask(InspectionCalls.roundCafes())
                    : Future.succeededFuture(Set.of());
            Future<@Nullable List<ComplaintRow>> complaints = tab == CafeTab.CASES && call.may(ComplaintCalls.LIST)
                    ? complaints(call, placeCode)
                    : Future.succeededFuture(null);
            return Future.all(List.of(past, maintenance, cases, inspections, held, safety, messages, round, complaints))
                    .compose(all -> call.show(
                            status,
                            "cafe/file",
                            Section.CAFES,
                            new CafeFile(
                                    tab,
                                    view(call, cafe, past.result(), maintenance.result()),
                                    CafeRow.of(cafe, divisions, call.words(), now),
                                    cases.result(),
                                    inspections.result(),
                                    safety.result(),
                                    messages.result(),
                                    held.result(),
                                    complaints.result(),
                                    call.may(InspectionCalls.CREATE),
                                    round.result().contains(placeCode))));
        });
    }

    private CafeView view(PageCall call, CafeDetail cafe, Past past, List<MaintenanceNotice> maintenance) {
        return new CafeView(
                CafeLine.of(cafe, divisions),
                cafe,
                cafe.hours().stream()
                        .map(one -> CafeView.interval(one, call.words(), call.times()))
                        .toList(),
                past,
                MaintenanceLine.all(maintenance),
                SafetyView.NONE,
                ToldView.NONE,
                YearMonth.from(call.times().today()).minusMonths(1).toString(),
                new Rights(false, false, false, false),
                TypedForm.EMPTY);
    }

    private Future<Past> past(PageCall call, String placeCode, Instant now) {
        Instant since = now.minus(DAYS, ChronoUnit.DAYS);
        Future<ViolationList> violations = call.ask(
                ViolationCalls.list(ViolationQuery.since(since, VIOLATIONS_MAX).atCafe(placeCode)));
        Future<ViolationList> open =
                call.ask(ViolationCalls.list(ViolationQuery.open(VIOLATIONS_MAX).atCafe(placeCode)));
        var history = call.ask(CafeCalls.history(placeCode));
        LocalDate today = LocalDate.ofInstant(now, ChinaTime.ZONE);
        Future<List<KeyLine>> keys = KeyLine.newest(call, placeCode, KEYS_MAX);
        Future<List<CafeChangeLine>> changes = CafeChangeLine.ofYear(call, divisions, placeCode, now);
        Future<List<AccountLine>> accounts = AccountLine.newest(call, placeCode, ACCOUNTS_MAX);
        Future<List<KeyCut>> cuts = KeyCut.since(call, placeCode, now);
        return Future.all(List.of(violations, open, history, keys, changes, accounts, cuts))
                .map(all -> Past.of(
                        history.result(),
                        violations.result().and(open.result()),
                        keys.result(),
                        changes.result(),
                        accounts.result(),
                        cuts.result(),
                        today,
                        DAYS));
    }

    private static Future<List<CaseLine>> cases(PageCall call, String placeCode) {
        return call.ask(CaseCalls.list(Map.of("view", "all", "placeCode", placeCode, "sort", "newest"), "", CASES_MAX))
                .map(Page::items)
                .map(cases -> cases.stream().map(one -> line(one, call)).toList());
    }

    private static CaseLine line(CaseDetail detail, PageCall call) {
        return new CaseLine(
                OVER.contains(detail.progress().step()),
                "/cases/" + detail.id(),
                call.times().date(LocalDate.parse(detail.about().businessDay())),
                detail.about().number(),
                call.words().sayWord("case-step", detail.progress().step()),
                detail.summary().in(call.words().language().code()),
                detail.papers().documents().stream()
                        .map(paper -> new PaperLine(
                                paper.kind(),
                                paper.number(),
                                call.moment(paper.at()),
                                "/api/v1/cases/" + detail.id() + "/documents/" + paper.id(),
                                paper.isVoid()))
                        .toList());
    }

    private static Future<@Nullable List<ComplaintRow>> complaints(PageCall call, String placeCode) {
        return call.ask(ComplaintCalls.list(Map.of("placeCode", placeCode, "view", "all"), "", COMPLAINTS_MAX))
                .map(found -> found.items().stream().map(one -> row(one, call)).toList());
    }

    private static ComplaintRow row(ComplaintSummary one, PageCall call) {
        return new ComplaintRow(
                "/complaints/" + one.id(),
                call.moment(one.receipt().at()),
                one.receipt().subject(),
                one.receipt().way(),
                one.step(),
                one.overdue());
    }

    private static Future<List<InspectionRow>> inspections(PageCall call, String placeCode) {
        return call.ask(InspectionCalls.list(new InspectionCalls.Filter("", "", placeCode, null), "", INSPECTIONS_MAX))
                .compose(found -> InspectionTitles.of(call, found.items())
                        .map(titles -> found.items().stream()
                                .map(one -> new InspectionRow(
                                        "/inspections/" + one.id(),
                                        titles.title(one, placeCode),
                                        one.unit(),
                                        !one.closed()))
                                .toList()));
    }

    private static Future<@Nullable SafetyView> safety(PageCall call, String placeCode, @Nullable Refusal refusal) {
        return call.ask(CafeCalls.safety(placeCode))
                .map(safety -> SafetyView.of(safety, call.may(CafeCalls.PUT_SAFETY)))
                .map(view -> refusal == null ? view : view.typed(call, refusal));
    }

    private static Future<MessagesView> messages(PageCall call, String placeCode, @Nullable Refusal refusal) {
        return call.ask(MessageCalls.list(placeCode, MESSAGES_MAX))
                .map(list -> new MessagesView(
                        true,
                        list.items().stream().map(MessagesView.Line::new).toList(),
                        refusal == null ? TypedForm.EMPTY : new TypedForm(MessagesView.FORM, call.typed(), refusal)));
    }
}
