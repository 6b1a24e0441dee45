package lingdian.law.judge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import org.jspecify.annotations.Nullable;

/**
 * One violation as of one event. Immutable: each change makes a new one.
 *
 * @param ruleVersion the version of the rules that found it
 * @param detectedAt the received time of the event that first proved it; a reopening keeps it
 * @param endedAt null while it is open
 * @param quantities of {@link Code#OVERTIME_OPERATION}, and of suspicions that count sessions
 * @param evidence the events that prove it, in the order of their place, stream and number
 * @param login the login whose document it is about, where there is one
 * @param explained what speaks for the café, where anything does
 */
public record Finding(
        ViolationId id,
        Code code,
        Standing standing,
        PlaceCode placeCode,
        RegionCode region,
        String ruleVersion,
        Instant startedAt,
        Instant detectedAt,
        @Nullable Instant endedAt,
        @Nullable String terminal,
        @Nullable String session,
        @Nullable Quantities quantities,
        List<EventRef> evidence,
        @Nullable LoginRef login,
        @Nullable Explanation explained) {

    /** Of the UUIDv5 of a finding (handbook, feed.md#a-violation): a random UUID of our own. */
    private static final UUID NAME_SPACE = UUID.fromString("5d3c0a52-6c0e-4a9b-9d0e-2a5f6f1c7b11");

    /** Has read the name space; only ever copied. */
    private static final MessageDigest BEGUN = ofNameSpace();

    /**
     * How much overtime.
     *
     * @param seconds whole seconds within the closed period in which at least one session was open, rounded down
     * @param sessions distinct sessions open within it
     * @param peak the most open at once
     */
    public record Quantities(long seconds, int sessions, int peak) {}

    /** One that nothing explains. */
    public Finding(
            ViolationId id,
            Code code,
            Standing standing,
            PlaceCode placeCode,
            RegionCode region,
            String ruleVersion,
            Instant startedAt,
            Instant detectedAt,
            @Nullable Instant endedAt,
            @Nullable String terminal,
            @Nullable String session,
            @Nullable Quantities quantities,
            List<EventRef> evidence,
            @Nullable LoginRef login) {
        this(
                id,
                code,
                standing,
                placeCode,
                region,
                ruleVersion,
                startedAt,
                detectedAt,
                endedAt,
                terminal,
                session,
                quantities,
                evidence,
                login,
                null);
    }

    /** The id of the finding of {@code code} with this "one per" key: the same on every replay. */
    public static ViolationId id(Code code, PlaceCode placeCode, String key) {
        MessageDigest sha1 = begun();
        sha1.update((code.name() + '|' + placeCode + '|' + key).getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new ViolationId(new UUID(high, low));
    }

    private static MessageDigest begun() {
        try {
            return (MessageDigest) BEGUN.clone(); // much cheaper than a new one
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest ofNameSpace() {
        try {
            // UUID version 5 is defined by SHA-1; nothing rests on its strength
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAME_SPACE.getMostSignificantBits())
                    .putLong(NAME_SPACE.getLeastSignificantBits())
                    .flip());
            return sha1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean open() {
        return endedAt == null;
    }

    Finding endingAt(@Nullable Instant at) {
        return changed(at, evidence, explained);
    }

    Finding with(List<EventRef> newEvidence) {
        return changed(endedAt, newEvidence, explained);
    }

    Finding explained(@Nullable Explanation by) {
        return changed(endedAt, evidence, by);
    }

    Finding detectedAt(Instant at) {
        return new Finding(
                id,
                code,
                standing,
                placeCode,
                region,
                ruleVersion,
                startedAt,
                at,
                endedAt,
                terminal,
                session,
                quantities,
                evidence,
                login,
                explained);
    }

    Finding standing(Standing now) {
        return new Finding(
                id,
                code,
                now,
                placeCode,
                region,
                ruleVersion,
                startedAt,
                detectedAt,
                endedAt,
                terminal,
                session,
                quantities,
                evidence,
                login,
                explained);
    }

    Finding quantified(Quantities now) {
        return new Finding(
                id,
                code,
                standing,
                placeCode,
                region,
                ruleVersion,
                startedAt,
                detectedAt,
                endedAt,
                terminal,
                session,
                now,
                evidence,
                login,
                explained);
    }

    private Finding changed(@Nullable Instant end, List<EventRef> newEvidence, @Nullable Explanation explanation) {
        return new Finding(
                id,
                code,
                standing,
                placeCode,
                region,
                ruleVersion,
                startedAt,
                detectedAt,
                end,
                terminal,
                session,
                quantities,
                newEvidence,
                login,
                explanation);
    }
}
