package lingdian.simulation.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lingdian.platform.text.Rfc3339;

/**
 * Seeded session records with many cases at the edges of the rules, since the real records have no person in two places
 * at once: few persons in few cafés, times at or next to midnight, grace, opening and full hours, overlaps of about
 * five minutes.
 */
public final class MadeUpSessions {
    private static final Instant FIRST_MIDNIGHT = Instant.parse("2026-03-01T16:00:00Z");
    /** Seconds after midnight at which a rule changes its result. */
    private static final int[] EDGES = {
        -3_600, -300, 0, 1, 300, 599, 600, 601, 3_600, 10_800, 28_799, 28_800, 36_000, 72_000
    };

    private final Random random;

    private MadeUpSessions(long seed) {
        this.random = new Random(seed);
    }

    /** Writes {@code rows} sessions as a file for {@code replay}. */
    public static Path write(Path file, long seed, int rows) throws IOException {
        var sessions = new MadeUpSessions(seed);
        List<String> lines = new ArrayList<>();
        lines.add("site_id,person_id,online_at,offline_at");
        for (int i = 0; i < rows; i++) {
            lines.add(sessions.row());
        }
        return Files.write(file, lines);
    }

    private String row() {
        long from = edge();
        long to = random.nextInt(3) == 0 ? from + length() : Math.max(from + 1, edge());
        return String.format(
                "50015310%06d,p%02d,%s,%s", 900 + random.nextInt(6), random.nextInt(40), time(from), time(to));
    }

    private long edge() {
        int jitter = random.nextInt(2) == 0 ? 0 : random.nextInt(7_200);
        return random.nextInt(4) * 86_400L + EDGES[random.nextInt(EDGES.length)] + jitter;
    }

    private int length() {
        return switch (random.nextInt(4)) {
            case 0 -> 299 + random.nextInt(3);
            case 1 -> 599 + random.nextInt(3);
            default -> 1 + random.nextInt(14_400);
        };
    }

    private static String time(long second) {
        return Rfc3339.format(FIRST_MIDNIGHT.plusSeconds(second), ReplayOracle.ZONE);
    }
}
