package lingdian.console.map;

import java.util.Comparator;
import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.office.cafe.CountyTally;
import lingdian.platform.settings.MapSettings;
import org.jspecify.annotations.Nullable;

/**
 * The map of one county, or the board of all counties of the reader's area.
 *
 * @param board the counties; none for a reader of one county
 * @param region whose cafés are drawn; empty: the board alone
 * @param name of that region
 * @param foreign a region in the address that the reader has no cafés of; empty: none
 * @param cafes of the region, the most urgent first
 * @param total how many cafés it has
 * @param settings what they are drawn on where there is no picture
 * @param base the picture that they are drawn on; null: none
 * @param kilometres of the round
 */
record CafeMap(
        List<County> board,
        String region,
        String name,
        String foreign,
        List<Choice> regions,
        List<MappedCafe> cafes,
        long total,
        MapSettings settings,
        MapSettings.@Nullable Picture base,
        Schematic picture,
        double kilometres) {
    CafeMap {
        board = List.copyOf(board);
        regions = List.copyOf(regions);
        cafes = List.copyOf(cafes);
    }

    /** A county on the board. */
    record County(String name, CountyTally tally) {
        String path() {
            return "/map?region=" + tally.region();
        }

        /** What is most urgent in it. */
        String state() {
            return tally.running() > 0
                    ? "running"
                    : tally.openCase() > 0 ? "open-case" : tally.offline() > 0 ? "offline" : "quiet";
        }
    }

    /** The round in driving order. */
    List<MappedCafe> round() {
        return cafes.stream()
                .filter(one -> one.stop() > 0)
                .sorted(Comparator.comparingInt(MappedCafe::stop))
                .toList();
    }

    /** Whether all cafés of the region are drawn. */
    boolean isWhole() {
        return total <= cafes.size();
    }

    /** Whether there is no map below them, but distances alone. */
    boolean isSchematic() {
        return base == null && settings.tiles().isEmpty();
    }

    /** Whose map it is, with its review number; empty for a schematic. */
    String source() {
        return base == null ? settings.source() : base.source();
    }

    /** The addresses of tiles, separated by blanks, which none of them contains. */
    String tiles() {
        return base == null ? String.join(" ", settings.tiles()) : "";
    }

    /** The address of the picture below the cafés; null where there is none. */
    @Nullable
    String basePath() {
        return base == null ? null : MapPages.PICTURES + "/" + base.region();
    }

    /** The list of the cafés in a state. */
    String listPath(String state) {
        return "/cafes?region=" + region + "&state=" + state;
    }

    long unplaced() {
        return cafes.stream().filter(one -> one.position() == null).count();
    }

    /** How many the list of a state has. */
    long of(String state) {
        return cafes.stream().filter(one -> one.isListedAs(state)).count();
    }
}
