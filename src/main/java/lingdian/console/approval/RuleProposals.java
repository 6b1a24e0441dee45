package lingdian.console.approval;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.access.account.Role;
import lingdian.console.frame.PageCall;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.AccountDetail;
import lingdian.office.rules.RuleSetCalls;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetOutline;

/**
 * The sets of rules that wait for their release. Each is compared with the set in force when it begins, which may be one
 * that was released for later: it replaces all of that one.
 */
final class RuleProposals {
    private static final int LINES_MAX = 100;

    private RuleProposals() {}

    /** The newest hundred. */
    static Future<List<ProposedRules>> waiting(PageCall call) {
        return sets(call, "")
                .compose(sets -> Future.all(sets.stream()
                                .filter(one -> one.state().equals("proposed"))
                                .limit(LINES_MAX)
                                .map(one -> proposal(call, one, sets))
                                .toList())
                        .map(all -> all.<ProposedRules>list()));
    }

    /** All of them, since the set in force may be older than many proposals. */
    private static Future<List<RuleSetOutline>> sets(PageCall call, String cursor) {
        return call.ask(RuleSetCalls.list(cursor, LINES_MAX)).compose(page -> {
            String next = page.next();
            return next == null
                    ? Future.succeededFuture(page.items())
                    : sets(call, next)
                            .map(older -> Stream.concat(page.items().stream(), older.stream())
                                    .toList());
        });
    }

    private static Future<ProposedRules> proposal(PageCall call, RuleSetOutline one, List<RuleSetOutline> sets) {
        boolean admin = call.account().role() == Role.ADMIN;
        boolean byService = one.source().equals("service");
        boolean own = !byService && one.proposedBy().equals(call.account().id());
        Future<String> who = admin && !byService ? name(call, one) : Future.succeededFuture("");
        Future<Optional<RuleSetDetail>> before = RuleSetOutline.inForce(sets, begins(one, call.now()))
                .map(set -> call.ask(RuleSetCalls.one(set.id())).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        List<ProposedRules.Coming> coming = coming(sets, one, call.now());
        return Future.all(who, before)
                .compose(both -> call.ask(RuleSetCalls.one(one.id())))
                .map(set -> ProposedRules.of(set, before.result(), coming, who.result(), own, admin));
    }

    private static Future<String> name(PageCall call, RuleSetOutline set) {
        return call.ask(AccountCalls.one(set.proposedBy().value()))
                .map(found -> found.items().stream()
                        .findFirst()
                        .map(AccountDetail::name)
                        .orElse(""));
    }

    private static Instant begins(RuleSetOutline proposed, Instant now) {
        OffsetDateTime from = proposed.from();
        return from == null ? now : from.toInstant();
    }

    /** Released sets that have not begun, the first to begin first. */
    private static List<ProposedRules.Coming> coming(List<RuleSetOutline> sets, RuleSetOutline proposed, Instant now) {
        return sets.stream()
                .filter(set -> set.inForceFrom() != null && set.begins().isAfter(now))
                .sorted(Comparator.comparing(RuleSetOutline::begins))
                .map(set -> new ProposedRules.Coming(set, set.begins().isAfter(begins(proposed, now))))
                .toList();
    }
}
