package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that seal this machine's records, in a file of their own. They use the service's key ring and vault, so
 * there is one way of sealing.
 */
final class LocalKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LocalKeys.class);

    private LocalKeys() {}

    /**
     * Creates new keys if there are none or they are unusable; records sealed with the old keys are unreadable then.
     */
    static Vault open(Path root, Instant now) throws IOException {
        Path file = root.resolve("keys.json");
        try {
            return Files.exists(file) ? new Vault(KeyRing.load(file)) : create(file);
        } catch (KeyRingException damaged) {
            Path aside = file.resolveSibling("keys.json.damaged-" + now.toEpochMilli());
            LOG.warn(
                    "{}; the file was moved to {} and new keys were created",
                    damaged.getMessage(),
                    aside.getFileName());
            Files.move(file, aside);
            return create(file);
        }
    }

    private static Vault create(Path file) throws IOException {
        try {
            return new Vault(KeyRing.create(file));
        } catch (KeyRingException unwritable) {
            throw new IOException(unwritable.getMessage());
        }
    }
}
