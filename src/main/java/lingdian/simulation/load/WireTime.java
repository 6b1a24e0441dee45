package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.InstantSource;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/**
 * The agents' clock as bytes for events, to the millisecond. Formats once a second and patches the milliseconds in
 * place.
 */
final class WireTime {
    private static final int FRACTION_AT = "2026-07-01T00:00:00.".length();
    private static final long MILLIS = 1_000;

    private final InstantSource clock;
    private byte[] text = new byte[0];
    private long second = Long.MIN_VALUE;

    WireTime(InstantSource clock) {
        this.clock = clock;
    }

    /** The time now, RFC 3339; valid until the next call. */
    byte[] now() {
        long millis = clock.millis();
        if (Math.floorDiv(millis, MILLIS) != second) {
            second = Math.floorDiv(millis, MILLIS);
            text = format(Instant.ofEpochSecond(second, 1_000_000));
        }
        int fraction = (int) Math.floorMod(millis, MILLIS);
        text[FRACTION_AT] = (byte) ('0' + fraction / 100);
        text[FRACTION_AT + 1] = (byte) ('0' + fraction / 10 % 10);
        text[FRACTION_AT + 2] = (byte) ('0' + fraction % 10);
        return text;
    }

    /** @param withMillis any instant whose milliseconds are not zero, so that they are written */
    private static byte[] format(Instant withMillis) {
        return Rfc3339.format(withMillis, ChinaTime.ZONE).getBytes(US_ASCII);
    }
}
