package lingdian.record.evidence;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * The signed content of a checkpoint: eight lines of text.
 *
 * <p>Text and not JSON, because it has exactly one spelling: a verifier needs no rules for writing numbers or fields.
 *
 * @param algorithm the hash of the tree, of {@link #hash} and of the chains whose heads are its leaves
 * @param number 1, 2, 3 …; those that the service did not sign have numbers in between
 * @param day the day that it closes, in China's time; null if it was made in between
 * @param previous the hash of the service's own checkpoint before it, zeros for the first, in hexadecimal
 * @param heads the number of leaves of its tree
 * @param root of the tree, in hexadecimal
 */
public record CheckpointBody(
        RecordHash algorithm,
        long number,
        @Nullable LocalDate day,
        Instant madeAt,
        String previous,
        long heads,
        String root) {
    /** The previous hash of the first checkpoint. */
    public static final String NONE = "0".repeat(64);

    private static final String FIRST_LINE = "lingdian checkpoint 1\n";
    private static final Pattern FORM = Pattern.compile(FIRST_LINE + """
            hash: (sha256|sm3)
            number: ([1-9][0-9]{0,17})
            day: (-|[0-9]{4}-[0-9]{2}-[0-9]{2})
            made: (\\S+)
            previous: ([0-9a-f]{64})
            heads: (0|[1-9][0-9]{0,17})
            root: ([0-9a-f]{64})
            """);

    public CheckpointBody {
        if (number < 1 || heads < 0) {
            throw new IllegalArgumentException("checkpoints are counted from 1");
        }
    }

    /** @throws IllegalArgumentException if {@link #text} cannot produce the text */
    public static CheckpointBody parse(String text) {
        Matcher lines = FORM.matcher(text);
        if (lines.matches()) {
            var body = new CheckpointBody(
                    RecordHash.named(lines.group(1)),
                    Long.parseLong(lines.group(2)),
                    day(lines.group(3)),
                    Rfc3339.parse(lines.group(4)).orElseThrow(() -> new IllegalArgumentException("no time")),
                    lines.group(5),
                    Long.parseLong(lines.group(6)),
                    lines.group(7));
            if (body.text().equals(text)) {
                return body;
            }
        }
        throw new IllegalArgumentException("not a checkpoint");
    }

    public String text() {
        return FIRST_LINE + "hash: " + algorithm + "\nnumber: " + number + "\nday: " + (day == null ? "-" : day)
                + "\nmade: "
                + Rfc3339.format(madeAt, ChinaTime.ZONE) + "\nprevious: " + previous + "\nheads: " + heads + "\nroot: "
                + root
                + "\n";
    }

    /** The signed bytes. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The hash by which the next checkpoint refers to this one. */
    public String hash() {
        return HexFormat.of().formatHex(algorithm.of(bytes()));
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.equals("-") ? null : LocalDate.parse(text);
        } catch (DateTimeException unreal) {
            throw new IllegalArgumentException("no day", unreal);
        }
    }
}
