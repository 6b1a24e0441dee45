package lingdian.domain.region;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;

/**
 * The administrative divisions of {@code config/regions.csv} with their history (行政区划, GB/T 2260).
 *
 * <p>A number keeps the code of the county in which its holder was first registered, and counties change their codes
 * (Ruichang has had four since 1980): with only the current codes, adults born there would appear unknown. So every
 * query except for a name covers all years.
 */
public final class Regions {
    private static final String HEADER = "code,name,from,to";
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    private final Map<String, List<Region>> byCode;
    private final Set<String> provinces;
    private final Set<String> parents;

    private Regions(Map<String, List<Region>> byCode) {
        this.byCode = byCode;
        this.provinces = new HashSet<>();
        this.parents = new HashSet<>();
        byCode.keySet().forEach(this::place);
    }

    /**
     * Reads the table from a file.
     *
     * @throws IllegalArgumentException naming the file and line of the first mistake
     */
    public static Regions load(Path file) {
        return CsvTable.load(file, in -> read(in, file.toString()));
    }

    /**
     * Reads the table.
     *
     * @param source what to call the table in an error
     * @throws IllegalArgumentException naming the source and line of the first mistake
     */
    public static Regions read(InputStream in, String source) {
        Map<String, List<Region>> byCode = new HashMap<>();
        for (CsvTable.Row row : CsvTable.rows(in, source, HEADER)) {
            Region region = region(row);
            List<Region> names = byCode.computeIfAbsent(region.code(), code -> new ArrayList<>());
            if (names.stream().anyMatch(region::overlaps)) {
                throw row.refused("the code " + region.code() + " has two names in one year");
            }
            names.add(region);
        }
        return new Regions(byCode);
    }

    /** Whether the first two digits of a number are those of a province, autonomous region or residence permit. */
    public boolean knownProvince(String twoDigits) {
        return provinces.contains(twoDigits);
    }

    /**
     * Whether a code was ever that of a county, or of a city or province without counties (Dongguan; 810000 of the
     * residence permits of Hong Kong).
     */
    public boolean knownCounty(String six) {
        return byCode.containsKey(six) && !parents.contains(six);
    }

    /** The latest name of a division. */
    public Optional<String> name(RegionCode region) {
        return name(region.value());
    }

    private Optional<String> name(String six) {
        return names(six)
                .reduce((one, other) -> one.to() < other.to() ? other : one)
                .map(Region::name);
    }

    /** The name that a division had at the end of a year. */
    public Optional<String> name(RegionCode region, int year) {
        return names(region.value())
                .filter(name -> name.inForce(year))
                .findAny()
                .map(Region::name);
    }

    /** The latest name of the city (地级市 or equivalent) of a division; empty for those directly under a province. */
    public Optional<String> cityOf(RegionCode region) {
        String city = city(region.value());
        return isProvince(city) ? Optional.empty() : name(city);
    }

    /** City and county, as people name a division; the code itself if the table does not have it. */
    public String fullName(String code) {
        String name = RegionCode.find(code).stream()
                .flatMap(region -> Stream.of(cityOf(region), name(region)))
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? code : name;
    }

    /** The divisions that exist still, right below another (those of two digits more), with their names, by code. */
    public SortedMap<RegionCode, String> below(RegionCode region) {
        int digits = region.prefix().length();
        var below = new TreeMap<RegionCode, String>(Comparator.comparing(RegionCode::value));
        byCode.keySet().stream()
                .map(RegionCode::new)
                .filter(code -> region.covers(code) && code.prefix().length() == digits + 2)
                .forEach(code -> names(code.value())
                        .filter(name -> name.to() == Region.STILL)
                        .forEach(name -> below.put(code, name.name())));
        return below;
    }

    /** The divisions of every level that exist still, by code. */
    public List<RegionCode> all() {
        return byCode.keySet().stream()
                .filter(six -> names(six).anyMatch(name -> name.to() == Region.STILL))
                .sorted()
                .map(RegionCode::new)
                .toList();
    }

    private Stream<Region> names(String six) {
        return byCode.getOrDefault(six, List.of()).stream();
    }

    private void place(String code) {
        if (isProvince(code)) {
            provinces.add(code.substring(0, 2));
            return;
        }
        parents.add(province(code));
        if (!code.equals(city(code))) {
            parents.add(city(code));
        }
    }

    private static boolean isProvince(String code) {
        return code.endsWith("0000");
    }

    private static String province(String code) {
        return code.substring(0, 2) + "0000";
    }

    private static String city(String code) {
        return code.substring(0, 4) + "00";
    }

    private static Region region(CsvTable.Row row) {
        if (RegionCode.find(row.field(0)).isEmpty()) {
            throw row.refused("the code is not six digits");
        }
        if (row.field(1).isBlank()) {
            throw row.refused("the name is missing");
        }
        int from = year(row, row.field(2));
        int to = row.field(3).isEmpty() ? Region.STILL : year(row, row.field(3));
        if (to < from) {
            throw row.refused("the last year is before the first");
        }
        return new Region(row.field(0), row.field(1), from, to);
    }

    private static int year(CsvTable.Row row, String text) {
        if (!YEAR.matcher(text).matches()) {
            throw row.refused("a year is not four digits");
        }
        return Integer.parseInt(text);
    }
}
