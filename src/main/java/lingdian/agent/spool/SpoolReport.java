package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * The state of an agent's records on disk, for a program that only reads while no agent runs.
 *
 * @param lastSeq the last record, 0 for none
 * @param ackedSeq the last number that the service has, 0 for none
 * @param setAside the directories of earlier streams, oldest first
 * @param damage what is wrong with the records; null if nothing is
 */
public record SpoolReport(
        long lastSeq,
        long ackedSeq,
        List<String> setAside,
        @Nullable String damage) {
    /** Empty if no agent has run in the directory yet. */
    public static Optional<SpoolReport> of(Path root) throws IOException {
        Path current = root.resolve(SpoolDirectory.CURRENT);
        if (!Files.isDirectory(current)) {
            return Optional.empty();
        }
        List<String> aside = SetAsideStreams.directories(root).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        long acked = AnswerLog.ackedSeq(current);
        try {
            String keys = new Vault(KeyRing.load(root.resolve("keys.json"))).fingerprint();
            SpoolCheck.CheckedRecords sound = SpoolCheck.of(current, keys, acked);
            return Optional.of(new SpoolReport(sound.segments().getLast().lastSeq(), acked, aside, null));
        } catch (SpoolDamagedException | KeyRingException damaged) {
            return Optional.of(new SpoolReport(acked, acked, aside, String.valueOf(damaged.getMessage())));
        }
    }
}
