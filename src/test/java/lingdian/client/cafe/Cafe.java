package lingdian.client.cafe;

import java.nio.file.Path;
import lingdian.identity.DocumentRules;
import lingdian.identity.DocumentTypes;
import lingdian.identity.Regions;

/** What every café has. */
final class Cafe {
    private Cafe() {}

    static DocumentRules documentRules() {
        return new DocumentRules(
                Regions.load(Path.of("config/regions.csv")), DocumentTypes.load(Path.of("config/document-types.csv")));
    }
}
