package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * A piece of one stream in a bundle: the records that prove a violation, and the digests of those between and after
 * them, up to the one that a checkpoint signed.
 *
 * <p>One JSON object per line. The first names the stream and the chain hash before the piece; each other one is a
 * record in its place.
 *
 * @param before the chain hash of the record before the first one
 * @param links in the order of their numbers, without gaps
 */
record RecordsPart(PlaceCode placeCode, UUID stream, byte[] before, List<Link> links) {
    /** A record in its place. */
    sealed interface Link {
        long seq();

        /** The digest that enters the chain. */
        byte[] digest(RecordHash hash);
    }

    /** A record that is shown. */
    record Shown(RecordDigest record) implements Link {
        @Override
        public long seq() {
            return record.seq();
        }

        @Override
        public byte[] digest(RecordHash hash) {
            return record.digest(hash);
        }
    }

    /** A record that is represented by its digest. */
    record Passed(long seq, byte[] digest) implements Link {
        @Override
        public byte[] digest(RecordHash hash) {
            return digest;
        }
    }

    RecordsPart {
        links = List.copyOf(links);
        for (int i = 1; i < links.size(); i++) {
            if (links.get(i).seq() != links.get(i - 1).seq() + 1) {
                throw new IllegalArgumentException("a number is missing");
            }
        }
        if (links.isEmpty() || links.getFirst().seq() < 1) {
            throw new IllegalArgumentException("no records");
        }
    }

    /** The end of the piece, which its checkpoint must have signed. */
    Head.OfStream head(RecordHash hash) {
        byte[] chain = before;
        for (Link link : links) {
            chain = RecordDigest.chain(hash, chain, link.digest(hash));
        }
        return new Head.OfStream(placeCode, stream, links.getLast().seq(), chain);
    }

    /** Whether the hash before it is the stream's origin if it begins with the first record. */
    boolean beginsRightly(RecordHash hash) {
        return links.getFirst().seq() > 1 || Arrays.equals(before, RecordDigest.origin(hash, placeCode, stream));
    }

    /** The numbers of the records that are shown. */
    List<Long> shown() {
        return links.stream().filter(Shown.class::isInstance).map(Link::seq).toList();
    }

    byte[] bytes() {
        var lines = new ByteArrayOutputStream();
        line(
                lines,
                EvidenceJson.object()
                        .put("placeCode", placeCode.value())
                        .put("stream", stream.toString())
                        .put("before", hex(before)));
        links.forEach(link -> line(lines, json(link)));
        return lines.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are not such a part */
    static RecordsPart parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        JsonNode first = EvidenceJson.object(lines[0].getBytes(StandardCharsets.UTF_8));
        var links = new ArrayList<Link>(lines.length);
        for (int i = 1; i < lines.length; i++) {
            links.add(link(EvidenceJson.object(lines[i].getBytes(StandardCharsets.UTF_8))));
        }
        return new RecordsPart(
                new PlaceCode(EvidenceJson.text(first, "placeCode")),
                UUID.fromString(EvidenceJson.text(first, "stream")),
                EvidenceJson.hash(first, "before"),
                links);
    }

    private static ObjectNode json(Link link) {
        return switch (link) {
            case Passed passed -> EvidenceJson.object().put("seq", passed.seq()).put("digest", hex(passed.digest()));
            case Shown shown -> json(shown.record());
        };
    }

    private static ObjectNode json(RecordDigest record) {
        return EvidenceJson.object()
                .put("seq", record.seq())
                .put("day", record.day().toString())
                .put("receivedAt", micros(record.receivedAt()))
                .put("sentAt", micros(record.sentAt()))
                .put("effectiveAt", micros(record.effectiveAt()))
                .put("event", record.shown())
                .put("outcome", record.outcome())
                .put("rules", record.rules())
                .put("kept", hex(record.kept()))
                .put("sealedHash", hex(record.sealedHash()));
    }

    private static Link link(JsonNode json) {
        long seq = EvidenceJson.number(json, "seq");
        if (json.has("digest")) {
            return new Passed(seq, EvidenceJson.hash(json, "digest"));
        }
        Instant received = instant(json, "receivedAt");
        if (received == null) {
            throw new IllegalArgumentException("receivedAt is missing");
        }
        return new Shown(new RecordDigest(
                LocalDate.parse(EvidenceJson.text(json, "day")),
                seq,
                received,
                instant(json, "sentAt"),
                instant(json, "effectiveAt"),
                EvidenceJson.text(json, "event"),
                json.hasNonNull("outcome") ? EvidenceJson.text(json, "outcome") : null,
                json.hasNonNull("rules") ? EvidenceJson.text(json, "rules") : null,
                EvidenceJson.hash(json, "kept"),
                json.hasNonNull("sealedHash") ? EvidenceJson.hash(json, "sealedHash") : null));
    }

    private static @Nullable Instant instant(JsonNode json, String field) {
        return json.hasNonNull(field) ? Instant.EPOCH.plus(EvidenceJson.number(json, field), ChronoUnit.MICROS) : null;
    }

    private static @Nullable Long micros(@Nullable Instant at) {
        return at == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static void line(ByteArrayOutputStream lines, ObjectNode json) {
        lines.writeBytes((json + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
