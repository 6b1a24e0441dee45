package lingdian.agent.desk;

import java.nio.file.Path;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;

/** What every café has. */
final class Cafe {
    private Cafe() {}

    static DocumentRules documentRules() {
        return new DocumentRules(
                Regions.load(Path.of("config/regions.csv")), DocumentTypes.load(Path.of("config/document-types.csv")));
    }
}
