package lingdian.office.cafe;

/** Nothing was written: a café is no longer what a change was planned on. */
final class CafeChanged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CafeChanged() {
        super("a café has changed since it was read", null, false, false);
    }
}
