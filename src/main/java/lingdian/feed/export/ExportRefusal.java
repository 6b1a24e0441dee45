package lingdian.feed.export;

/** The export does not begin, because somebody must look first: the message says at what. */
final class ExportRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    ExportRefusal(String message) {
        super(message);
    }
}
