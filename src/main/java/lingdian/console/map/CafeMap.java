package lingdian.console.map;

import java.util.Comparator;
import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.office.cafe.CountyTally;

/**
 * The map of one county, or the board of all counties of the reader's area.
 *
 * @param board the counties; none for a reader of one county
 * @param region whose cafés are drawn; empty: the board alone
 * @param name of that region
 * @param foreign a region in the address that the reader has no cafés of; empty: none
 * @param cafes of the region, the most urgent first
 * @param whole whether all its cafés are drawn
 * @param kilometres of the round
 */
record CafeMap(
        List<County> board,
        String region,
        String name,
        String foreign,
        List<Choice> regions,
        List<MappedCafe> cafes,
        boolean whole,
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

    long unplaced() {
        return cafes.stream().filter(one -> one.position() == null).count();
    }

    long of(String state) {
        return cafes.stream().filter(one -> one.state().equals(state)).count();
    }
}
