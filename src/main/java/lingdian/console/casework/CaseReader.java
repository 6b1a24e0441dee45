package lingdian.console.casework;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.console.casework.CaseView.Choices;
import lingdian.console.casework.CaseView.FindingLine;
import lingdian.console.casework.CaseView.Law;
import lingdian.console.casework.CaseView.Objecting;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.SanctionText;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.Courses;
import lingdian.law.course.DocumentKind;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.Colleague;
import lingdian.office.approval.ApprovalCalls;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.InspectionDetail;
import lingdian.office.query.Page;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationDetail;
import lingdian.platform.text.PageTimes;

/** Reads a case with what its page shows and its forms offer, all of it from the API. */
final class CaseReader {
    /** Rules whose articles are shown: each is read by a violation of its own. */
    private static final int LAWS_MAX = 4;

    private static final Comparator<CaseDetail.Finding> RUNNING_FIRST =
            Comparator.comparing(CaseDetail.Finding::isRunning).reversed().thenComparing(CaseDetail.Finding::startedAt);

    private static final int DISMISSALS_MAX = 10;
    private static final int INSPECTIONS_MAX = 20;
    private static final int CASES_MAX = 50;

    private final Divisions divisions;
    private final Courses courses;
    private final InstantSource clock;

    CaseReader(Divisions divisions, Courses courses, InstantSource clock) {
        this.divisions = divisions;
        this.courses = courses;
        this.clock = clock;
    }

    Future<CaseView> read(PageCall call, CaseForm form) {
        return call.ask(CaseCalls.one(call.id("id"))).compose(detail -> {
            Future<CafeDetail> cafe = call.ask(CafeCalls.one(detail.about().placeCode()));
            var violations = new Violations(call, new HashMap<>());
            Future<List<Law>> laws = laws(violations, detail);
            Future<Choices> choices = cafe.compose(found -> choices(call, detail, found.name()));
            Future<List<Objecting>> objections = objections(call, violations, detail);
            Future<List<HistoryLine>> dismissals = dismissals(call, violations, detail);
            Future<List<KeyCut>> cuts = cuts(call, detail);
            return Future.all(cafe, laws, choices, objections, dismissals, cuts)
                    .map(all -> view(
                            call,
                            detail,
                            cafe.result(),
                            laws.result(),
                            dismissals.result(),
                            objections.result(),
                            choices.result(),
                            cuts.result(),
                            form));
        });
    }

    private CaseView view(
            PageCall call,
            CaseDetail detail,
            CafeDetail cafe,
            List<Law> laws,
            List<HistoryLine> dismissals,
            List<Objecting> objections,
            Choices choices,
            List<KeyCut> cuts,
            CaseForm form) {
        PageTimes times = call.words().times(clock.instant());
        Instant now = times.now();
        var names = new StepNames(courses);
        String authority = detail.about().authority();
        String step = names.name(call.words(), authority, detail.progress().step());
        return new CaseView(
                WorklistRow.of(
                        detail, cafe.name(), divisions.name(detail.about().region()), step, call.words(), times),
                step,
                cafe,
                detail.violations().stream()
                        .sorted(RUNNING_FIRST)
                        .map(one -> line(one, call.words().language().code(), now, cuts))
                        .toList(),
                laws,
                DueLine.all(detail, times),
                detail.progress().history().reversed().stream()
                        .map(one -> HistoryLine.of(
                                one, names.name(call.words(), authority, one.step()), call.words(), times))
                        .toList(),
                dismissals,
                objections,
                choices,
                form,
                now.toString());
    }

