package lingdian.vault.seal;

import java.util.List;

/**
 * What a database learned of its key ring: keys that it did not know, that began to make what it holds, or that were taken out.
 *
 * <p>It is learned once, by whichever node is the first to take the changed file over, so it is told once.
 */
public record KeyRingChange(List<Key> added, List<Key> promoted, List<Key> retired) {
    /**
     * A key as everyone may know it.
     *
     * @param number as the operator sees it
     */
    public record Key(KeyUse use, String number) {}

    public KeyRingChange {
        added = List.copyOf(added);
        promoted = List.copyOf(promoted);
        retired = List.copyOf(retired);
    }

    boolean isNone() {
        return added.isEmpty() && promoted.isEmpty() && retired.isEmpty();
    }
}
