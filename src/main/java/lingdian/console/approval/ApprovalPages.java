package lingdian.console.approval;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.access.account.Role;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.AccountId;
import lingdian.office.api.ApiRequest;
import lingdian.office.approval.ApprovalCalls;
import lingdian.office.approval.WaitingApprovals;
import lingdian.office.audit.IntegrityCalls;
import lingdian.office.casework.CaseCalls;
import lingdian.office.disclosure.LegalHoldCalls;
import lingdian.office.disclosure.LegalHoldDetail;
import lingdian.office.disclosure.RecordRequestCalls;
import lingdian.office.disclosure.RecordRequestDetail;
import lingdian.office.disclosure.UnmaskingCalls;
import lingdian.office.disclosure.UnmaskingDetail;
import lingdian.office.query.Page;
import lingdian.office.rules.RuleSetCalls;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * {@code /approvals}: the one place where the second person of every rule of four eyes looks. Lists are read only for
 * kinds of which something waits, since each reading of a list is logged.
 */
public final class ApprovalPages {
    private static final String PATH = "/approvals";
    private static final String RULES = "rule-set";
    private static final int LINES_MAX = 100;
    private static final int DECIDED_MAX = 20;
    private static final Set<String> OWN_STATES = Set.of("pending", "granted");

    private final Divisions divisions;

