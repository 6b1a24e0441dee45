package lingdian.console.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.console.casework.HandoverView.Handed;
import lingdian.console.casework.HandoverView.Left;
import lingdian.console.casework.HandoverView.OpenInspection;
import lingdian.console.casework.HandoverView.Unvisited;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.law.course.Courses;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.Colleague;
import lingdian.office.api.InTurn;
import lingdian.office.casework.CaseCalls;
import lingdian.office.casework.CaseDetail;
import lingdian.office.casework.CaseProgress;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.query.Page;
import lingdian.office.roster.RosterCalls;
import lingdian.office.roster.RosterDetail.DutyDetail;

/**
 * {@code /handover}: the end of a shift. The colleague becomes an officer of each case beside those who deal with it, so it is on
 * the colleague's own worklist, with a note in its history.
 */
public final class HandoverPages {
    private static final int CASES_MAX = 50;
    /** Of so many cases the histories are read, each of which is an entry in the access log. */
    private static final int READ_MAX = 20;

    private static final int INSPECTIONS_MAX = 50;
    private static final int OFFICERS_MAX = 4;
    private static final Duration LATELY = Duration.ofHours(36);
    /** What was handed over in so long was of this shift. */
    private static final Duration SHIFT = Duration.ofHours(12);

    private static final Set<String> NOTED = Set.of("assign", "comment");

    private final Divisions divisions;
    private final StepNames names;
    private final InstantSource clock;

    public HandoverPages(Divisions divisions, Courses courses, InstantSource clock) {
        this.divisions = divisions;
        this.names = new StepNames(courses);
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/handover", call -> show(call, Map.of(), Set.of())).post("/handover", this::leave);
    }

    private Future<Void> leave(PageCall call) {
        List<String> ticked = call.typedAll("case");
        String officer = call.typed("officer");
        if (ticked.isEmpty() || officer.isEmpty()) {
            return call.seeOther("/handover", "handover.nothing");
        }
        Map<String, Long> seen =
                ticked.stream().collect(Collectors.toMap(HandoverPages::id, HandoverPages::version, Math::min));
        return mine(call)
                .compose(page -> {
                    List<CaseDetail> chosen = page.items().stream()
                            .filter(one -> seen.containsKey(one.id().toString()))
                            .toList();
                    return InTurn.each(
                            chosen,
                            one -> refused(call, one, seen.getOrDefault(one.id().toString(), 0L), officer));
                })
                .map(refused -> refused.stream().flatMap(Optional::stream).toList())
                .compose(failed -> failed.isEmpty()
                        ? call.seeOther("/handover?to=" + officer + "&handed=" + ids(ticked), "handover")
                        : show(call, call.typed(), Set.copyOf(failed)));
    }

    /** The café of the case if it could not be handed over. */
    private static Future<Optional<String>> refused(PageCall call, CaseDetail one, long seen, String officer) {
        return handOver(call, one, seen, officer)
                .map(Optional.<String>empty())
                .otherwise(Optional.of(one.about().placeCode()));
    }

    private static String ids(List<String> ticked) {
        return ticked.stream().map(HandoverPages::id).collect(Collectors.joining(","));
    }

    /** A tick names the version of its case besides. */
    private static String id(String ticked) {
        int end = ticked.indexOf('.');
        return end < 0 ? ticked : ticked.substring(0, end);
    }

    /** 0, which no case has, where it names none. */
    private static long version(String ticked) {
        String[] parts = ticked.split("\\.", 3);
        return parts.length > 1 && parts[1].matches("\\d{1,9}") ? Long.parseLong(parts[1]) : 0;
    }

    /** @param seen the version that the page showed: a case that has moved on is looked at again first */
    private static Future<CaseDetail> handOver(PageCall call, CaseDetail one, long seen, String officer) {
        String note = call.typed("note." + one.id());
        return call.ask(CaseCalls.act(
                one.id(),
                new JsonObject()
                        .put("action", "assign")
                        .put(
                                "officers",
                                officers(one, officer, call.account().id().toString()))
                        .put("trigger", PremisesEntry.given(one.about().trigger()))
                        .put("note", PremisesEntry.given(note))
                        .put("version", seen)));
    }

    /** Those who deal with it, and the colleague; where these are too many, the one who leaves makes room. */
    private static JsonArray officers(CaseDetail one, String colleague, String own) {
        List<CaseDetail.Officer> others = one.officers().stream()
                .filter(each -> !each.account().equals(colleague))
                .toList();
        boolean full = others.size() >= OFFICERS_MAX;
        var officers = new JsonArray().add(colleague);
        others.stream()
                .filter(each -> !full || !each.account().equals(own))
                .forEach(each -> officers.add(
                        each.account().isEmpty()
                                ? new JsonObject()
                                        .put("name", each.name())
                                        .put("certificate", PremisesEntry.given(each.certificate()))
                                : each.account()));
        return officers;
    }

