package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.Choice;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of cafés.
 *
 * @param part that was searched for; empty: all
 * @param regions to choose from; none if the reader's region is one county
 * @param next the address of the next page; null after the last
 */
record CafeList(
        String region,
        String part,
        List<Choice> regions,
        List<CafeLine> cafes,
        @Nullable String next) {
    CafeList {
        regions = List.copyOf(regions);
        cafes = List.copyOf(cafes);
    }
}
