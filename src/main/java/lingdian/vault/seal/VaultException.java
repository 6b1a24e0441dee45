package lingdian.vault.seal;

/** A sealed text cannot be opened: other keys, another place than it was sealed for, or an altered ciphertext. */
public final class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean keyRetired;

    VaultException(SealedRef ref, String why) {
        this(ref, why, false);
    }

    private VaultException(SealedRef ref, String why, boolean keyRetired) {
        super("the sealed " + ref.kind() + " of event " + ref.seq() + " in stream " + ref.stream() + " of "
                + ref.placeCode() + " " + why);
        this.keyRetired = keyRetired;
    }

    static VaultException keyRetired(SealedRef ref) {
        return new VaultException(ref, "was sealed with a key that was retired", true);
    }

    static VaultException dayDestroyed(SealedRef ref) {
        return new VaultException(ref, "was sealed with the key of a day that was dropped", true);
    }

    /** Whether it was sealed correctly with a key that was retired or destroyed since: it can never be opened again. */
    public boolean keyRetired() {
        return keyRetired;
    }
}