    private static Future<Page<CaseDetail>> mine(PageCall call) {
        return call.ask(CaseCalls.list(Map.of("view", "mine", "sort", "due"), "", CASES_MAX));
    }

    private Future<Void> show(PageCall call, Map<String, List<String>> typed, Set<String> failed) {
        Future<Page<CaseDetail>> mine = mine(call);
        Future<Map<String, String>> cafes = mine.compose(page -> new CafeNames(call)
                .of(page.items().stream().map(one -> one.about().placeCode()).toList()));
        Future<List<CaseDetail>> read = mine.compose(page -> histories(call, page.items()));
        Future<List<Colleague>> colleagues = call.ask(AccountCalls.COLLEAGUES.request());
        Future<List<DutyDetail>> duties = duties(call);
        Future<List<OpenInspection>> inspections = inspections(call);
        Future<List<Unvisited>> unvisited = unvisited(call);
        return Future.all(List.of(mine, cafes, read, colleagues, duties, inspections, unvisited))
                .compose(all -> call.show(
                        failed.isEmpty() ? 200 : 409,
                        "casework/handover",
                        Section.HANDOVER,
                        view(
                                call,
                                mine.result(),
                                cafes.result(),
                                read.result(),
                                others(call, colleagues.result()),
                                next(call, duties.result()),
                                inspections.result(),
                                unvisited.result(),
                                typed,
                                failed)));
    }