    /** When the café had no key, where a finding is that nothing came from it. */
    private static Future<List<KeyCut>> cuts(PageCall call, CaseDetail detail) {
        return detail.violations().stream()
                .filter(one -> KeyCut.concerns(one.code()))
                .map(one -> one.startedAt().toInstant())
                .min(Comparator.naturalOrder())
                .map(first -> KeyCut.since(call, detail.about().placeCode(), first))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    private static FindingLine line(CaseDetail.Finding finding, String language, Instant now, List<KeyCut> cuts) {
        return new FindingLine(
                finding,
                finding.summary().in(language),
                finding.isRunning()
                        ? PageTimes.lasted(Duration.between(finding.startedAt().toInstant(), now))
                        : "",
                KeyCut.concerns(finding.code()) ? KeyCut.during(cuts, finding.startedAt(), finding.endedAt()) : null);
    }

    /** The violations that a page needs, each read once however many of its parts need it: each reading is logged. */
    private record Violations(PageCall call, Map<UUID, Future<ViolationDetail>> asked) {
        Future<ViolationDetail> read(UUID id) {
            return asked.computeIfAbsent(id, one -> call.ask(ViolationCalls.one(new ViolationId(one))));
        }
    }

    /** The articles of each rule, from the first violation that it found. */
    private static Future<List<Law>> laws(Violations violations, CaseDetail detail) {
        Map<String, UUID> first = new LinkedHashMap<>();
        detail.violations().forEach(one -> first.putIfAbsent(one.code(), one.id()));
        List<Future<ViolationDetail>> read =
                first.values().stream().limit(LAWS_MAX).map(violations::read).toList();
        return Future.all(read)
                .map(all -> read.stream()
                        .map(Future::result)
                        .map(one -> new Law(one.summary().code(), one.grounds().law()))
                        .toList());
    }

    /** Of findings, where no check of the case can have dismissed them: its history tells that. */
    private static Future<List<HistoryLine>> dismissals(PageCall call, Violations violations, CaseDetail detail) {
        if (detail.progress().history().stream().anyMatch(step -> step.action().equals("check"))) {
            return Future.succeededFuture(List.of());
        }
        List<Future<List<HistoryLine>>> read = detail.violations().stream()
                .filter(one -> one.progress().equals("dismissed"))
                .limit(DISMISSALS_MAX)
                .map(one -> violations
                        .read(one.id())
                        .map(found -> found.steps().stream()
                                .filter(step -> step.action().equals("dismiss"))
                                .map(step -> HistoryLine.dismissed(
                                        step,
                                        one.summary().in(call.words().language().code()),
                                        call.words(),
                                        call.times()))
                                .toList()))
                .toList();
        return Future.all(read)
                .map(all -> read.stream().flatMap(one -> one.result().stream()).toList());
    }

    /** Only the violations of which one waits are read. */
    private static Future<List<Objecting>> objections(PageCall call, Violations violations, CaseDetail detail) {
        String authority = detail.about().authority();
        boolean answers = call.may(ViolationCalls.ANSWER)
                && Authority.of(authority) == call.account().authority();
        return !answers
                ? Future.succeededFuture(List.of())
                : call.ask(ApprovalCalls.of(detail.about().placeCode())).compose(waiting -> {
                    Set<UUID> disputed = waiting.objections().stream()
                            .map(one -> one.violation().value())
                            .collect(Collectors.toSet());
                    return Future.all(detail.violations().stream()
                                    .filter(one -> disputed.contains(one.id()))
                                    .map(one -> objecting(call, violations, detail, one))
                                    .toList())
                            .map(read -> read.<List<Objecting>>list().stream()
                                    .flatMap(List::stream)
                                    .sorted(Comparator.comparing(
                                            one -> one.said().at()))
                                    .toList());
                });
    }

    private static Future<List<Objecting>> objecting(
            PageCall call, Violations violations, CaseDetail detail, CaseDetail.Finding finding) {
        var violation = new ViolationId(finding.id());
        Authority own = Authority.of(detail.about().authority());
        return violations
                .read(finding.id())
                .map(read -> read.objections().stream()
                        .filter(one -> !one.isAnsweredBy(own))
                        .map(one -> new Objecting(
                                violation,
                                finding.summary().in(call.words().language().code()),
                                one,
                                "/cases/" + detail.id() + "/objections/" + violation + "/" + one.id()))
                        .toList());
    }

    private Future<Choices> choices(PageCall call, CaseDetail detail, String cafe) {
        List<String> open = detail.progress().open();
        String placeCode = detail.about().placeCode();
        Future<List<Colleague>> colleagues = open.contains("assign")
                ? call.ask(AccountCalls.COLLEAGUES.request())
                : Future.succeededFuture(List.of());
        boolean linked = !detail.papers().inspections().isEmpty();
        Future<List<InspectionDetail>> inspections = linked || open.contains("check") || open.contains("dispatch")
                ? call.ask(InspectionCalls.list(
                                new InspectionCalls.Filter("", "", placeCode, null), "", INSPECTIONS_MAX))
                        .map(Page::items)
                : Future.succeededFuture(List.of());
        Future<List<CaseDetail>> cases = open.contains("merge")
                ? call.ask(CaseCalls.list(Map.of("placeCode", placeCode), "", CASES_MAX))
                        .map(Page::items)
                : Future.succeededFuture(List.of());
        Future<InspectionTitles> titles = inspections.compose(found -> InspectionTitles.of(call, found));
        Future<Set<String>> round = call.ask(InspectionCalls.roundCafes());
        return Future.all(colleagues, titles, cases, round)
                .map(all -> new Choices(
                        WorklistPages.choices(call, ofTheCounty(colleagues.result(), detail)),
                        inspections(call, detail, cafe, inspections.result(), titles.result()),
                        others(call, detail, cases.result()),
                        documents(detail, true),
                        documents(detail, false),
                        SanctionText.all(detail.progress().sanctions(), call.words(), call.times()),
                        round.result().contains(placeCode)));
    }

    private static List<Colleague> ofTheCounty(List<Colleague> colleagues, CaseDetail detail) {
        var county = new RegionCode(detail.about().region());
        return colleagues.stream().filter(one -> one.mayTake(county)).toList();
    }

    /** Those of the café, and those that the case names already: a new one has no premises yet. */
    private static List<Choice> inspections(
            PageCall call, CaseDetail detail, String cafe, List<InspectionDetail> found, InspectionTitles titles) {
        var choices = new ArrayList<Choice>();
        for (InspectionDetail one : found) {
            choices.add(new Choice(
                    one.id().toString(), titles.title(one, detail.about().placeCode()) + " · " + one.unit()));
        }
        for (String id : detail.papers().inspections()) {
            if (choices.stream().noneMatch(one -> one.value().equals(id))) {
                choices.add(new Choice(
                        id,
                        call.words()
                                .say(
                                        "case.dispatched-inspection",
                                        cafe,
                                        call.times()
                                                .date(LocalDate.parse(
                                                        detail.about().businessDay())))));
            }
        }
        return choices;
    }

    private static List<Choice> others(PageCall call, CaseDetail detail, List<CaseDetail> cases) {
        return cases.stream()
                .filter(one -> !one.id().equals(detail.id()))
                .filter(one -> one.about().placeCode().equals(detail.about().placeCode()))
                .map(one -> new Choice(
                        one.id() + "." + one.version(),
                        call.times().date(LocalDate.parse(one.about().businessDay())) + " "
                                + one.summary().in(call.words().language().code())))
                .toList();
    }

    private List<String> documents(CaseDetail detail, boolean ofTheStep) {
        List<DocumentKind> usual = new StepNames(courses)
                .rule(detail.about().authority(), detail.progress().step())
                .documents();
        return List.of(DocumentKind.values()).stream()
                .filter(kind -> usual.contains(kind) == ofTheStep)
                .map(DocumentKind::wire)
                .toList();
    }
}
