package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import lingdian.law.statute.LegalGround;
import lingdian.platform.settings.Inline;
import org.jspecify.annotations.Nullable;

/**
 * One violation as of one event. Immutable: each change makes a new one.
 *
 * @param detectedAt the received time of the event that first proved it; a reopening keeps it
 * @param endedAt null while it is open
 * @param quantities where the rule counts sessions or terminals
 * @param evidence the events that prove it, in the order of their place, stream and number
 * @param explained what speaks for the café, where anything does
 */
public record Finding(
        @Inline Matter matter,
        Standing standing,
        Instant startedAt,
        Instant detectedAt,
        @Nullable Instant endedAt,
        @Nullable Quantities quantities,
        List<EventRef> evidence,
        @Nullable Explanation explained) {

    public Finding {
        evidence = evidence == null ? List.of() : evidence; // an empty list is not stored
    }

    /** Name space of finding ids (UUIDv5; handbook, feed.md#a-violation), drawn at random once. */
    private static final UUID NAME_SPACE = UUID.fromString("5d3c0a52-6c0e-4a9b-9d0e-2a5f6f1c7b11");

    /** SHA-1 already fed with the name space; cloned for each id. */
    private static final MessageDigest BEGUN = ofNameSpace();

    /**
     * What a finding is about, which never changes.
     *
     * @param ruleVersion the version of the rules that found it
     * @param login the login whose document it is about, where there is one
     * @param ground decides which law it quotes, where its rule knows several
     * @param late whether the event that first proved it was received more than a day after its effective time
     */
    public record Matter(
            ViolationId id,
            Code code,
            PlaceCode placeCode,
            RegionCode region,
            String ruleVersion,
            @Nullable String terminal,
            @Nullable String session,
            @Nullable LoginRef login,
            @Nullable LegalGround ground,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean late) {
        /** The same in another county. */
        Matter in(RegionCode county) {
            return new Matter(id, code, placeCode, county, ruleVersion, terminal, session, login, ground, late);
        }

        /** The same about one person's document. */
        Matter by(LoginRef loginRef) {
            return new Matter(id, code, placeCode, region, ruleVersion, terminal, session, loginRef, ground, late);
        }

        /** The same about one session. */
        Matter of(OpenSession opened) {
            return new Matter(
                    id,
                    code,
                    placeCode,
                    region,
                    ruleVersion,
                    opened.terminal(),
                    opened.session(),
                    opened.login(),
                    ground,
                    late);
        }

        /** The same in one of the circumstances that its rule distinguishes. */
        Matter on(@Nullable LegalGround now) {
            return now == ground
                    ? this
                    : new Matter(id, code, placeCode, region, ruleVersion, terminal, session, login, now, late);
        }

        /** The same, proved late or not. */
        Matter late(boolean now) {
            return now == late
                    ? this
                    : new Matter(id, code, placeCode, region, ruleVersion, terminal, session, login, ground, now);
        }
    }

    /** One that is open and that nothing explains. */
    static Finding open(
            Matter matter, Standing standing, Instant startedAt, Instant detectedAt, List<EventRef> evidence) {
        return new Finding(matter, standing, startedAt, detectedAt, null, null, evidence, null);
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

    public ViolationId id() {
        return matter.id();
    }

    public Code code() {
        return matter.code();
    }

    public PlaceCode placeCode() {
        return matter.placeCode();
    }

    public RegionCode region() {
        return matter.region();
    }

    public String ruleVersion() {
        return matter.ruleVersion();
    }

    public @Nullable String terminal() {
        return matter.terminal();
    }

    public @Nullable String session() {
        return matter.session();
    }

    public @Nullable LoginRef login() {
        return matter.login();
    }

    public @Nullable LegalGround ground() {
        return matter.ground();
    }

    public boolean late() {
        return matter.late();
    }

    public boolean open() {
        return endedAt == null;
    }

    /** Of a café that moved to another county. */
    Finding inRegion(RegionCode county) {
        return new Finding(
                matter.in(county), standing, startedAt, detectedAt, endedAt, quantities, evidence, explained);
    }

    Finding endingAt(@Nullable Instant at) {
        return new Finding(matter, standing, startedAt, detectedAt, at, quantities, evidence, explained);
    }

    Finding with(List<EventRef> now) {
        return new Finding(matter, standing, startedAt, detectedAt, endedAt, quantities, now, explained);
    }

    Finding explained(@Nullable Explanation by) {
        return new Finding(matter, standing, startedAt, detectedAt, endedAt, quantities, evidence, by);
    }

    /** First proved when {@code first} was, however late that was. */
    Finding detectedLike(Finding first) {
        return detected(first.detectedAt(), first.late());
    }

    Finding detected(Instant at, boolean late) {
        return new Finding(matter.late(late), standing, startedAt, at, endedAt, quantities, evidence, explained);
    }

    Finding detectedAt(Instant at) {
        return new Finding(matter, standing, startedAt, at, endedAt, quantities, evidence, explained);
    }

    Finding standing(Standing now) {
        return new Finding(matter, now, startedAt, detectedAt, endedAt, quantities, evidence, explained);
    }

    Finding quantified(@Nullable Quantities now) {
        return new Finding(matter, standing, startedAt, detectedAt, endedAt, now, evidence, explained);
    }
}