    private HandoverView view(
            PageCall call,
            Page<CaseDetail> mine,
            Map<String, String> cafes,
            List<CaseDetail> read,
            List<Colleague> colleagues,
            Optional<DutyDetail> next,
            List<OpenInspection> inspections,
            List<Unvisited> unvisited,
            Map<String, List<String>> typed,
            Set<String> failed) {
        String chosen = typed.getOrDefault("officer", List.of("")).getFirst();
        Map<UUID, Handed> handed = new LinkedHashMap<>();
        for (CaseDetail one : mine.items()) {
            if (!failed.contains(one.about().placeCode())) {
                handed(call, one, name(cafes, one.about().placeCode()), read, typed)
                        .ifPresent(done -> handed.put(one.id(), done));
            }
        }
        return new HandoverView(
                mine.items().stream()
                        .filter(one -> !handed.containsKey(one.id()))
                        .map(one -> row(call, one, cafes))
                        .toList(),
                read.stream()
                        .flatMap(one -> before(
                                        call, one, name(cafes, one.about().placeCode()))
                                .stream()
                                .map(done -> Map.entry(one.id(), done)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                List.copyOf(handed.values()),
                mine.next() != null,
                read.stream()
                        .flatMap(one -> left(call, one, name(cafes, one.about().placeCode())))
                        .toList(),
                colleagues.stream()
                        .map(one -> new Choice(one.id().toString(), one.name()))
                        .toList(),
                next.map(duty -> duty.name() + " " + call.moment(duty.from()) + "–" + call.moment(duty.to()))
                        .orElse(""),
                !chosen.isEmpty()
                        ? chosen
                        : next.flatMap(duty -> colleagues.stream()
                                        .filter(one -> one.name().equals(duty.name()))
                                        .findFirst())
                                .map(one -> one.id().toString())
                                .orElse(""),
                inspections,
                unvisited,
                typed,
                failed.stream().map(placeCode -> name(cafes, placeCode)).toList());
    }

    /** A case that the address, or the form that was sent, says was handed over, if the colleague does deal with it. */
    private static Optional<Handed> handed(
            PageCall call, CaseDetail one, String cafe, List<CaseDetail> read, Map<String, List<String>> typed) {
        List<String> ids = typed.isEmpty()
                ? List.of(call.query("handed").split(","))
                : typed.getOrDefault("case", List.of()).stream()
                        .map(HandoverPages::id)
                        .toList();
        String to = typed.isEmpty()
                ? call.query("to")
                : typed.getOrDefault("officer", List.of("")).getFirst();
        if (to.isEmpty() || !ids.contains(one.id().toString())) {
            return Optional.empty();
        }
        String when = read.stream()
                .filter(whole -> whole.id().equals(one.id()))
                .flatMap(whole -> whole.progress().history().reversed().stream())
                .filter(taken -> taken.action().equals("assign"))
                .findFirst()
                .map(taken -> call.moment(taken.at()))
                .orElse("");
        return one.officers().stream()
                .filter(officer -> officer.account().equals(to))
                .findFirst()
                .map(officer -> new Handed("/cases/" + one.id(), cafe, officer.name(), when));
    }

    /** In this shift the officer, who dealt with the case already, named a colleague besides. */
    private Optional<Handed> before(PageCall call, CaseDetail one, String cafe) {
        String own = call.account().name();
        Instant since = clock.instant().minus(SHIFT);
        Set<String> officers = Set.of();
        Optional<Handed> last = Optional.empty();
        for (CaseProgress.Taken taken : one.progress().history()) {
            if (taken.action().equals("assign")) {
                List<String> named = taken.officers();
                boolean given = officers.contains(own)
                        && taken.by().equals(own)
                        && taken.at().toInstant().isAfter(since);
                Set<String> known = officers;
                Optional<Handed> earlier = last;
                last = named.stream()
                        .filter(name -> given && !known.contains(name))
                        .findFirst()
                        .map(name -> new Handed("/cases/" + one.id(), cafe, name, call.moment(taken.at())))
                        .or(() -> earlier);
                officers = Set.copyOf(named);
            }
        }
        return last;
    }

    private WorklistRow row(PageCall call, CaseDetail one, Map<String, String> cafes) {
        return WorklistRow.of(
                one,
                name(cafes, one.about().placeCode()),
                divisions.name(one.about().region()),
                names.name(call.words(), one.about().authority(), one.progress().step()),
                call.words(),
                call.times());
    }

    private static String name(Map<String, String> cafes, String placeCode) {
        return cafes.getOrDefault(placeCode, placeCode);
    }

    private static Future<List<CaseDetail>> histories(PageCall call, List<CaseDetail> mine) {
        return call.askEach(mine.stream().limit(READ_MAX).map(one -> CaseCalls.one(one.id())));
    }

    /** What colleagues wrote lately; the newest first. */
    private Stream<Left> left(PageCall call, CaseDetail one, String cafe) {
        Instant since = clock.instant().minus(LATELY);
        return one.progress().history().reversed().stream()
                .filter(taken -> NOTED.contains(taken.action()) && !taken.note().isEmpty())
                .filter(taken -> !taken.by().isEmpty()
                        && !taken.by().equals(call.account().name()))
                .filter(taken -> taken.at().toInstant().isAfter(since))
                .map(taken -> new Left("/cases/" + one.id(), cafe, taken.by(), call.moment(taken.at()), taken.note()));
    }

    private static List<Colleague> others(PageCall call, List<Colleague> colleagues) {
        AccountId own = call.account().id();
        return colleagues.stream().filter(one -> !one.id().equals(own)).toList();
    }

    private static Future<List<DutyDetail>> duties(PageCall call) {
        RegionCode region = call.account().region();
        return region == null || !call.may(RosterCalls.GET)
                ? Future.succeededFuture(List.of())
                : call.ask(RosterCalls.get(region))
                        .map(roster -> roster.duties())
                        .otherwise(List.of());
    }

    /** The duty of somebody else that begins next, or runs now. */
    private Optional<DutyDetail> next(PageCall call, List<DutyDetail> duties) {
        Instant now = clock.instant();
        String own = call.account().name();
        return duties.stream()
                .filter(duty -> !duty.name().isEmpty() && !Objects.equals(duty.name(), own))
                .filter(duty -> duty.to().toInstant().isAfter(now))
                .min(Comparator.comparing(DutyDetail::from));
    }

    private static Future<List<Unvisited>> unvisited(PageCall call) {
        return !call.may(InspectionCalls.PLAN)
                ? Future.succeededFuture(List.of())
                : call.ask(InspectionCalls.plan("", "", ""))
                        .map(plan -> plan.stops().stream()
                                .filter(stop -> stop.added() && stop.inspected() == null)
                                .map(stop -> new Unvisited("/cafes/" + stop.placeCode(), stop.name(), stop.address()))
                                .toList())
                        .otherwise(List.of());
    }

    private static Future<List<OpenInspection>> inspections(PageCall call) {
        AccountId own = call.account().id();
        return call.ask(InspectionCalls.list(new InspectionCalls.Filter("", "open", "", null), "", INSPECTIONS_MAX))
                .compose(list -> InspectionTitles.of(call, list.items())
                        .map(titles -> list.items().stream()
                                .filter(one -> one.version().by().equals(own))
                                .map(one ->
                                        new OpenInspection("/inspections/" + one.id(), titles.title(one), one.unit()))
                                .toList()));
    }
}
