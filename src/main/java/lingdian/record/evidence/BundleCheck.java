package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.vault.seal.PublicKey;

/**
 * Checks an evidence bundle on its own, without the service (handbook, evidence.md).
 *
 * <p>It shows that nothing was altered since the keys in it signed; whose keys those are, the bundle cannot show: see
 * {@link Report#signers}. The parts are checked in the order of their dependencies, so the first faulty one is the cause.
 */
public final class BundleCheck {
    static final String VIOLATION = "violation.json";
    static final String PROOFS = "proofs.json";
    static final String LAW = "law.json";

    private static final Pattern CODE = Pattern.compile("[A-Z_]{1,40}");

    /**
     * The content of a valid bundle.
     *
     * @param signers whose keys they are, the bundle cannot show
     * @param records how many are shown
     * @param passed how many are represented by their digests only
     * @param leftOut what it lacks for the reader that it was made for
     * @param pageIsOurs whether the page in it is the one of this program, and not of another version or a forger's
     */
    public record Report(
            ViolationId violation,
            String code,
            String placeCode,
            String madeAt,
            Signers signers,
            List<CheckpointBody> checkpoints,
            long records,
            long passed,
            List<String> leftOut,
            boolean pageIsOurs) {}

    /**
     * Who signed what. No checkpoint names the key of a bundle, so who signed a checkpoint says nothing of the finding.
     *
     * @param bundle the key that signed the manifest, and so all parts
     * @param checkpoints the keys that signed the checkpoints for the service
     * @param cosigners others who signed a checkpoint, by its number
     */
    public record Signers(PublicKey bundle, Set<PublicKey> checkpoints, SequencedMap<Long, Set<PublicKey>> cosigners) {}

    /**
     * The keys that are demanded by the reader, who knows them from elsewhere.
     *
     * @param signers one of which must have signed the bundle, and one each checkpoint; if empty, any key may
     * @param cosigners each of which must have signed each checkpoint too
     */
    public record Demanded(List<PublicKey> signers, List<PublicKey> cosigners) {
        /** Nothing is demanded: the bundle is only consistent in itself. */
        public static final Demanded NOTHING = new Demanded(List.of(), List.of());

        public Demanded {
            signers = List.copyOf(signers);
            cosigners = List.copyOf(cosigners);
        }
    }

    private final SequencedMap<String, byte[]> parts;
    private final Manifest manifest;
    private final Demanded demanded;
    private final Set<PublicKey> keys = new LinkedHashSet<>(); // of the checkpoints
    private final SequencedMap<Long, Set<PublicKey>> cosigners = new LinkedHashMap<>();
    private final SequencedMap<Long, CheckpointBody> checkpoints = new LinkedHashMap<>();
    private final Set<Long> used = new HashSet<>(); // checkpoints to which a proof leads
    private final Set<String> shown = new HashSet<>(); // "placeCode stream seq"
    private long records;
    private long passed;

    private BundleCheck(SequencedMap<String, byte[]> parts, Manifest manifest, Demanded demanded) {
        this.parts = parts;
        this.manifest = manifest;
        this.demanded = demanded;
    }

    /** @throws BrokenBundleException if the check fails */
    public static Report check(byte[] zip) throws BrokenBundleException {
        return check(zip, Demanded.NOTHING);
    }

    /** @throws BrokenBundleException if the check fails, or a key that is demanded did not sign */
    public static Report check(byte[] zip, Demanded demanded) throws BrokenBundleException {
        SequencedMap<String, byte[]> parts = BundleZip.read(zip);
        var check = new BundleCheck(parts, Manifest.parse(parts), demanded);
        check.manifest.check(parts);
        PublicKey signer = check.signer();
        check.demandSigner(signer, Manifest.SIGNATURE); // before anything that a stranger wrote is read
        check.checkpoints();
        check.proofs();
        check.demandUseOfCheckpoints();
        check.demandCosigners();
        return check.violation(signer);
    }

    private void demandSigner(PublicKey key, String part) throws BrokenBundleException {
        if (!demanded.signers().isEmpty() && !demanded.signers().contains(key)) {
            throw new BrokenBundleException(part, "it is signed by a key that is not one of those given: " + key);
        }
    }

    /** Otherwise a genuine checkpoint, with its genuine co-signature, could lie beside invented records. */
    private void demandUseOfCheckpoints() throws BrokenBundleException {
        for (long number : checkpoints.keySet()) {
            if (!used.contains(number)) {
                throw new BrokenBundleException(name(number), "no record leads to this checkpoint");
            }
        }
    }

    private void demandCosigners() throws BrokenBundleException {
        if (!demanded.cosigners().isEmpty() && checkpoints.isEmpty()) {
            throw new BrokenBundleException(PROOFS, "there is no checkpoint that a key you gave could have signed");
        }
        for (var checkpoint : cosigners.entrySet()) {
            for (PublicKey key : demanded.cosigners()) {
                if (!checkpoint.getValue().contains(key)) {
                    throw new BrokenBundleException(
                            name(checkpoint.getKey()), "it is not also signed by a key that you gave: " + key);
                }
            }
        }
    }

    /** The part with the text of a checkpoint. */
    private static String name(long checkpoint) {
        return "checkpoint-" + checkpoint + ".txt";
    }

