package lingdian.conformance;

/** The other side did something else than the protocol says. The message is a whole sentence without personal data. */
final class NotConformingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConformingException(String message) {
        super(message);
    }
}
