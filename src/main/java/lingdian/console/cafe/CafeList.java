package lingdian.console.cafe;

import java.util.List;
import lingdian.console.frame.Choice;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of cafés.
 *
 * @param regions that can be chosen, none where the reader's is one county
 * @param next the address of the next page; null after the last
 */
record CafeList(
        String region,
        List<Choice> regions,
        List<CafeLine> cafes,
        @Nullable String next) {
    CafeList {
        regions = List.copyOf(regions);
        cafes = List.copyOf(cafes);
    }
}
