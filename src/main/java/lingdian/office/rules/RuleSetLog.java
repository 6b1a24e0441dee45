package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import lingdian.domain.AccountId;
import lingdian.law.release.RuleRelease;
import lingdian.platform.database.Witness;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.RecordHash;

/**
 * Writes every proposal, release and withdrawal of rules into the access log, in the transaction that makes it, so that
 * every change of the rules has a known author.
 */
public final class RuleSetLog implements Witness<RuleRelease> {
    private final AccessLogStore log;

    public RuleSetLog(AccessLogStore log) {
        this.log = log;
    }

    @Override
    public Future<Void> saw(SqlConnection connection, RuleRelease release) {
        return log.append(connection, entry(release));
    }

    private static AccessEntry entry(RuleRelease release) {
        AccessEntry entry = AccessEntry.done(actor(release), Action.CHANGE_RULES)
                .on(Subject.of(Subject.Kind.RULES, release.id()))
                .with("state", release.state().wire())
                .with("source", release.source().wire())
                .with("hash", hash(release.content()));
        String fallen = release.fallen();
        if (fallen != null) {
            entry = entry.with("fallen", fallen);
        }
        // A version is free text in a file: if it is not a code, the entry has only the release's id.
        return AccessEntry.isCode(release.version()) ? entry.with("version", release.version()) : entry;
    }

    /** With which the nightly verification compares the release. */
    private static String hash(String content) {
        return HexFormat.of().formatHex(RecordHash.sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Actor actor(RuleRelease release) {
        AccountId decided = release.decision().by();
        if (decided != null) {
            return Actor.account(decided);
        }
        return release.source() == RuleRelease.Source.ACCOUNT ? Actor.account(release.author()) : Actor.service();
    }
}
