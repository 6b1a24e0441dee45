package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.Choice;

/**
 * One page of the list of cafés.
 *
 * @param regions to choose from; none if the reader's region is one county
 * @param foreign a region in the address that the reader has no cafés of; empty: none
 * @param total how many there are on all pages
 * @param clipped whether there are more than are counted
 * @param page the number of this one, from 1
 */
record CafeList(
        CafeFilter filter,
        List<Choice> regions,
        String foreign,
        List<CafeRow> rows,
        long total,
        boolean clipped,
        int page) {
    static final int AT_ONCE = 50;
    /** The last page that the API begins. */
    static final int PAGE_MAX = 200;

    CafeList {
        regions = List.copyOf(regions);
        rows = List.copyOf(rows);
    }

    static List<String> states() {
        return List.of("running", "open-case", "offline", "quiet");
    }

    static List<String> sorts() {
        return List.of("place-code", "name", "silence", "licence", "cases");
    }

    static List<String> hours() {
        return List.of("1", "24", "72", "168");
    }

    static List<String> days() {
        return List.of("0", "30", "90");
    }

    static List<String> shares() {
        return List.of("50", "80", "100");
    }

    int first() {
        return (page - 1) * AT_ONCE + 1;
    }

    int last() {
        return first() + rows.size() - 1;
    }

    boolean hasNext() {
        return last() < total && page < PAGE_MAX;
    }

    /** The key of what it means that there are no rows. */
    String emptyKey() {
        return !foreign.isEmpty() ? "filter.region-foreign" : filter.isNarrowed() ? "cafes.not-found" : "cafes.none";
    }
}
