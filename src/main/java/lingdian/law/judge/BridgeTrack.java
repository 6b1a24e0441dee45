package lingdian.law.judge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The persons who left each seat around one closing, to compare with those who return at the opening after it.
 * Immutable.
 *
 * <p>A pair of person and seat is a hash that includes the night: it cannot link a person's visits beyond that night,
 * and is forgotten a quarter of an hour after the opening.
 *
 * @param left by pair, the number of the logout in {@code stream}
 * @param evidence the logout and the login of each pair that came back
 */
record BridgeTrack(
        Instant closing,
        Instant opening,
        UUID stream,
        Map<String, Long> left,
        int returned,
        List<EventRef> evidence,
        @Nullable Finding finding) {
    /** Enough for any threshold; a café of hundreds of seats need not name each. */
    private static final int MAX_PAIRS = 100;

    private static final int MAX_EVIDENCE = 40;

    BridgeTrack {
        left = left == null ? Map.of() : Map.copyOf(left); // empty values are not stored
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
    }

    static BridgeTrack of(Instant closing, Instant opening, UUID stream) {
        return new BridgeTrack(closing, opening, stream, Map.of(), 0, List.of(), null);
    }

    BridgeTrack left(OpenSession session, EventRef logout) {
        if (left.size() >= MAX_PAIRS || !logout.stream().equals(stream)) {
            return this;
        }
        var more = new HashMap<>(left);
        more.put(pair(session), logout.seq());
        return new BridgeTrack(closing, opening, stream, more, returned, evidence, finding);
    }

    /** This one again where the pair did not leave, or has come back before. */
    BridgeTrack returned(OpenSession session, EventRef login) {
        String pair = pair(session);
        Long logout = left.get(pair);
        if (logout == null) {
            return this;
        }
        var rest = new HashMap<>(left);
        rest.remove(pair);
        var refs = new ArrayList<>(evidence);
        if (refs.size() < MAX_EVIDENCE) {
            refs.add(new EventRef(login.placeCode(), login.region(), stream, logout));
            refs.add(login);
        }
        return new BridgeTrack(closing, opening, stream, rest, returned + 1, refs, finding);
    }

    BridgeTrack found(Finding now) {
        return new BridgeTrack(closing, opening, stream, left, returned, evidence, now);
    }

    private String pair(OpenSession session) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            UUID token = session.token().value();
            sha256.update(ByteBuffer.allocate(24)
                    .putLong(token.getMostSignificantBits())
                    .putLong(token.getLeastSignificantBits())
                    .putLong(closing.getEpochSecond())
                    .array());
            byte[] hash = sha256.digest(session.terminal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
