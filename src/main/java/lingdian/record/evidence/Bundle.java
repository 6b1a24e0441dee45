package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import lingdian.domain.ViolationId;
import lingdian.vault.seal.KeySignature;

/**
 * Assembles an evidence bundle: its parts, the manifest of them, and the manifest's signature (handbook, evidence.md).
 */
final class Bundle {
    private final RecordHash hash;
    private final BundleReader reader;
    private final SequencedMap<String, byte[]> parts = new LinkedHashMap<>();

    Bundle(RecordHash hash, BundleReader reader) {
        this.hash = hash;
        this.reader = reader;
    }

    Bundle json(String name, JsonNode content) {
        parts.put(name, EvidenceJson.bytes(content));
        return this;
    }

    Bundle text(String name, String content) {
        parts.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Bundle records(String name, RecordsPart piece) {
        parts.put(name, piece.bytes());
        return this;
    }

    Bundle checkpoint(Checkpoint checkpoint) {
        String name = "checkpoint-" + checkpoint.body().number();
        ObjectNode signatures = EvidenceJson.object();
        signatures.set("signature", EvidenceJson.signature(checkpoint.key(), checkpoint.signature()));
        ArrayNode others = signatures.putArray("cosignatures");
        checkpoint.cosignatures().forEach(one -> others.add(EvidenceJson.signature(one.key(), one.signature())));
        return text(name + ".txt", checkpoint.body().text()).json(name + ".json", signatures);
    }

    Bundle proofs(List<InclusionProof> proofs) {
        ObjectNode json = EvidenceJson.object();
        ArrayNode list = json.putArray("proofs");
        proofs.forEach(proof -> list.add(proof.json()));
        return json(BundleCheck.PROOFS, json);
    }

    /** The complete bundle as a zip. */
    byte[] signed(ViolationId violation, String madeAt, Function<byte[], KeySignature> signer) {
        byte[] manifest =
                Manifest.of(hash, violation, madeAt, reader.leftOut(), parts).bytes();
        KeySignature signed = signer.apply(Manifest.signed(hash, manifest));
        var all = new LinkedHashMap<String, byte[]>();
        all.put(Manifest.NAME, manifest);
        all.put(Manifest.SIGNATURE, EvidenceJson.bytes(EvidenceJson.signature(signed.key(), signed.value())));
        all.putAll(parts);
        return BundleZip.write(all);
    }
}
