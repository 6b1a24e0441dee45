package lingdian.record.evidence;

/** States which part of an evidence bundle fails the check, and why. */
public final class BrokenBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String part;

    public BrokenBundleException(String part, String why) {
        super(part + ": " + why, null, false, false); // no stack trace: it is a finding, and there may be many
        this.part = part;
    }

    /** The name of a file of the bundle, or a description of the archive around the files. */
    public String part() {
        return part;
    }
}
