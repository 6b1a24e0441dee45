package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.platform.text.Rfc3339;

/**
 * The signed list of a monthly certificate's two parts. A format of its own, so that no certificate passes for an evidence bundle,
 * nor the signature of one for that of the other.
 *
 * @param json of the certificate, in hexadecimal
 * @param html likewise of its page
 */
record CertificateManifest(
        RecordHash algorithm, PlaceCode placeCode, YearMonth month, String madeAt, String json, String html) {
    static final String FORMAT = "lingdian certificate 1";
    static final String JSON = "certificate.json";
    static final String HTML = "certificate.html";

    /** The names of what follows the manifest in the archive. */
    static final List<String> NAMES = List.of(Manifest.SIGNATURE, JSON, HTML);

    static CertificateManifest of(RecordHash algorithm, JsonNode certificate, Map<String, byte[]> parts) {
        return new CertificateManifest(
                algorithm,
                new PlaceCode(EvidenceJson.text(certificate, "placeCode")),
                YearMonth.parse(EvidenceJson.text(certificate, "month")),
                EvidenceJson.text(certificate, "madeAt"),
                hash(algorithm, parts.getOrDefault(JSON, new byte[0])),
                hash(algorithm, parts.getOrDefault(HTML, new byte[0])));
    }

    /** Whether an archive that begins with this manifest is a certificate, right or wrong. */
    static boolean isOne(byte[] zip) {
        byte[] format = FORMAT.getBytes(StandardCharsets.UTF_8);
        String beginning = new String(zip, 0, Math.min(zip.length, 200), StandardCharsets.ISO_8859_1);
        return beginning.contains(new String(format, StandardCharsets.ISO_8859_1));
    }

    static CertificateManifest parse(Map<String, byte[]> parts) throws BrokenBundleException {
        try {
            JsonNode json = EvidenceJson.object(EvidenceJson.part(parts, Manifest.NAME));
            String madeAt = EvidenceJson.text(json, "madeAt");
            if (!EvidenceJson.text(json, "format").equals(FORMAT)
                    || Rfc3339.parse(madeAt).isEmpty()) {
                throw new IllegalArgumentException("another format");
            }
            return new CertificateManifest(
                    RecordHash.named(EvidenceJson.text(json, "hash")),
                    new PlaceCode(EvidenceJson.text(json, "placeCode")),
                    YearMonth.parse(EvidenceJson.text(json, "month")),
                    madeAt,
                    EvidenceJson.text(json, JSON),
                    EvidenceJson.text(json, HTML));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new BrokenBundleException(Manifest.NAME, "it is not the manifest of a certificate");
        }
    }

    byte[] bytes() {
        ObjectNode manifest = EvidenceJson.object()
                .put("format", FORMAT)
                .put("hash", algorithm.toString())
                .put("placeCode", placeCode.value())
                .put("month", month.toString())
                .put("madeAt", madeAt)
                .put(JSON, json)
                .put(HTML, html);
        return EvidenceJson.bytes(manifest);
    }

    /** The bytes that are signed for a manifest. */
    static byte[] signed(RecordHash algorithm, byte[] manifest) {
        return (FORMAT + "\n" + hash(algorithm, manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    void check(Map<String, byte[]> parts) throws BrokenBundleException {
        check(parts, JSON, json);
        check(parts, HTML, html);
    }

    private void check(Map<String, byte[]> parts, String name, String expected) throws BrokenBundleException {
        if (!hash(algorithm, EvidenceJson.part(parts, name)).equals(expected)) {
            throw new BrokenBundleException(name, "it is not what the manifest lists");
        }
    }

    private static String hash(RecordHash algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(algorithm.of(bytes));
    }
}
