package lingdian.record.evidence;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import lingdian.vault.seal.KeySignature;
import lingdian.vault.seal.Vault;

/** A monthly certificate of a café as a signed archive (handbook, certificates.md). */
public final class Certificate {
    private Certificate() {}

    /**
     * The archive, in the one encoding of bundles.
     *
     * @param certificate with {@code placeCode}, {@code month} and {@code madeAt}
     * @param html the same for people
     */
    public static byte[] zip(Vault vault, JsonObject certificate, String html) {
        RecordHash hash = RecordHash.of(vault.suite());
        var content = EvidenceJson.object(certificate.toBuffer().getBytes());
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put(CertificateManifest.JSON, EvidenceJson.bytes(content));
        parts.put(CertificateManifest.HTML, html.getBytes(StandardCharsets.UTF_8));
        byte[] manifest = CertificateManifest.of(hash, content, parts).bytes();
        KeySignature signed = vault.sign(CertificateManifest.signed(hash, manifest));
        var all = new LinkedHashMap<String, byte[]>();
        all.put(Manifest.NAME, manifest);
        all.put(Manifest.SIGNATURE, EvidenceJson.bytes(EvidenceJson.signature(signed.key(), signed.value())));
        all.putAll(parts);
        return BundleZip.write(all);
    }
}
