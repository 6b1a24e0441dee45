package lingdian.console.casework;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.console.frame.Choice;
import org.jspecify.annotations.Nullable;

/**
 * What an officer leaves to the colleague on duty next.
 *
 * @param mine the officer's open cases, those due first first
 * @param before to whom the officer handed some of them over earlier in this shift, by case
 * @param handed those of them that were handed over just now; they are not among {@code mine}
 * @param more whether there are more of them than are listed
 * @param left what colleagues wrote about them lately
 * @param next who is on duty next, with the time; empty where the roster does not say it
 * @param chosen the account that the form begins with; empty: none
 * @param inspections the officer's own that are not closed
 * @param unvisited cafés that the officer put on the round
 * @param typed what was typed into a form of which some was refused
 * @param failed the names of cafés whose cases were not handed over
 */
record HandoverView(
        List<WorklistRow> mine,
        Map<UUID, Handed> before,
        List<Handed> handed,
        boolean more,
        List<Left> left,
        List<Choice> colleagues,
        String next,
        String chosen,
        List<OpenInspection> inspections,
        List<Unvisited> unvisited,
        Map<String, List<String>> typed,
        List<String> failed) {
    HandoverView {
        mine = List.copyOf(mine);
        before = Map.copyOf(before);
        unvisited = List.copyOf(unvisited);
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

    /** A café that the officer put on tonight's round and nobody of the office has visited. */
    record Unvisited(String path, String cafe, String address) {}

    /** An inspection that can still be written. */
    record OpenInspection(String path, String title, String unit) {}

    String note(WorklistRow row) {
        return typed.getOrDefault("note." + row.detail().id(), List.of("")).getFirst();
    }

    /** To whom and when the case was handed over before; null where it was not. */
    @Nullable
    Handed before(WorklistRow row) {
        return before.get(row.detail().id());
    }

    /** A case that was handed over already is not handed over again unless the officer says so. */
    boolean isTicked(WorklistRow row) {
        return typed.isEmpty()
                ? before(row) == null
                : typed.getOrDefault("case", List.of()).contains(row.choice());
    }

    @Override
    public String toString() {
        return "HandoverView[" + mine.size() + "]"; // notes and names do not belong in a log
    }
}
