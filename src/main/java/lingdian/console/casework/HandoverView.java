package lingdian.console.casework;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.Choice;

/**
 * What an officer leaves to the colleague on duty next.
 *
 * @param mine the officer's open cases, those due first first
 * @param handed those of them that were handed over just now; they are not among {@code mine}
 * @param more whether there are more of them than are listed
 * @param left what colleagues wrote about them lately
 * @param next who is on duty next, with the time; empty where the roster does not say it
 * @param chosen the account that the form begins with; empty: none
 * @param inspections the officer's own that are not closed
 * @param typed what was typed into a form of which some was refused
 * @param failed the names of cafés whose cases were not handed over
 */
record HandoverView(
        List<WorklistRow> mine,
        List<Handed> handed,
        boolean more,
        List<Left> left,
        List<Choice> colleagues,
        String next,
        String chosen,
        List<OpenInspection> inspections,
        Map<String, List<String>> typed,
        List<String> failed) {
    HandoverView {
        mine = List.copyOf(mine);
        handed = List.copyOf(handed);
        left = List.copyOf(left);
        colleagues = List.copyOf(colleagues);
        inspections = List.copyOf(inspections);
        typed = Map.copyOf(typed);
        failed = List.copyOf(failed);
    }

    /** A colleague's note on a case. */
    record Left(String path, String cafe, String by, String when, String note) {
        @Override
        public String toString() {
            return "Left[" + path + "]"; // a note is free text
        }
    }

    /** A case that the colleague has now. @param when empty where its history was not read */
    record Handed(String path, String cafe, String to, String when) {
        @Override
        public String toString() {
            return "Handed[" + path + "]"; // names do not belong in logs
        }
    }

    /** An inspection that can still be written. */
    record OpenInspection(String path, String title, String unit) {}

    String note(WorklistRow row) {
        return typed.getOrDefault("note." + row.detail().id(), List.of("")).getFirst();
    }

    boolean isTicked(WorklistRow row) {
        return typed.isEmpty() || typed.getOrDefault("case", List.of()).contains(row.choice());
    }

    @Override
    public String toString() {
        return "HandoverView[" + mine.size() + "]"; // notes and names do not belong in a log
    }
}
