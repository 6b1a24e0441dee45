package lingdian.node;

import io.vertx.core.Future;
import java.util.List;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.record.release.Releases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the rules of {@code rules.yaml} when a node starts.
 *
 * <p>A changed file with an unchanged version is refused, because that version's findings would be quoted with rules
 * that did not make them.
 */
final class FileRules {
    private static final Logger LOG = LoggerFactory.getLogger(FileRules.class);

    private FileRules() {}

    static Future<Void> take(Releases releases, Rules rules) {
        return releases.takeFile(rules).compose(taken -> switch (taken) {
            case Releases.FileTaken.Released ignored -> Future.succeededFuture();
            case Releases.FileTaken.Proposed ignored -> {
                LOG.warn(
                        "rules.yaml: version {} is only proposed, since rules were released by others than the file",
                        rules.version());
                yield Future.succeededFuture();
            }
            case Releases.FileTaken.VersionTaken ignored ->
                Future.failedFuture(
                        new InvalidConfiguration(List.of("rules.yaml: version: there are other rules of this"
                                + " version already; give a changed file a new version")));
        });
    }
}