    private PublicKey signer() throws BrokenBundleException {
        try {
            JsonNode signature = EvidenceJson.object(part(Manifest.SIGNATURE));
            PublicKey key = EvidenceJson.key(signature);
            if (EvidenceJson.signature(key, EvidenceJson.value(signature)).equals(signature)
                    && key.verifies(
                            Manifest.signed(manifest.algorithm(), part(Manifest.NAME)),
                            EvidenceJson.value(signature))) {
                return key;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw new BrokenBundleException(Manifest.SIGNATURE, "it is not a signature of the manifest by its key");
    }

    private void checkpoints() throws BrokenBundleException {
        for (Manifest.Part part : manifest.parts()) {
            if (part.name().startsWith("checkpoint-") && part.name().endsWith(".txt")) {
                checkpoint(part.name());
            }
        }
    }

    private void checkpoint(String name) throws BrokenBundleException {
        String signatures = name.replace(".txt", ".json");
        try {
            CheckpointBody body = CheckpointBody.parse(new String(part(name), StandardCharsets.UTF_8));
            if (body.algorithm() != manifest.algorithm()) {
                throw new BrokenBundleException(name, "its hash is not that of the manifest");
            }
            if (!name.equals(name(body.number()))) { // so that there is one of each number
                throw new BrokenBundleException(name, "it is checkpoint " + body.number());
            }
            JsonNode json = EvidenceJson.object(part(signatures));
            PublicKey key = signer(json.path("signature"), body, signatures);
            demandSigner(key, signatures);
            keys.add(key);
            var others = new LinkedHashSet<PublicKey>();
            for (JsonNode other : json.path("cosignatures")) {
                others.add(signer(other, body, signatures));
            }
            cosigners.put(body.number(), others);
            checkpoints.put(body.number(), body);
        } catch (IllegalArgumentException malformed) {
            throw new BrokenBundleException(name, "it is not a checkpoint, or its signature is malformed");
        }
    }

    private static PublicKey signer(JsonNode signature, CheckpointBody body, String part) throws BrokenBundleException {
        PublicKey key = EvidenceJson.key(signature);
        if (!key.verifies(body.bytes(), EvidenceJson.value(signature))) {
            throw new BrokenBundleException(part, "a signature in it is not one of the checkpoint");
        }
        return key;
    }

    private void proofs() throws BrokenBundleException {
        var proven = new HashSet<String>();
        try {
            for (JsonNode json : EvidenceJson.object(part(PROOFS)).path("proofs")) {
                InclusionProof proof = InclusionProof.of(json);
                proof(proof);
                proven.add(proof.records());
            }
        } catch (IllegalArgumentException malformed) {
            throw new BrokenBundleException(PROOFS, "it is not a list of proofs");
        }
        for (Manifest.Part part : manifest.parts()) {
            if (part.name().startsWith("records-") && !proven.contains(part.name())) {
                throw new BrokenBundleException(part.name(), "no proof connects it to a checkpoint");
            }
        }
    }

    private void proof(InclusionProof proof) throws BrokenBundleException {
        RecordsPart piece = piece(proof.records());
        CheckpointBody body = checkpoints.get(proof.checkpoint());
        if (body == null) {
            throw new BrokenBundleException(PROOFS, "it names a checkpoint that is missing");
        }
        if (!piece.beginsRightly(body.algorithm())) {
            throw new BrokenBundleException(proof.records(), "it does not begin at its stream's origin");
        }
        if (!proof.shows(piece.head(body.algorithm()), body)) {
            throw new BrokenBundleException(
                    proof.records(), "its records do not lead to the head signed by checkpoint " + body.number());
        }
        used.add(body.number());
        piece.shown().forEach(seq -> shown.add(piece.placeCode() + " " + piece.stream() + " " + seq));
        records += piece.shown().size();
        passed += piece.links().size() - piece.shown().size();
    }

    private RecordsPart piece(String name) throws BrokenBundleException {
        try {
            return RecordsPart.parse(part(name));
        } catch (RuntimeException malformed) {
            throw new BrokenBundleException(name, "it is not a piece of a stream");
        }
    }

    private Report violation(PublicKey signer) throws BrokenBundleException {
        try {
            JsonNode violation = EvidenceJson.object(part(VIOLATION));
            JsonNode law = EvidenceJson.object(part(LAW));
            if (!EvidenceJson.text(violation, "id").equals(manifest.violation().toString())) {
                throw new BrokenBundleException(VIOLATION, "it is not the violation named by the manifest");
            }
            if (!law.path("law").equals(violation.path("law"))
                    || !law.path("ruleVersion").equals(violation.path("ruleVersion"))) {
                throw new BrokenBundleException(LAW, "it is not the law of the violation");
            }
            evidence(violation.path("evidence"));
            return report(violation, signer);
        } catch (IllegalArgumentException malformed) {
            throw new BrokenBundleException(VIOLATION, "it is not a violation");
        }
    }

    /** Every event that the violation is based on is shown, except those elsewhere. */
    private void evidence(JsonNode evidence) throws BrokenBundleException {
        var missing = new ArrayList<String>();
        for (JsonNode entry : evidence) {
            for (JsonNode seq : entry.path("seq")) {
                String name = new PlaceCode(EvidenceJson.text(entry, "placeCode")) + " "
                        + UUID.fromString(EvidenceJson.text(entry, "stream")) + " " + seq.asLong();
                if (!shown.contains(name)) {
                    missing.add(name);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new BrokenBundleException(
                    VIOLATION, "it is based on a record that is not shown: " + missing.getFirst());
        }
    }

    /** What the report repeats has a form, so that no bundle can print lines of its own. */
    private Report report(JsonNode violation, PublicKey signer) {
        String code = EvidenceJson.text(violation, "code");
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a code");
        }
        return new Report(
                manifest.violation(),
                code,
                new PlaceCode(EvidenceJson.text(violation, "placeCode")).value(),
                manifest.madeAt(),
                new Signers(signer, keys, cosigners),
                List.copyOf(checkpoints.values()),
                records,
                passed,
                manifest.leftOut(),
                VerifyPage.isOurs(parts.get(VerifyPage.NAME)));
    }

    private byte[] part(String name) throws BrokenBundleException {
        return EvidenceJson.part(parts, name);
    }
}
