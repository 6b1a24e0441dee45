package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lingdian.law.casework.CaseAction;
import lingdian.law.judge.Code;
import lingdian.office.rules.PrecisionStore;
import lingdian.record.release.Releases;

/** Has rules proposed for shadow that people's checks refute, in the transaction of the checks. */
final class CheckedRules {
    private final Releases releases;
    private final Duration accountsUnchanged;

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

    /** The judge does not wait for more than a count as long as checks are few, and for one count of each rule. */
    Future<Void> checked(SqlConnection connection, List<Checked> findings) {
        if (findings.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<String> codes = new TreeSet<>();
        findings.forEach(one -> codes.add(one.code()));
        return PrecisionStore.checked(connection, codes).compose(often -> {
            var versions = new LinkedHashMap<Code, Set<String>>();
            findings.stream()
                    .filter(one -> often.contains(one.code()))
                    .forEach(one -> versions.computeIfAbsent(Code.valueOf(one.code()), code -> new LinkedHashSet<>())
                            .add(one.ruleVersion()));
            return versions.isEmpty()
                    ? Future.succeededFuture()
                    : releases.checked(
                            connection,
                            versions,
                            (code, unchanged, after) -> PrecisionStore.refutation(
                                    connection, code.name(), unchanged, after, accountsUnchanged));
        });
    }
}
