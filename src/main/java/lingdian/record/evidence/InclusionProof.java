package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Proves that the head of a piece of a stream is a leaf of a checkpoint's tree.
 *
 * @param records the name of the part with the piece
 * @param checkpoint its number
 * @param index of the leaf
 * @param path the sibling hashes on the way to the root
 */
record InclusionProof(String records, long checkpoint, long index, List<byte[]> path) {
    InclusionProof {
        path = List.copyOf(path);
    }

    boolean shows(Head head, CheckpointBody body) {
        byte[] root = HexFormat.of().parseHex(body.root());
        return MerkleTree.includes(body.algorithm(), head.content(), index, body.heads(), path, root);
    }

    ObjectNode json() {
        ObjectNode json = EvidenceJson.object()
                .put("records", records)
                .put("checkpoint", checkpoint)
                .put("index", index);
        var hashes = json.putArray("path");
        path.forEach(hash -> hashes.add(HexFormat.of().formatHex(hash)));
        return json;
    }

    /** @throws IllegalArgumentException if the JSON is not a proof */
    static InclusionProof of(JsonNode json) {
        var path = new ArrayList<byte[]>();
        json.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        return new InclusionProof(
                Manifest.checkName(EvidenceJson.text(json, "records")),
                EvidenceJson.number(json, "checkpoint"),
                EvidenceJson.number(json, "index"),
                path);
    }
}
