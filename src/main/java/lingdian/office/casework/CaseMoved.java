package lingdian.office.casework;

/** Nothing was written: a case is no longer what it was when it was read without a lock. */
final class CaseMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseMoved() {
        super("a case has changed since it was read", null, false, false);
    }
}
