package lingdian.console.casework;

import java.util.List;

/**
 * An assignment that would take cases from their officers: the page asks first.
 *
 * @param officer the account to whom they are assigned
 * @param name of that account
 * @param choices of all the cases that were ticked
 * @param lines those with other officers
 */
record Replacing(String officer, String name, String note, List<String> choices, List<Line> lines) {
    Replacing {
        choices = List.copyOf(choices);
        lines = List.copyOf(lines);
    }

    /** A case and those who deal with it. */
    record Line(String path, String cafe, String summary, String officers) {
        @Override
        public String toString() {
            return "Line[" + path + "]"; // names do not belong in a log
        }
    }

    @Override
    public String toString() {
        return "Replacing[" + lines.size() + "]"; // names do not belong in a log
    }
}
