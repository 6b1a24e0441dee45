package lingdian.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.law.json.RulesFile;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.Vault;

/**
 * The inputs that all runs share, read once: the running configuration, and constant keys, so that a seed gives equal
 * tokens on every machine.
 */
final class SharedInputs {
    private static final ConfigDirectory CONFIG = ConfigDirectory.find(null);

    /** The keys of the service, and of every café's disk. */
    static final byte[] KEYS = keys();

    static final Vault VAULT = vault();
    private static final Rules IN_FORCE =
            CONFIG.read("rules.yaml", RulesFile.class).toRules();
    static final String RULES = RulesJson.text(IN_FORCE);
    static final String RULE_VERSION = IN_FORCE.version();
    static final DocumentRules DOCUMENTS = new DocumentRules(
            Regions.read(CONFIG.open("regions.csv"), "regions.csv"),
            DocumentTypes.read(CONFIG.open("document-types.csv"), "document-types.csv"));

    private SharedInputs() {}

    private static byte[] keys() {
        try (var in = SharedInputs.class.getResourceAsStream("keys.json")) {
            return Program.present(in).readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Vault vault() {
        try {
            Path file = Files.createTempFile("simulated", ".json");
            Files.write(file, KEYS);
            var vault = new Vault(KeyRing.load(file));
            Files.delete(file);
            return vault;
        } catch (IOException | KeyRingException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
