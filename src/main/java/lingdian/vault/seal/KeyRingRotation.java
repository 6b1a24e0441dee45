package lingdian.vault.seal;

import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to the key ring of a file: add a key, promote it, retire an old one. Each step replaces the file and keeps
 * the previous one beside it.
 *
 * <p>Adding and promoting are two steps, so that a key can be copied to every node before any node uses it: a node
 * without it could not recognise the persons that another one records.
 */
public final class KeyRingRotation {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final InstantSource clock;

    /** A key of the ring, as the operator sees it. */
    public record KeyEntry(KeyUse use, String number, boolean primary, KeyTimes times) {}

    /**
     * The result of a step.
     *
     * @param keys the changed keys
     * @param kept the file that holds the previous ring
     */
    public record StepResult(List<KeyEntry> keys, Path kept) {}

    public KeyRingRotation(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** All keys of a ring, present and past. */
    public static List<KeyEntry> list(KeyRing ring) {
        var listed = new ArrayList<KeyEntry>();
        for (KeyUse use : KeyUse.values()) {
            ring.keys(use).byNumber().keySet().forEach(number -> listed.add(listed(ring, use, number)));
            ring.history().times().forEach((key, times) -> {
                if (key.use() == use && times.retired() != null) {
                    listed.add(listed(ring, use, key.number()));
                }
            });
        }
        return listed;
    }

    /** A key's number as people see it. */
    public static String shown(int number) {
        return Integer.toUnsignedString(number);
    }

    /** Makes a key for each use. It is not used before it is promoted. */
    public StepResult add(List<KeyUse> uses) throws KeyRingException {
        KeyRing before = KeyRing.load(file);
        KeyRing ring = before;
        var added = new ArrayList<KeyRingHistory.Key>();
        for (KeyUse use : uses) {
            demandRotation(use);
            int number = ring.unusedNumber();
            SecretBytes key = ring.newKey(use);
            ring = ring.with(
                    use,
                    ring.keys(use).with(number, key),
                    ring.history().with(use, number, times -> times.added(now())));
            added.add(new KeyRingHistory.Key(use, number));
        }
        return replace(before, ring, added);
    }

    /** Makes the newest key of each use its primary one. */
    public StepResult promote(List<KeyUse> uses) throws KeyRingException {
        KeyRing before = KeyRing.load(file);
        KeyRing ring = before;
        var promoted = new ArrayList<KeyRingHistory.Key>();
        for (KeyUse use : uses) {
            demandRotation(use);
            int number = ring.keys(use).newest();
            int old = ring.keys(use).primary();
            if (number == old) {
                throw new KeyRingException("no new " + use + " key to promote: run keys add first");
            }
            ring = ring.with(
                    use,
                    ring.keys(use).promoted(number),
                    ring.history()
                            .with(use, old, times -> times.superseded(now()))
                            .with(use, number, times -> times.promoted(now())));
            promoted.add(new KeyRingHistory.Key(use, number));
        }
        return replace(before, ring, promoted);
    }

    /**
     * Takes a key out of the ring. Its ciphertexts can never be opened again, nor its hashes compared.
     *
     * @param kept for how long products of the key may still be needed after it was superseded
     * @throws KeyRingException if it is in use, or was within that time
     */
    public StepResult retire(KeyUse use, String shown, Duration kept) throws KeyRingException {
        KeyRing before = KeyRing.load(file);
        int number = retirable(before, use, shown, kept);
        KeyRing ring = before.with(
                use, before.keys(use).without(number), before.history().with(use, number, at -> at.retired(now())));
        return replace(before, ring, List.of(new KeyRingHistory.Key(use, number)));
    }

    /**
     * The number of a key that {@link #retire} would take out now.
     *
     * @throws KeyRingException as {@link #retire}
     */
    public int retirable(KeyUse use, String shown, Duration kept) throws KeyRingException {
        return retirable(KeyRing.load(file), use, shown, kept);
    }

    private int retirable(KeyRing ring, KeyUse use, String shown, Duration kept) throws KeyRingException {
        int number = number(ring, use, shown);
        if (ring.keys(use).primary() == number) {
            throw new KeyRingException("the key " + shown + " for " + use + " is in use: promote another one first");
        }
        Instant superseded = ring.history().of(use, number).superseded();
        if (superseded != null && superseded.plus(kept).isAfter(now())) {
            throw new KeyRingException("the key " + shown + " for " + use + " was in use until " + superseded
                    + ": its products may be needed until " + superseded.plus(kept)
                    + " (--force retires it anyway)");
        }
        return number;
    }

    private StepResult replace(KeyRing before, KeyRing ring, List<KeyRingHistory.Key> about) throws KeyRingException {
        Path kept = file.resolveSibling(file.getFileName() + "." + STAMP.format(now()));
        try {
            NewFile.write(kept, before.bytes());
        } catch (FileAlreadyExistsException twice) {
            throw new KeyRingException("the key ring is being changed by someone else: " + kept + " already exists");
        } catch (IOException unwritable) {
            throw new KeyRingException("the previous key ring cannot be saved as " + kept);
        }
        if (!KeyRing.load(file).holdsTheSame(before)) {
            throw new KeyRingException("the key ring " + file + " was meanwhile changed by someone else");
        }
        try {
            NewFile.replace(file, ring.bytes());
        } catch (IOException unwritable) {
            throw new KeyRingException("the key ring " + file + " cannot be written");
        }
        return new StepResult(
                about.stream().map(key -> listed(ring, key.use(), key.number())).toList(), kept);
    }

    private Instant now() {
        return clock.instant();
    }

    private static KeyEntry listed(KeyRing ring, KeyUse use, int number) {
        return new KeyEntry(
                use,
                shown(number),
                ring.keys(use).primary() == number,
                ring.history().of(use, number));
    }

    private static int number(KeyRing ring, KeyUse use, String shown) throws KeyRingException {
        for (int number : ring.keys(use).byNumber().keySet()) {
            if (shown(number).equals(shown)) {
                return number;
            }
        }
        throw new KeyRingException("the key ring has no key " + shown + " for " + use);
    }

    private static void demandRotation(KeyUse use) throws KeyRingException {
        if (!use.rotates()) {
            throw new KeyRingException(
                    "the key for " + use + " is not rotated: a violation's reference to its person would change");
        }
    }
}
