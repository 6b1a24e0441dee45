package lingdian.vault.seal;

import java.util.List;

/**
 * A change of a database's key ring: the keys that were added, came into use, or were taken out.
 *
 * <p>Reported once, by the first node that reloads the changed file.
 */
public record KeyRingChange(List<Key> added, List<Key> promoted, List<Key> retired) {
    /**
     * A key without its secret.
     *
     * @param number as shown to the operator
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
