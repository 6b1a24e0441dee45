package lingdian.vault.seal;

/** A key ring cannot be created or used. The message is one line for the operator and contains no key. */
public final class KeyRingException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyRingException(String message) {
        super(message); // without a cause: a parser's message may quote the text, which is key material
    }
}
