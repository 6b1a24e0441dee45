package lingdian.identity;

/** A sealed text does not open: other keys, another place than it was sealed for, or a changed ciphertext. */
public final class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    VaultException(SealedRef ref, String why) {
        super("the sealed " + ref.kind() + " of event " + ref.seq() + " in stream " + ref.stream() + " of "
                + ref.placeCode() + " " + why);
    }
}
