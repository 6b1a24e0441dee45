package lingdian.console.morning;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.GoingOn;
import lingdian.console.frame.PageCall;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeTally;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseCounts;
import lingdian.office.casework.CaseDetail;
import lingdian.office.figures.HourFigures;
import lingdian.office.figures.TrendCalls;
import lingdian.office.figures.TrendFigures;
import lingdian.office.query.Page;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationSummary;

/** Reads what the API knows of one night. */
final class MorningReader {
    private static final int AT_ONCE = 1_000;
    /** The most violations that are read to rank cafés; the page says so where a night has more. */
    private static final int VIOLATIONS_MAX = 3_000;

    private static final int CASES_READ = 200;
    private static final int CASES_SHOWN = 10;

    private final PageCall call;
    private final Divisions divisions;
    private final Instant now;

    MorningReader(PageCall call, Divisions divisions, Instant now) {
        this.call = call;
        this.divisions = divisions;
        this.now = now;
    }

    Future<LastNight> read(NightSpan night) {
        Future<Violations> violations = violations(night, "", new Violations(List.of(), true));
        Future<HourFigures> hours = call.ask(
                TrendCalls.wholeByHour(night.before().day(), night.next().day()));
        Future<HourFigures> weekBefore = call.ask(TrendCalls.wholeByHour(
                night.weekBefore().day(), night.weekBefore().next().day()));
        Future<TrendFigures> days = call.ask(TrendCalls.whole(night.weekBefore().day(), night.day()));
        Future<Page<CaseDetail>> cases =
                call.ask(CaseCalls.list(Map.of("view", "unassigned", "sort", "newest"), "", CASES_READ));
        Future<CaseCounts> counts = call.ask(CaseCalls.counts());
        boolean isLast = night.equals(NightSpan.last(now));
        Future<CafeTally> tally = isLast
                ? call.ask(CafeCalls.tallySince(night.from()))
                : Future.succeededFuture(new CafeTally(0, 0, 0, 0, 0, 0, 0, 0));
        return Future.all(List.of(violations, hours, weekBefore, days, cases, counts, tally))
                .compose(all -> names(
                        violations.result().counting(), night, cases.result().items()))
                .map(names -> {
                    var nights = new ComparedLine.Nights(
                            NightFigures.of(hours.result(), night),
                            NightFigures.of(hours.result(), night.before()),
                            NightFigures.of(weekBefore.result(), night.weekBefore()));
                    return withParagraph(new LastNight(
                            night,
                            now,
                            night.isOver(now) ? "" : call.times().clock(now.atOffset(ZoneOffset.UTC)),
                            ComparedLine.ofPremises(nights, call.words()),
                            ComparedLine.ofPersons(days.result(), night, call.words()),
                            WorstCafe.of(violations.result().counting()).stream()
                                    .map(one -> one.named(names, divisions::name))
                                    .toList(),
                            SilentCafe.of(violations.result().counting()).stream()
                                    .map(one -> one.named(names))
                                    .toList(),
                            unaccepted(cases.result(), counts.result(), night, names),
                            new LastNight.Known(
                                    nights.last().heard(),
                                    violations.result().whole(),
                                    WorstCafe.count(violations.result().counting()),
                                    NightFindings.of(violations.result().found()),
                                    isLast ? hearing(tally.result()) : null),
                            ""));
                });
    }

    private static LastNight.Hearing hearing(CafeTally tally) {
        return new LastNight.Hearing(tally.cafes(), tally.heard(), tally.neverHeard());
    }

    private LastNight withParagraph(LastNight night) {
        RegionCode region = call.account().region();
        String place = region == null ? "" : divisions.name(region.value());
        return new LastNight(
                night.night(),
                night.now(),
                night.until(),
                night.premises(),
                night.persons(),
                night.worst(),
                night.silent(),
                night.unaccepted(),
                night.known(),
                MorningText.paragraph(night, place, call.words()));
    }

    private record Violations(List<ViolationSummary> found, boolean whole) {
        /** Those that were not ruled out. */
        List<ViolationSummary> counting() {
            return found.stream().filter(one -> !NightFindings.isSettled(one)).toList();
        }
    }

    private Future<Violations> violations(NightSpan night, String cursor, Violations before) {
        return call.ask(ViolationCalls.during(night.from(), night.to(), cursor, AT_ONCE))
                .compose(list -> {
                    var all = new ArrayList<>(before.found());
                    all.addAll(list.items());
                    var read = new Violations(all, list.isComplete());
                    return list.isComplete() || all.size() >= VIOLATIONS_MAX
                            ? Future.succeededFuture(read)
                            : violations(night, Objects.requireNonNull(list.next()), read);
                });
    }

    private Future<Map<String, String>> names(List<ViolationSummary> found, NightSpan night, List<CaseDetail> cases) {
        Set<String> shown = new LinkedHashSet<>();
        WorstCafe.of(found).forEach(one -> shown.add(one.placeCode()));
        SilentCafe.of(found).forEach(one -> shown.add(one.placeCode()));
        ofNight(cases, night).forEach(one -> shown.add(one.about().placeCode()));
        return new CafeNames(call).of(shown);
    }

    private static List<CaseDetail> ofNight(List<CaseDetail> cases, NightSpan night) {
        String day = night.day().toString();
        return cases.stream()
                .filter(one -> one.about().businessDay().equals(day))
                .toList();
    }

    private LastNight.Unaccepted unaccepted(
            Page<CaseDetail> cases, CaseCounts counts, NightSpan night, Map<String, String> names) {
        List<CaseDetail> theirs = ofNight(cases.items(), night);
        return new LastNight.Unaccepted(
                theirs.stream()
                        .limit(CASES_SHOWN)
                        .map(one -> unaccepted(one, names))
                        .toList(),
                theirs.size(),
                cases.next() != null,
                counts.unassigned() + (counts.clipped() ? "+" : ""));
    }

    private UnacceptedCase unaccepted(CaseDetail detail, Map<String, String> names) {
        String placeCode = detail.about().placeCode();
        return new UnacceptedCase(
                detail,
                names.getOrDefault(placeCode, placeCode),
                detail.summary().in(call.words().language().code()),
                GoingOn.of(detail, call.words(), now));
    }
}
