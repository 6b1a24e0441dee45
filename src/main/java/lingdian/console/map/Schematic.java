package lingdian.console.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import lingdian.console.frame.MapPosition;

/**
 * Cafés by kilometres around their middle, north up. It shows no boundary, coast or road: a map of the country may only be
 * published after review (Surveying and Mapping Law, Art. 38), and a schematic of distances is none.
 *
 * @param rings kilometres of the circles around the middle
 * @param path the way of the round, as an SVG path; empty where there is none
 */
record Schematic(List<Dot> dots, List<Ring> rings, String path) {
    static final int WIDTH = 720;
    static final int HEIGHT = 480;

    private static final double MARGIN = 36;
    private static final int RINGS = 3;
    /** Circles are this far apart, or ten times, or a hundred times. */
    private static final double[] STEPS = {0.5, 1, 2, 5};

    Schematic {
        dots = List.copyOf(dots);
        rings = List.copyOf(rings);
    }

    /** A café on the picture. @param shape an SVG path, another one for each state */
    record Dot(MappedCafe cafe, double x, double y, String shape) {}

    record Ring(String kilometres, double radius) {
        /** Where its number stands. */
        double labelY() {
            return HEIGHT / 2.0 - radius - 3;
        }
    }

    /** @param cafes those whose place is known; the quiet ones are drawn first, so that nothing urgent is covered */
    static Schematic of(List<MappedCafe> cafes) {
        List<MappedCafe> placed =
                cafes.stream().filter(one -> one.position() != null).toList();
        if (placed.isEmpty()) {
            return new Schematic(List.of(), List.of(), "");
        }
        MapPosition middle = middle(placed);
        Map<MappedCafe, double[]> away = new LinkedHashMap<>();
        placed.forEach(one -> away.put(one, one.at().kilometresFrom(middle)));
        double farEast =
                away.values().stream().mapToDouble(at -> Math.abs(at[0])).max().orElse(0);
        double farNorth =
                away.values().stream().mapToDouble(at -> Math.abs(at[1])).max().orElse(0);
        double pixelsAKilometre = Math.min(
                (WIDTH / 2.0 - MARGIN) / Math.max(farEast, 0.5), (HEIGHT / 2.0 - MARGIN) / Math.max(farNorth, 0.5));
        List<Dot> dots = away.entrySet().stream()
                .map(one -> dot(one.getKey(), one.getValue(), pixelsAKilometre))
                .sorted(Comparator.comparing((Dot dot) -> dot.cafe().urgency()).reversed())
                .toList();
        return new Schematic(dots, rings(pixelsAKilometre), path(dots));
    }

    private static MapPosition middle(List<MappedCafe> placed) {
        return new MapPosition(
                middle(placed.stream().mapToDouble(one -> one.at().latitude())),
                middle(placed.stream().mapToDouble(one -> one.at().longitude())));
    }

    /** Half way between the outermost, so that the picture is filled. */
    private static double middle(DoubleStream values) {
        var range = values.summaryStatistics();
        return (range.getMin() + range.getMax()) / 2;
    }

    private static Dot dot(MappedCafe cafe, double[] away, double pixelsAKilometre) {
        return new Dot(
                cafe,
                rounded(WIDTH / 2.0 + away[0] * pixelsAKilometre),
                rounded(HEIGHT / 2.0 - away[1] * pixelsAKilometre),
                shape(cafe.state()));
    }

    /** An SVG path for each state, so that none is told by its colour alone. */
    static String shape(String state) {
        return switch (state) {
            case "running" -> "M0-9L9 7H-9Z";
            case "open-case" -> "M0-8L8 0L0 8L-8 0Z";
            case "offline" -> "M-6-6H6V6H-6Z";
            default -> "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z";
        };
    }

    private static List<Ring> rings(double pixelsAKilometre) {
        double most = HEIGHT / 2.0 / pixelsAKilometre / RINGS;
        double power = 1;
        double step = STEPS[0];
        for (int i = 0; i < 4 * STEPS.length; i++) {
            double next = STEPS[i % STEPS.length] * power;
            step = next <= most ? next : step;
            power = i % STEPS.length == STEPS.length - 1 ? power * 10 : power;
        }
        var rings = new ArrayList<Ring>();
        for (int i = 1; i <= RINGS; i++) {
            double kilometres = step * i;
            rings.add(new Ring(
                    kilometres == Math.rint(kilometres)
                            ? Long.toString(Math.round(kilometres))
                            : String.format(Locale.ROOT, "%.1f", kilometres),
                    rounded(kilometres * pixelsAKilometre)));
        }
        return rings;
    }

    private static String path(List<Dot> dots) {
        return dots.stream()
                .filter(dot -> dot.cafe().stop() > 0)
                .sorted(Comparator.comparingInt(dot -> dot.cafe().stop()))
                .map(dot -> dot.x() + " " + dot.y())
                .collect(Collectors.joining("L", "M", ""))
                .replaceFirst("^M$", "");
    }

    private static double rounded(double pixels) {
        return Math.round(pixels * 10) / 10.0;
    }
}
