package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.MapPosition;
import org.jspecify.annotations.Nullable;

/**
 * The file of one café for its regulators, open at one tab.
 *
 * @param safety only of the tab of people
 * @param messages only of the tab of documents
 * @param held only of the tabs that show hours
 * @param complaints only of the tab of cases, and for those who see complaints; null: not shown
 * @param inspects whether the reader may record an inspection
 * @param onRound whether the reader put it on tonight's round
 */
record CafeFile(
        CafeTab tab,
        CafeView view,
        CafeRow row,
        List<CaseLine> cases,
        List<InspectionRow> inspections,
        @Nullable SafetyView safety,
        MessagesView messages,
        @Nullable HoursHeld held,
        @Nullable List<ComplaintRow> complaints,
        boolean inspects,
        boolean onRound) {
    CafeFile {
        complaints = complaints == null ? null : List.copyOf(complaints);
        cases = List.copyOf(cases);
        inspections = List.copyOf(inspections);
    }

    /** A case of the café. @param papers its documents, as {@code kind}, number and path */
    record CaseLine(
            boolean over,
            String path,
            String businessDay,
            String number,
            String step,
            String summary,
            List<PaperLine> papers) {
        CaseLine {
            papers = List.copyOf(papers);
        }

        @Override
        public String toString() {
            return "CaseLine[" + path + "]"; // text about people
        }
    }

    /** A document of a case. */
    record PaperLine(String kind, String number, String at, String path, boolean isVoid) {}

    /** A complaint about the café, without who made it and what was said. */
    record ComplaintRow(String path, String at, String subject, String way, String step, boolean overdue) {}

    /** An inspection of the café. */
    record InspectionRow(String path, String title, String unit, boolean open) {}

    String placeCode() {
        return row.line().placeCode();
    }

    /** Links into map programs; none where nobody entered where it is. */
    List<MapPosition.Link> links() {
        return MapPosition.links(view.cafe().contact().position(), row.line().name());
    }

    List<MaintenanceLine> maintenance() {
        return view.maintenance();
    }

    List<CaseLine> openCases() {
        return cases.stream().filter(one -> !one.over()).toList();
    }

    boolean hasPapers() {
        return cases.stream().anyMatch(one -> !one.papers().isEmpty());
    }
}
