package lingdian.console.frame;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A place in degrees of WGS-84, and the links that show it in the map programs of the country. These draw on shifted
 * coordinates: GCJ-02 is the country's, BD-09 is Baidu's shift of it. A place that is passed on unshifted lies some
 * hundred metres off, in the wrong street.
 */
public record MapPosition(double latitude, double longitude) {
    /** The ellipsoid of Krasovsky, on which GCJ-02 is computed. */
    private static final double RADIUS = 6_378_245.0;

    private static final double ECCENTRICITY_SQUARED = 0.00669342162296594323;
    private static final double BAIDU_ANGLE = Math.PI * 3_000 / 180;

    /** A link into a map program. @param key of its name */
    public record Link(String key, String href) {}

    /** A position as {@code geo:} addresses write it, latitude first. */
    public static MapPosition of(String written) {
        String[] parts = written.split(",", 2);
        return new MapPosition(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }

    /** In the country's coordinates; outside the country they are the same. */
    MapPosition gcj02() {
        if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) {
            return this;
        }
        double x = longitude - 105;
        double y = latitude - 35;
        double sine = Math.sin(Math.toRadians(latitude));
        double magic = 1 - ECCENTRICITY_SQUARED * sine * sine;
        double meridian = RADIUS * (1 - ECCENTRICITY_SQUARED) / (magic * Math.sqrt(magic));
        double parallel = RADIUS / Math.sqrt(magic) * Math.cos(Math.toRadians(latitude));
        return new MapPosition(
                latitude + Math.toDegrees(metresNorth(x, y) / meridian),
                longitude + Math.toDegrees(metresEast(x, y) / parallel));
    }

    private static double metresNorth(double x, double y) {
        return -100
                + 2 * x
                + 3 * y
                + 0.2 * y * y
                + 0.1 * x * y
                + 0.2 * Math.sqrt(Math.abs(x))
                + 2.0 / 3 * (waves(x) + 20 * sine(y, 1) + 40 * sine(y, 3) + 160 * sine(y, 12) + 320 * sine(y, 30));
    }

    private static double metresEast(double x, double y) {
        return 300
                + x
                + 2 * y
                + 0.1 * x * x
                + 0.1 * x * y
                + 0.1 * Math.sqrt(Math.abs(x))
                + 2.0 / 3 * (waves(x) + 20 * sine(x, 1) + 40 * sine(x, 3) + 150 * sine(x, 12) + 300 * sine(x, 30));
    }

    private static double waves(double x) {
        return 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI);
    }

    private static double sine(double degrees, double part) {
        return Math.sin(degrees / part * Math.PI);
    }

    /** In Baidu's coordinates. */
    MapPosition bd09() {
        MapPosition gcj = gcj02();
        double radius = Math.hypot(gcj.longitude, gcj.latitude) + 0.00002 * Math.sin(gcj.latitude * BAIDU_ANGLE);
        double angle = Math.atan2(gcj.latitude, gcj.longitude) + 0.000003 * Math.cos(gcj.longitude * BAIDU_ANGLE);
        return new MapPosition(radius * Math.sin(angle) + 0.006, radius * Math.cos(angle) + 0.0065);
    }

    /** Kilometres to the east and to the north of another place; exact enough within a province. */
    public double[] kilometresFrom(MapPosition other) {
        double kilometresADegree = 111.2;
        return new double[] {
            (longitude - other.longitude) * kilometresADegree * Math.cos(Math.toRadians(other.latitude)),
            (latitude - other.latitude) * kilometresADegree
        };
    }

    /** The links of a place as it was entered; none where nobody entered where it is. */
    public static List<Link> links(String written, String name) {
        return written.isEmpty() ? List.of() : of(written).links(name);
    }

    /** The links, each in the coordinates of its program; {@code geo:} is WGS-84 (RFC 5870). @param name of the place */
    public List<Link> links(String name) {
        MapPosition gcj = gcj02();
        MapPosition bd = bd09();
        String title = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return List.of(
                new Link(
                        "map.amap",
                        "https://uri.amap.com/marker?position=" + degrees(gcj.longitude) + "," + degrees(gcj.latitude)
                                + "&name=" + title + "&coordinate=gaode&callnative=1"),
                new Link(
                        "map.baidu",
                        "https://api.map.baidu.com/marker?location=" + bd + "&title=" + title + "&content=" + title
                                + "&coord_type=bd09ll&output=html&src=lingdian"),
                new Link(
                        "map.tencent",
                        "https://apis.map.qq.com/uri/v1/marker?marker=coord:" + gcj + ";title:" + title
                                + "&referer=lingdian"),
                new Link("map.apple", "https://maps.apple.com/?ll=" + gcj + "&q=" + title),
                new Link("map.geo", "geo:" + this + "?q=" + this));
    }

    private static String degrees(double degrees) {
        return String.format(Locale.ROOT, "%.6f", degrees); // a tenth of a metre
    }

    @Override
    public String toString() {
        return degrees(latitude) + "," + degrees(longitude);
    }
}
