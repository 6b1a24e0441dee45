package lingdian.console.inspection;

import java.util.List;
import java.util.Set;
import lingdian.console.frame.Choice;
import org.jspecify.annotations.Nullable;

/**
 * The page of draws.
 *
 * @param regions to draw from; none if the reader's region is one county
 * @param office names of the people of the reader's office
 * @param refused fields that the API did not accept
 */
record DrawList(
        List<DrawView> draws,
        @Nullable String next,
        List<Choice> regions,
        List<String> office,
        DrawPages.DrawForm form,
        Set<String> refused) {
    DrawList {
        draws = List.copyOf(draws);
        regions = List.copyOf(regions);
        office = List.copyOf(office);
        refused = Set.copyOf(refused);
    }

    boolean isRefused(String field) {
        return refused.contains(field);
    }
}
