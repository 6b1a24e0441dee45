package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.domain.ViolationId;
import lingdian.platform.text.Rfc3339;

/**
 * The list of a bundle's parts, each with its hash. The manifest is signed, so the signature covers every part.
 *
 * @param algorithm the hash of the parts, of the bundle's signature and of its records
 * @param violation the subject of the bundle
 * @param madeAt when, RFC 3339
 * @param leftOut what the bundle lacks for the reader that it was made for
 * @param parts all but the manifest and its signature, in their order
 */
public record Manifest(
        RecordHash algorithm, ViolationId violation, String madeAt, List<String> leftOut, List<Part> parts) {
    static final String NAME = "manifest.json";
    static final String SIGNATURE = "signature.json";

    private static final String FORMAT = "lingdian evidence 1";
    private static final String SIGNED = "lingdian bundle 1\n";
    private static final Pattern PART = Pattern.compile("[a-z0-9-]{1,60}\\.(json|ndjson|txt|html)");
    /** A finding rests on little more than 200 records: at most a piece of a stream and two parts of a checkpoint for each. */
    static final int PARTS_MAX = 1_000;

    private static final Pattern LEFT_OUT = Pattern.compile("[a-z-]{1,40}");
    private static final int LEFT_OUT_MAX = 20;

    /** One part. */
    public record Part(String name, String hash) {
        public Part {
            checkName(name);
        }
    }

    public Manifest {
        parts = List.copyOf(parts);
        leftOut = List.copyOf(leftOut);
        if (parts.size() > PARTS_MAX || leftOut.size() > LEFT_OUT_MAX) {
            throw new IllegalArgumentException("too many parts");
        }
        if (!leftOut.stream().allMatch(LEFT_OUT.asMatchPredicate())) {
            throw new IllegalArgumentException("not the name of what is left out");
        }
    }

    /** @throws IllegalArgumentException if it cannot be the name of a part */
    static String checkName(String name) {
        if (!PART.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a part");
        }
        return name;
    }

    static Manifest of(
            RecordHash algorithm,
            ViolationId violation,
            String madeAt,
            List<String> leftOut,
            SequencedMap<String, byte[]> contents) {
        return new Manifest(
                algorithm,
                violation,
                madeAt,
                leftOut,
                contents.entrySet().stream()
                        .map(part -> new Part(part.getKey(), hash(algorithm, part.getValue())))
                        .toList());
    }

    /** Reads the manifest among the parts of a bundle. */
    static Manifest parse(Map<String, byte[]> parts) throws BrokenBundleException {
        try {
            JsonNode json = EvidenceJson.object(EvidenceJson.part(parts, NAME));
            if (!json.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("an unknown format");
            }
            RecordHash algorithm = RecordHash.named(json.path("hash").asText());
            var listed = new ArrayList<Part>();
            json.path("parts")
                    .forEach(part -> listed.add(new Part(
                            part.path("name").asText(),
                            part.path(algorithm.toString()).asText())));
            var leftOut = new ArrayList<String>();
            json.path("leftOut").forEach(one -> leftOut.add(one.asText()));
            return new Manifest(
                    algorithm,
                    ViolationId.of(json.path("violation").asText()),
                    time(json.path("madeAt").asText()),
                    leftOut,
                    listed);
        } catch (IllegalArgumentException malformed) {
            throw new BrokenBundleException(NAME, "it is not a list of parts");
        }
    }

    private static String time(String text) {
        if (Rfc3339.parse(text).isEmpty()) {
            throw new IllegalArgumentException("not a time");
        }
        return text;
    }

    byte[] bytes() {
        ObjectNode json = EvidenceJson.object()
                .put("format", FORMAT)
                .put("hash", algorithm.toString())
                .put("violation", violation.toString())
                .put("madeAt", madeAt);
        if (!leftOut.isEmpty()) {
            var named = json.putArray("leftOut");
            leftOut.forEach(named::add);
        }
        var list = json.putArray("parts");
        parts.forEach(part -> list.addObject().put("name", part.name()).put(algorithm.toString(), part.hash()));
        return EvidenceJson.bytes(json);
    }

    /** The bytes that are signed for a manifest. */
    static byte[] signed(RecordHash algorithm, byte[] manifest) {
        return (SIGNED + hash(algorithm, manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The names of all parts that follow the manifest in the archive. */
    List<String> names() {
        return Stream.concat(Stream.of(SIGNATURE), parts.stream().map(Part::name))
                .toList();
    }

    void check(Map<String, byte[]> contents) throws BrokenBundleException {
        for (Part part : parts) {
            if (!hash(algorithm, EvidenceJson.part(contents, part.name())).equals(part.hash())) {
                throw new BrokenBundleException(part.name(), "it is not what the manifest lists");
            }
        }
    }

    private static String hash(RecordHash algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(algorithm.of(bytes));
    }
}
