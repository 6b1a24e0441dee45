package lingdian.agent.desk;

import java.nio.file.Path;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;

/** The shipped tables, for the tests of a café's agent. */
final class Cafe {
    private Cafe() {}

    static DocumentRules documentRules() {
        return new DocumentRules(
                Regions.load(Path.of("config/regions.csv")), DocumentTypes.load(Path.of("config/document-types.csv")));
    }
}
