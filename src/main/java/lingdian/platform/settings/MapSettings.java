package lingdian.platform.settings;

import java.nio.file.Path;
import java.util.List;
import lingdian.platform.settings.Settings.Limits;

/**
 * What the map of cafés is drawn on: the key {@code map} of {@code config/lingdian.yaml}.
 *
 * @param tiles the addresses of its layers, the lowest first; none: the map is a schematic without boundaries
 * @param source whose map it is, with its review number; shown on it
 * @param maximumZoom the largest scale that the tiles have
 * @param pictures reviewed pictures of single regions, which take the place of tiles there
 */
public record MapSettings(
        @Default("[]") List<String> tiles,
        @Default("''") String source,
        @Default("18") int maximumZoom,
        @Default("[]") List<Picture> pictures) {
    private static final int LAYERS_MAX = 4;
    /** No quotes, no blanks and no semicolon: the address becomes a part of a header and of an attribute. */
    private static final String ADDRESS = "(https://[a-z0-9.-]{1,253}(:\\d{1,5})?)?/[0-9A-Za-z_.~/?&=:{}%+-]{1,500}";

    public MapSettings {
        tiles = List.copyOf(tiles);
        pictures = List.copyOf(pictures);
        new Limits()
                .check(
                        tiles.stream().allMatch(MapSettings::isAddress),
                        "tiles: must be paths that begin with /, or addresses that begin with https://,"
                                + " each with {z}, {x} and {y}")
                .check(tiles.size() <= LAYERS_MAX, "tiles: must be at most " + LAYERS_MAX)
                .check(
                        tiles.isEmpty() == source.isBlank(),
                        "tiles, source: expected both, or neither; a map is shown only with its review number")
                .range("maximumZoom", maximumZoom, 1, 22)
                .refuse();
    }

    /**
     * A reviewed map of a region as one picture, in Web Mercator or so small that it makes no difference.
     *
     * @param region that it shows; also shown for the regions below it
     * @param file a PNG or JPEG; read when a browser asks for it
     * @param source whose map it is, with its review number
     * @param south the latitude of its lower edge, as the other edges in degrees of WGS-84
     */
    public record Picture(
            @Default("''") String region,
            Path file,
            @Default("''") String source,
            double south,
            double west,
            double north,
            double east) {
        public Picture {
            new Limits()
                    .check(region.matches("\\d{6}"), "region: must be the six digits of a region, quoted")
                    .check(file.toString().matches(".+\\.(png|jpg|jpeg)"), "file: must end with .png, .jpg or .jpeg")
                    .check(!source.isBlank(), "source: is required, with the review number")
                    .check(-85 <= south && south < north && north <= 85, "south, north: must be degrees, south first")
                    .check(-180 <= west && west < east && east <= 180, "west, east: must be degrees, west first")
                    .refuse();
        }

        /** Its edges as the script of the page reads them. */
        public String bounds() {
            return south + "," + west + "," + north + "," + east;
        }
    }

    private static boolean isAddress(String address) {
        return address.matches(ADDRESS)
                && !address.startsWith("//")
                && List.of("{z}", "{x}", "{y}").stream().allMatch(address::contains);
    }

    /** The other origins that browsers load tiles from. */
    public List<String> origins() {
        return tiles.stream()
                .filter(one -> !one.startsWith("/"))
                .map(one -> one.replaceAll("^(https://[^/]+).*", "$1"))
                .distinct()
                .toList();
    }
}
