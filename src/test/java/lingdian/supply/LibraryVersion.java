package lingdian.supply;

import java.util.Locale;
import java.util.regex.Pattern;

/** A library's version, in the order of releases: numbers by value, and previews before their release. */
record LibraryVersion(String text) implements Comparable<LibraryVersion> {
    private static final Pattern PART = Pattern.compile("[.-]");
    private static final Pattern PREVIEW = Pattern.compile("(alpha|beta|m|milestone|rc|cr|snapshot)[0-9]*");

    @Override
    public int compareTo(LibraryVersion other) {
        String[] mine = PART.split(text);
        String[] others = PART.split(other.text);
        for (int i = 0; i < Math.max(mine.length, others.length); i++) {
            int order = Long.compare(rank(mine, i), rank(others, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** An absent part counts as zero, and so do words such as Final and jre. */
    private static long rank(String[] parts, int index) {
        if (index >= parts.length) {
            return 0;
        }
        String part = parts[index].toLowerCase(Locale.ROOT);
        if (part.matches("[0-9]{1,18}")) {
            return Long.parseLong(part);
        }
        return PREVIEW.matcher(part).matches() ? -1 : 0;
    }
}
