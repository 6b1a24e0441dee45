package lingdian.domain.event;

/** A value that does not match the contract. Names the place and what was expected, never the value. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** @param path JSON pointer of the contract's own names and of indices */
    Unfit(String path, String expected) {
        super(expected, null, false, false); // no stack trace: hostile input would make it the main cost
        this.path = path;
    }

    String path() {
        return path;
    }

    String expected() {
        return String.valueOf(getMessage());
    }
}
