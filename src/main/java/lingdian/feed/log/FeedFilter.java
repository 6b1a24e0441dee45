package lingdian.feed.log;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;

/**
 * Which violations a reader asked for, within its scope. A violation matches if each set contains its value; an empty
 * set matches all.
 *
 * @param regions each includes the regions below it
 * @param cases whether changes of cases are asked for too; codes and standings do not concern them
 */
public record FeedFilter(
        Set<RegionCode> regions, Set<String> codes, Set<String> standings, Set<Authority> authorities, boolean cases) {
    /** Asks for everything. */
    public static final FeedFilter ALL = new FeedFilter(Set.of(), Set.of(), Set.of(), Set.of(), false);

    private static final Set<String> STANDINGS = Set.of("fact", "suspicion", "lead");

    public FeedFilter {
        regions = Set.copyOf(regions);
        codes = Set.copyOf(codes);
        standings = Set.copyOf(standings);
        authorities = Set.copyOf(authorities);
    }

    /** The query gives a filter a value that does not exist. The message names the parameter, not the value. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads the parameters {@code region}, {@code code}, {@code standing}, {@code authority} and {@code events}, each of which may be
     * repeated or hold several values with commas between them.
     *
     * @param knownCodes the codes of all rules
     */
    public static FeedFilter parse(MultiMap query, Set<String> knownCodes) throws Refused {
        return new FeedFilter(
                regions(query),
                values(query, "code", knownCodes::contains, "the code of a rule"),
                values(query, "standing", STANDINGS::contains, "fact, suspicion or lead"),
                authorities(query),
                !values(query, "events", "cases"::equals, "cases").isEmpty());
    }

    /** Whether this violation is asked for; its region is the one as of the change. */
    public boolean wants(RegionCode region, String code, String standing, Collection<Authority> concerned) {
        return (codes.isEmpty() || codes.contains(code))
                && (standings.isEmpty() || standings.contains(standing))
                && (authorities.isEmpty() || concerned.stream().anyMatch(authorities::contains))
                && (regions.isEmpty() || regions.stream().anyMatch(wanted -> wanted.covers(region)));
    }

    /** Whether this change of a case is asked for. */
    boolean wantsCase(RegionCode region, Collection<Authority> concerned) {
        return cases
                && (authorities.isEmpty() || concerned.stream().anyMatch(authorities::contains))
                && (regions.isEmpty() || regions.stream().anyMatch(wanted -> wanted.covers(region)));
    }

    private static Set<RegionCode> regions(MultiMap query) throws Refused {
        return values(query, "region", code -> RegionCode.find(code).isPresent(), "six digits of GB/T 2260").stream()
                .map(RegionCode::new)
                .collect(Collectors.toSet());
    }

    private static Set<Authority> authorities(MultiMap query) throws Refused {
        return values(query, "authority", word -> Authority.find(word).isPresent(), Authority.CHOICE).stream()
                .map(Authority::of)
                .collect(Collectors.toSet());
    }

    private static Set<String> values(MultiMap query, String name, Predicate<String> known, String wanted)
            throws Refused {
        Set<String> values =
                query.getAll(name).stream().flatMap(FeedFilter::split).collect(Collectors.toSet());
        if (!values.stream().allMatch(known)) {
            throw new Refused("the query parameter " + name + " is not " + wanted);
        }
        return values;
    }

    private static Stream<String> split(String value) {
        return Arrays.stream(value.split(",", -1));
    }
}
