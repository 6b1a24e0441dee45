package lingdian.record.evidence;

import java.util.regex.Pattern;

/** States which part of an evidence bundle fails the check, and why. */
public final class BrokenBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int CHARACTERS_MAX = 200;
    /** Characters by which a name in a forged bundle could write lines of its own on a terminal, or erase those of the check. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final String part;

    public BrokenBundleException(String part, String why) {
        // No stack trace: it is a finding, and there may be many.
        super(printable(part + ": " + why), null, false, false);
        this.part = printable(part);
    }

    /** The name of a file of the bundle, or a description of the archive around the files. */
    public String part() {
        return part;
    }

    private static String printable(String text) {
        String printed = UNPRINTABLE.matcher(text).replaceAll(unprintable -> "?");
        return printed.length() > CHARACTERS_MAX ? printed.substring(0, CHARACTERS_MAX) + "…" : printed;
    }
}
