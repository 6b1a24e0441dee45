package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.YearMonth;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.vault.seal.PublicKey;

/**
 * Checks a monthly certificate on its own, without the service. It shows that nothing was altered since the key in it signed; whose
 * key that is, the certificate cannot show.
 */
public final class CertificateCheck {
    private CertificateCheck() {}

    /**
     * The content of a valid certificate.
     *
     * @param signer whose key it is, the certificate cannot show
     * @param found the number of findings
     * @param hours of the month, of which {@code heard} were heard
     */
    public record Report(
            PlaceCode placeCode,
            YearMonth month,
            String madeAt,
            PublicKey signer,
            long found,
            long notFound,
            long hours,
            long heard) {}

    /** Whether this archive says that it is a certificate, and not an evidence bundle. */
    public static boolean isOne(byte[] zip) {
        return CertificateManifest.isOne(zip);
    }

    /** @throws BrokenBundleException if the check fails */
    public static Report check(byte[] zip) throws BrokenBundleException {
        Map<String, byte[]> parts = BundleZip.read(zip, manifest -> {
            CertificateManifest.parse(manifest);
            return CertificateManifest.NAMES;
        });
        CertificateManifest manifest = CertificateManifest.parse(parts);
        manifest.check(parts);
        return report(manifest, signer(manifest, parts), EvidenceJson.part(parts, CertificateManifest.JSON));
    }

    private static PublicKey signer(CertificateManifest manifest, Map<String, byte[]> parts)
            throws BrokenBundleException {
        try {
            JsonNode signature = EvidenceJson.object(EvidenceJson.part(parts, Manifest.SIGNATURE));
            PublicKey key = EvidenceJson.key(signature);
            byte[] value = EvidenceJson.value(signature);
            byte[] signed = CertificateManifest.signed(manifest.algorithm(), EvidenceJson.part(parts, Manifest.NAME));
            if (EvidenceJson.signature(key, value).equals(signature) && key.verifies(signed, value)) {
                return key;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw new BrokenBundleException(Manifest.SIGNATURE, "it is not a signature of the manifest by its key");
    }

    private static Report report(CertificateManifest manifest, PublicKey signer, byte[] content)
            throws BrokenBundleException {
        try {
            JsonNode json = EvidenceJson.object(content);
            if (!EvidenceJson.text(json, "placeCode")
                            .equals(manifest.placeCode().value())
                    || !EvidenceJson.text(json, "month").equals(manifest.month().toString())
                    || !EvidenceJson.text(json, "madeAt").equals(manifest.madeAt())) {
                throw new IllegalArgumentException("another certificate");
            }
            JsonNode coverage = json.path("coverage");
            return new Report(
                    manifest.placeCode(),
                    manifest.month(),
                    manifest.madeAt(),
                    signer,
                    EvidenceJson.number(json, "count"),
                    json.path("notFound").size(),
                    EvidenceJson.number(coverage, "hours"),
                    EvidenceJson.number(coverage, "hoursHeard"));
        } catch (IllegalArgumentException malformed) {
            throw new BrokenBundleException(CertificateManifest.JSON, "it is not the certificate of the manifest");
        }
    }
}
