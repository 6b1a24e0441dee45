package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import lingdian.platform.secret.SecretFile;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.NewFile;
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
     *
     * @throws IOException if they cannot be read now, which says nothing of them
     */
    static Vault open(Path root, Instant now) throws IOException {
        Path file = root.resolve("keys.json");
        if (Files.notExists(file)) {
            return create(file);
        }
        close(file);
        try {
            return new Vault(KeyRing.load(file));
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

    /** Keys that others may read are the keys of the records still: whoever copied the directory did not copy its rights. */
    private static void close(Path file) throws IOException {
        byte[] keys = Files.readAllBytes(file);
        Optional<String> fault = SecretFile.fault(file);
        if (fault.isPresent()) {
            NewFile.replace(file, keys);
            LOG.warn(
                    "{} was open to other users of this computer, who may have read it; it is closed to them now",
                    file);
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
