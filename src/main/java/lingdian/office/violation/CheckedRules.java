package lingdian.office.violation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.law.casework.CaseAction;
import lingdian.law.judge.Code;
import lingdian.office.rules.PrecisionStore;
import lingdian.platform.work.Coalesced;
import lingdian.platform.work.Contexts;
import lingdian.record.release.Releases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has rules proposed for shadow that people's checks refute, after the commit of the checks: they become more and more, and no
 * verdict waits while they are counted. One count at a time serves all who decided meanwhile.
 */
final class CheckedRules {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedRules.class);

    private final Releases releases;
    private final Duration accountsUnchanged;
    private final Coalesced<Void> counting = new Coalesced<>(this::count);
    private List<Checked> waiting = new ArrayList<>();

    /** @param accountsUnchanged how long an account must have been unchanged for its checks to count */
    CheckedRules(Releases releases, Duration accountsUnchanged) {
        this.releases = releases;
        this.accountsUnchanged = accountsUnchanged;
    }

    /** The rule of a finding that was decided, and the version of the rules that made the finding. */
    record Checked(String code, String ruleVersion) {}

    /** Whether a step says that its rule was right or wrong. */
    static boolean says(CaseAction action) {
        return action == CaseAction.CONFIRM || action == CaseAction.DISMISS;
    }

    /** Never fails: the decisions stand, and the next one has its rule counted again. */
    Future<Void> checked(Collection<Checked> findings) {
        if (findings.isEmpty()) {
            return Future.succeededFuture();
        }
        synchronized (this) {
            waiting.addAll(findings);
        }
        Future<Void> counted = counting.next().otherwise(failure -> {
            LOG.warn(
                    "The checks of rules are not counted: {}",
                    failure.getClass().getName());
            return null;
        });
        Context caller = Vertx.currentContext();
        return caller == null ? counted : Contexts.answerOn(caller, counted);
    }

    private Future<Void> count() {
        return releases.checked(
                waiting(),
                (connection, code, unchanged, after) ->
                        PrecisionStore.refutation(connection, code.name(), unchanged, after, accountsUnchanged));
    }

    private synchronized Map<Code, Set<String>> waiting() {
        var versions = new EnumMap<Code, Set<String>>(Code.class);
        waiting.forEach(one -> versions.computeIfAbsent(Code.valueOf(one.code()), code -> new LinkedHashSet<>())
                .add(one.ruleVersion()));
        waiting = new ArrayList<>();
        return versions;
    }
}