    public ApprovalPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, 200, null)).post(PATH + "/:kind/:id", this::decide);
    }

    private Future<Void> decide(PageCall call) {
        boolean approves = call.typed("decision").equals("approve");
        boolean rules = call.path("kind").equals(RULES);
        return call.ask(decision(call.path("kind"), call.id("id"), approves))
                .compose(done -> approves
                        ? call.seeOther(PATH, "approval.approved")
                        : call.seeOther(PATH, rules ? "approval.withdrawn" : "approval.refused"))
                .recover(failure ->
                        code(failure).map(code -> show(call, 409, code)).orElseGet(() -> Future.failedFuture(failure)));
    }

    private static ApiRequest<?> decision(String kind, UUID id, boolean approves) {
        return switch (kind) {
            case "unmasking" -> UnmaskingCalls.decide(id, approves);
            case "record-request" -> RecordRequestCalls.decide(id, approves);
            case "legal-hold" -> LegalHoldCalls.decide(id, approves);
            case RULES -> approves ? RuleSetCalls.approve(id) : RuleSetCalls.withdraw(id);
            case "cosigning-key" -> IntegrityCalls.approveKey(id);
            default -> throw new NoSuchPageException();
        };
    }

    /** Why the second person may not decide, or there is nothing left to decide. */
    private static Optional<String> code(Throwable failure) {
        return failure instanceof Problem.Thrown thrown
                ? Optional.ofNullable(thrown.problem().members().get("code")).map(Object::toString)
                : Optional.empty();
    }

    private Future<Void> show(PageCall call, int status, @Nullable String refusal) {
        return call.ask(ApprovalCalls.LIST.request()).compose(waiting -> {
            Future<List<ApprovalLine>> requests = ofOffice(call, waiting);
            Future<List<ApprovalLine>> keys = some(
                            call, waiting.cosigningKeys(), IntegrityCalls.keys("pending", "", LINES_MAX))
                    .map(found -> found.stream().map(ApprovalLine::of).toList());
            Future<List<ProposedRules>> rules = rules(call, waiting);
            Future<List<ApprovalLine>> objections = objections(call, waiting);
            Future<Asked> asked = asked(call);
            return Future.all(requests, keys, rules, objections, asked)
                    .compose(all -> call.show(
                            status,
                            "approval/approvals",
                            Section.APPROVALS,
                            new ApprovalsView(
                                    Stream.concat(requests.result().stream(), keys.result().stream())
                                            .toList(),
                                    rules.result(),
                                    objections.result(),
                                    waiting.objectionsClipped(),
                                    asked.result().own(),
                                    asked.result().decided(),
                                    call.may(CaseCalls.LIST),
                                    refusal)));
        });
    }

    private Future<List<ApprovalLine>> ofOffice(PageCall call, WaitingApprovals waiting) {
        Future<List<UnmaskingDetail>> unmaskings =
                some(call, waiting.unmaskings(), UnmaskingCalls.list("pending", LINES_MAX));
        Future<List<RecordRequestDetail>> records =
                some(call, waiting.recordRequests(), RecordRequestCalls.list("pending", "", LINES_MAX));
        Future<List<LegalHoldDetail>> holds =
                some(call, waiting.legalHolds(), LegalHoldCalls.list("lifting", "", LINES_MAX));
        AccountId own = call.account().id();
        return Future.all(unmaskings, records, holds)
                .compose(all -> names(call, records.result(), holds.result()))
                .map(names -> {
                    var lines = new ArrayList<ApprovalLine>();
                    unmaskings.result().stream()
                            .filter(one -> !one.askedBy().equals(own))
                            .forEach(one -> lines.add(ApprovalLine.of(call, one)));
                    records.result().stream()
                            .filter(one -> !one.askedBy().equals(own))
                            .forEach(one -> lines.add(
                                    ApprovalLine.of(call, one, names.getOrDefault(one.placeCode(), one.placeCode()))));
                    holds.result().stream()
                            .filter(one -> one.lifting()
                                    .filter(asked -> !asked.askedBy().equals(own))
                                    .isPresent())
                            .forEach(one -> lines.add(ApprovalLine.of(one, about(one, names))));
                    return lines;
                });
    }

    private static Future<List<ApprovalLine>> objections(PageCall call, WaitingApprovals waiting) {
        List<String> cafes = waiting.objections().stream()
                .map(WaitingApprovals.Objection::placeCode)
                .toList();
        return named(call, cafes)
                .map(names -> waiting.objections().stream()
                        .map(one -> ApprovalLine.of(
                                call,
                                one,
                                names.getOrDefault(one.placeCode(), one.placeCode()) + " · "
                                        + call.words().sayWord("code", one.code())))
                        .toList());
    }

    private String about(LegalHoldDetail hold, Map<String, String> names) {
        return hold.placeCode().isEmpty()
                ? divisions.name(hold.region())
                : names.getOrDefault(hold.placeCode(), hold.placeCode());
    }

    private static Future<Map<String, String>> names(
            PageCall call, List<RecordRequestDetail> records, List<LegalHoldDetail> holds) {
        List<String> cafes = Stream.of(
                        records.stream().map(RecordRequestDetail::placeCode),
                        holds.stream().map(LegalHoldDetail::placeCode))
                .flatMap(Function.identity())
                .toList();
        return named(call, cafes);
    }

    private static Future<Map<String, String>> named(PageCall call, List<String> cafes) {
        return cafes.isEmpty() ? Future.succeededFuture(Map.of()) : new CafeNames(call).of(cafes);
    }

    /** An administrator sees also what waits for another person. */
    private static Future<List<ProposedRules>> rules(PageCall call, WaitingApprovals waiting) {
        if (waiting.ruleSets() == 0 && call.account().role() != Role.ADMIN) {
            return Future.succeededFuture(List.of());
        }
        return RuleProposals.waiting(call);
    }

    /**
     * What was asked for lately.
     *
     * @param own requests of the reader, which lead back to what was granted while it lasts
     * @param decided those of the office on which a second person decided
     */
    private record Asked(List<ApprovalLine> own, List<DecidedLine> decided) {}

    private static Future<Asked> asked(PageCall call) {
        if (call.account().role() != Role.REGULATOR) {
            return Future.succeededFuture(new Asked(List.of(), List.of()));
        }
        Future<List<UnmaskingDetail>> unmaskings =
                call.ask(UnmaskingCalls.list("", LINES_MAX)).map(Page::items);
        Future<List<RecordRequestDetail>> records =
                call.ask(RecordRequestCalls.list("", "", LINES_MAX)).map(Page::items);
        return Future.all(unmaskings, records)
                .compose(both -> named(
                        call,
                        records.result().stream()
                                .map(RecordRequestDetail::placeCode)
                                .toList()))
                .map(names -> new Asked(
                        own(call, unmaskings.result(), records.result(), names),
                        decided(unmaskings.result(), records.result(), names)));
    }

    private static List<ApprovalLine> own(
            PageCall call,
            List<UnmaskingDetail> unmaskings,
            List<RecordRequestDetail> records,
            Map<String, String> names) {
        AccountId own = call.account().id();
        return Stream.concat(
                        unmaskings.stream()
                                .filter(one -> isOwn(one.askedBy(), one.state(), own))
                                .map(one -> ApprovalLine.of(call, one)),
                        records.stream()
                                .filter(one -> isOwn(one.askedBy(), one.state(), own))
                                .map(one -> ApprovalLine.of(
                                        call, one, names.getOrDefault(one.placeCode(), one.placeCode()))))
                .toList();
    }

    private static List<DecidedLine> decided(
            List<UnmaskingDetail> unmaskings, List<RecordRequestDetail> records, Map<String, String> names) {
        return Stream.concat(
                        unmaskings.stream().flatMap(one -> DecidedLine.of(one).stream()),
                        records.stream()
                                .flatMap(one ->
                                        DecidedLine.of(one, names.getOrDefault(one.placeCode(), one.placeCode()))
                                                .stream()))
                .sorted(Comparator.comparing(DecidedLine::at).reversed())
                .limit(DECIDED_MAX)
                .toList();
    }

    private static boolean isOwn(AccountId askedBy, String state, AccountId own) {
        return askedBy.equals(own) && OWN_STATES.contains(state);
    }

    private static <T> Future<List<T>> some(PageCall call, long count, ApiRequest<Page<T>> request) {
        return count == 0
                ? Future.succeededFuture(List.of())
                : call.ask(request).map(Page::items);
    }
}
