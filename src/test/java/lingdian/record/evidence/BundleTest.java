package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle that was altered in any single byte fails, and the message names the part. This one is of a person in two cafés. */
class BundleTest {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final UUID VIOLATION = UUID.fromString("5d3c0a52-6c0e-5a9b-9d0e-2a5f6f1c7b11");
    private static final Instant NIGHT = Instant.parse("2026-07-10T16:30:00.25Z");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyByteMattersAndIsNamedByItsPart(boolean guomi) throws Exception {
        byte[] zip = bundle(OwnKey.make(guomi));
        String[] owners = owners(zip);
        assertThatCode(() -> BundleCheck.check(zip)).doesNotThrowAnyException();

        for (int at = 0; at < zip.length; at++) {
            for (int flip : new int[] {0x01, 0x80, 0xFF}) {
                assertThat(partNamed(flipped(zip, at, flip)))
                        .as("byte %s ^ %s", at, flip)
                        .isEqualTo(owners[at]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyByteMattersToWhoMendsTheArchive(boolean guomi) throws Exception {
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(OwnKey.make(guomi)));

        for (var part : parts.entrySet()) {
            int step = Math.max(1, part.getValue().length / 200); // signatures are slow
            for (int at = 0; at < part.getValue().length; at += step) {
                var changed = new LinkedHashMap<>(parts);
                changed.put(part.getKey(), flipped(part.getValue(), at, 1));
                String named = partNamed(BundleZip.write(changed));
                if (part.getKey().equals(Manifest.NAME)) { // which says what the parts are called
                    assertThat(named).as("manifest, byte %s", at).isNotEqualTo("none");
                } else {
                    assertThat(named).as("byte %s", at).isIn(part.getKey(), Manifest.SIGNATURE);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 22, 1000})
    void bytesMoreOrLessAreFound(int count) throws Exception {
        byte[] zip = bundle(OwnKey.make(false));
        byte[] longer = Arrays.copyOf(zip, zip.length + count);
        byte[] shorter = Arrays.copyOf(zip, zip.length - count);
        byte[] later = new byte[zip.length + count];
        System.arraycopy(zip, 0, later, count, zip.length);

        for (byte[] changed : List.of(longer, shorter, later)) {
            assertThatThrownBy(() -> BundleCheck.check(changed)).isInstanceOf(BrokenBundleException.class);
        }
    }

    /** Whoever has the service's key but not its past cannot put other records into a bundle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seq",
                "event",
                "outcome",
                "rules",
                "receivedAt",
                "effectiveAt",
                "day",
                "kept",
                "sealedHash",
                "digest"
            })
    void aRecordThatWasNotRecordedLeadsNowhere(String field) throws Exception {
        for (boolean guomi : List.of(false, true)) {
            assertThat(partNamed(forged(OwnKey.make(guomi), field))).isEqualTo("records-1.ndjson");
        }
    }

    /** Of two parts of one name, a reader takes the list from one and checks the signature of the other. */
    @Test
    void aPartThatIsThereTwiceIsRefused() throws Exception {
        byte[] zip = withTwoManifests(bundle(OwnKey.make(false)), "CLOCK");

        assertThat(partNamed(zip)).isEqualTo(Manifest.NAME);
    }

    /** The hash of a bundle is that of its manifest: a checkpoint of another hash proves nothing about its records. */
    @Test
    void aCheckpointOfAnotherHashIsRefused() throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        String text = new String(parts.get("checkpoint-3.txt"), StandardCharsets.UTF_8);
        assertThat(text).contains("\nhash: sm3\n");
        assertThat(new String(parts.get(Manifest.NAME), StandardCharsets.UTF_8))
                .contains("\"hash\" : \"sm3\"")
                .doesNotContain("sha256");
        parts.put("checkpoint-3.txt", text.replace("hash: sm3", "hash: sha256").getBytes(StandardCharsets.UTF_8));

        assertThat(partNamed(signedAnew(parts, key))).isEqualTo("checkpoint-3.txt");
    }

    /** A bundle with another record in it, signed as if that were the one. */
    static byte[] forged(OwnKey key, String field) throws BrokenBundleException {
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        String records = new String(parts.get("records-1.ndjson"), StandardCharsets.UTF_8);
        parts.put("records-1.ndjson", changed(records, field).getBytes(StandardCharsets.UTF_8));
        return signedAnew(parts, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seq", "id", "ruleVersion"})
    void aViolationThatRestsOnSomethingElseIsFound(String field) throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        ObjectNode violation = EvidenceJson.object(parts.get(BundleCheck.VIOLATION));
        switch (field) {
            case "seq" ->
                ((ObjectNode) violation.path("evidence").get(0)).putArray("seq").add(13);
            case "id" -> violation.put("id", UUID.randomUUID().toString());
            default -> violation.put("ruleVersion", "other");
        }
        parts.put(BundleCheck.VIOLATION, EvidenceJson.bytes(violation));

        assertThat(partNamed(signedAnew(parts, key))).isIn(BundleCheck.VIOLATION, BundleCheck.LAW);
    }

    @Test
    void whoSignedTheBundleIsToldApartFromWhoSignedItsCheckpoints() throws Exception {
        OwnKey service = OwnKey.make(false);
        OwnKey forger = OwnKey.make(false);

        BundleCheck.Signers signers = BundleCheck.check(signedAnew(BundleZip.read(bundle(service)), forger))
                .signers();

        assertThat(signers.bundle()).isEqualTo(forger.publicKey());
        assertThat(signers.checkpoints()).containsExactly(service.publicKey());
    }

    /** Somebody else signs a whole bundle, around records of their own making. */
    @Test
    void aKeyThatIsNotOneOfThoseGivenIsRefusedFirst() throws Exception {
        OwnKey service = OwnKey.make(false);
        OwnKey forger = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(forger));
        parts.put(BundleCheck.PROOFS, EvidenceJson.bytes(proofs("records-9.ndjson")));

        assertThat(partNamed(signedAnew(parts, forger), demanding(List.of(service), List.of())))
                .isEqualTo(Manifest.SIGNATURE);
        assertThat(partNamed(signedAnew(parts, service), demanding(List.of(service), List.of())))
                .isEqualTo("checkpoint-3.json");
        assertThat(partNamed(bundle(service), demanding(List.of(service), List.of())))
                .isEqualTo("none");
    }

    /** Beside invented records: the service's own checkpoint with the co-signature of a regulator, as in any genuine bundle. */
    @Test
    void aCheckpointToWhichNoRecordLeadsIsRefused() throws Exception {
        OwnKey service = OwnKey.make(false);
        OwnKey regulator = OwnKey.make(false);
        for (OwnKey signer : List.of(OwnKey.make(false), service)) {
            SequencedMap<String, byte[]> parts = BundleZip.read(bundle(signer));
            parts.putAll(cosigned(7, service, List.of(regulator)));
            byte[] forged = signedAnew(parts, signer);

            assertThat(partNamed(forged)).isEqualTo("checkpoint-7.txt");
            assertThat(partNamed(forged, demanding(List.of(), List.of(regulator))))
                    .isEqualTo("checkpoint-7.txt");
        }
    }

    @Test
    void eachCosignerThatIsGivenMustHaveSignedEachCheckpoint() throws Exception {
        OwnKey service = OwnKey.make(false);
        OwnKey regulator = OwnKey.make(false);
        OwnKey other = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(service));
        CheckpointBody body = body(parts, 3);
        parts.putAll(cosigned(body, service, List.of(regulator)));
        byte[] zip = signedAnew(parts, service);

        assertThat(partNamed(zip, demanding(List.of(service), List.of(regulator))))
                .isEqualTo("none");
        assertThat(partNamed(zip, demanding(List.of(), List.of(regulator, other))))
                .isEqualTo("checkpoint-3.txt");
        assertThat(BundleCheck.check(zip).signers().cosigners())
                .containsExactly(Map.entry(3L, Set.of(regulator.publicKey())));

        parts.putAll(cosigned(renumbered(body, 4), service, List.of())); // to which the second piece leads
        ObjectNode proofs = EvidenceJson.object(parts.get(BundleCheck.PROOFS));
        ((ObjectNode) proofs.path("proofs").get(1)).put("checkpoint", 4);
        parts.put(BundleCheck.PROOFS, EvidenceJson.bytes(proofs));
        assertThat(partNamed(signedAnew(parts, service), demanding(List.of(service), List.of())))
                .isEqualTo("none");
        assertThat(partNamed(signedAnew(parts, service), demanding(List.of(service), List.of(regulator))))
                .isEqualTo("checkpoint-4.txt");
    }

    /** Such a finding has no records, and so nothing that a co-signer could vouch for. */
    @Test
    void aBundleWithoutACheckpointHasNoCosigner() throws Exception {
        OwnKey service = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(service));
        parts.keySet().removeIf(name -> name.startsWith("records-") || name.startsWith("checkpoint-"));
        ObjectNode violation = EvidenceJson.object(parts.get(BundleCheck.VIOLATION));
        violation.putArray("evidence");
        parts.put(BundleCheck.VIOLATION, EvidenceJson.bytes(violation));
        parts.put(BundleCheck.PROOFS, EvidenceJson.bytes(proofs()));
        byte[] zip = signedAnew(parts, service);

        assertThat(partNamed(zip)).isEqualTo("none");
        assertThat(partNamed(zip, demanding(List.of(service), List.of(OwnKey.make(false)))))
                .isEqualTo(BundleCheck.PROOFS);
    }

    /** One of two could be co-signed, and the records lead to the other. */
    @Test
    void twoCheckpointsOfOneNumberAreRefused() throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        parts.put("checkpoint-03.txt", parts.get("checkpoint-3.txt"));
        parts.put("checkpoint-03.json", parts.get("checkpoint-3.json"));

        assertThat(partNamed(signedAnew(parts, key))).isEqualTo("checkpoint-03.txt");
    }

    /** Escape sequences could erase the line of a terminal that says it is broken, and write another. */
    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2K\u001b[1Gintact: 4 records\n", "intact\u202e", "\u009b2K", "\u2028intact", "a b"})
    void theMessageOfABrokenBundleHoldsNothingOfItsOwn(String text) throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> named = BundleZip.read(bundle(key));
        named.put(BundleCheck.PROOFS, EvidenceJson.bytes(proofs(text)));
        SequencedMap<String, byte[]> based = BundleZip.read(bundle(key));
        ObjectNode violation = EvidenceJson.object(based.get(BundleCheck.VIOLATION));
        ((ObjectNode) violation.path("evidence").get(0)).put("stream", text);
        based.put(BundleCheck.VIOLATION, EvidenceJson.bytes(violation));

        assertThatThrownBy(() -> BundleCheck.check(signedAnew(named, key)))
                .hasMessage("proofs.json: it is not a list of proofs");
        assertThatThrownBy(() -> BundleCheck.check(signedAnew(based, key)))
                .hasMessage("violation.json: it is not a violation");
        assertThat(new BrokenBundleException(text, text.repeat(100)))
                .message()
                .hasSizeLessThanOrEqualTo(201)
                .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void aPageOfAForgersOwnIsNoticed() throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        parts.put(VerifyPage.NAME, VerifyPage.html().getBytes(StandardCharsets.UTF_8));
        assertThat(BundleCheck.check(signedAnew(parts, key)).pageIsOurs()).isTrue();

        String forged = VerifyPage.html().replace("key.fingerprint !== known", "false");
        parts.put(VerifyPage.NAME, forged.getBytes(StandardCharsets.UTF_8));

        assertThat(BundleCheck.check(signedAnew(parts, key)).pageIsOurs()).isFalse();
    }

    private static BundleCheck.Demanded demanding(List<OwnKey> signers, List<OwnKey> cosigners) {
        return new BundleCheck.Demanded(
                signers.stream().map(OwnKey::publicKey).toList(),
                cosigners.stream().map(OwnKey::publicKey).toList());
    }

    private static ObjectNode proofs(String... records) {
        ObjectNode json = EvidenceJson.object();
        var list = json.putArray("proofs");
        for (String name : records) {
            list.add(new InclusionProof(name, 3, 0, List.of()).json());
        }
        return json;
    }

    private static CheckpointBody body(SequencedMap<String, byte[]> parts, long number) {
        return CheckpointBody.parse(new String(parts.get("checkpoint-" + number + ".txt"), StandardCharsets.UTF_8));
    }

    private static CheckpointBody renumbered(CheckpointBody body, long number) {
        return new CheckpointBody(
                body.algorithm(), number, body.day(), body.madeAt(), body.previous(), body.heads(), body.root());
    }

    /** A genuine checkpoint of other records. */
    static SequencedMap<String, byte[]> cosigned(long number, OwnKey service, List<OwnKey> cosigners) {
        return cosigned(
                new CheckpointBody(
                        service.hash(),
                        number,
                        LocalDate.of(2026, 7, 1),
                        NIGHT,
                        CheckpointBody.NONE,
                        1,
                        "ab".repeat(32)),
                service,
                cosigners);
    }

    /** The two parts of a checkpoint. */
    static SequencedMap<String, byte[]> cosigned(CheckpointBody body, OwnKey service, List<OwnKey> cosigners) {
        ObjectNode signatures = EvidenceJson.object();
        signatures.set("signature", signature(body, service));
        var others = signatures.putArray("cosignatures");
        cosigners.forEach(cosigner -> others.add(signature(body, cosigner)));
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put("checkpoint-" + body.number() + ".txt", body.bytes());
        parts.put("checkpoint-" + body.number() + ".json", EvidenceJson.bytes(signatures));
        return parts;
    }

    private static ObjectNode signature(CheckpointBody body, OwnKey key) {
        var signed = key.vault().sign(body.bytes());
        return EvidenceJson.signature(signed.key(), signed.value());
    }

    /** What a report repeats cannot hold lines of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "placeCode"})
    void whatIsRepeatedHasAForm(String field) throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        ObjectNode violation = EvidenceJson.object(parts.get(BundleCheck.VIOLATION));
        violation.put(field, violation.path(field).asText() + "\nsigned by: the ministry");
        parts.put(BundleCheck.VIOLATION, EvidenceJson.bytes(violation));

        assertThat(partNamed(signedAnew(parts, key))).isEqualTo(BundleCheck.VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-11", "2026-07-11T08:00:00+08:00\nintact", ""})
    void theTimeOfABundleIsATime(String madeAt) throws Exception {
        OwnKey key = OwnKey.make(false);

        assertThat(partNamed(signedAnew(BundleZip.read(bundle(key)), key, madeAt)))
                .isEqualTo(Manifest.NAME);
    }

    /** UTF-32 with a character that does not exist: no JSON parser gets as far as its syntax. */
    @Test
    void aPartThatIsNoTextIsNamed() throws Exception {
        OwnKey key = OwnKey.make(false);
        SequencedMap<String, byte[]> parts = BundleZip.read(bundle(key));
        parts.put(BundleCheck.LAW, new byte[] {0, 0, 0, '{', 0x7F, 0x7F, 0x7F, 0x7F});

        assertThat(partNamed(signedAnew(parts, key))).isEqualTo(BundleCheck.VIOLATION);
    }

    static byte[] bundle(OwnKey key) {
        return bundle(key, null);
    }

    /** @param sentAt when the café says that it sent its records */
    static byte[] bundle(OwnKey key, @Nullable Instant sentAt) {
        List<RecordsPart.Link> links = new ArrayList<>();
        for (int seq = 12; seq < 24; seq++) {
            RecordDigest record = record(seq, sentAt);
            links.add(
                    seq % 4 == 0
                            ? new RecordsPart.Shown(record)
                            : new RecordsPart.Passed(seq, record.digest(key.hash())));
        }
        var piece = new RecordsPart(new PlaceCode(CAFE), STREAM, new byte[32], links);
        var other = new RecordsPart(
                new PlaceCode(OTHER_CAFE), STREAM, new byte[32], List.of(new RecordsPart.Shown(record(5, sentAt))));
        List<Head> heads =
                List.of(new Head.OfAccessLog(7, new byte[32]), piece.head(key.hash()), other.head(key.hash()));
        var tree = new MerkleTree(key.hash(), heads.stream().map(Head::content).toList());
        var body = new CheckpointBody(
                key.hash(),
                3,
                LocalDate.of(2026, 7, 10),
                NIGHT,
                CheckpointBody.NONE,
                3,
                HexFormat.of().formatHex(tree.root()));
        var signed = key.vault().sign(body.bytes());
        return new Bundle(key.hash(), BundleReader.OFFICE)
                .text("summary.html", "<p>摘要</p>")
                .json(BundleCheck.VIOLATION, violation())
                .json(BundleCheck.LAW, EvidenceJson.object().put("ruleVersion", "2026.1"))
                .records("records-1.ndjson", piece)
                .records("records-2.ndjson", other)
                .proofs(List.of(
                        new InclusionProof("records-1.ndjson", 3, 1, tree.path(1)),
                        new InclusionProof("records-2.ndjson", 3, 2, tree.path(2))))
                .checkpoint(new Checkpoint(body, signed.key(), signed.value(), List.of()))
                .signed(new ViolationId(VIOLATION), "2026-07-11T08:00:00+08:00", key.vault()::sign);
    }

    private static ObjectNode violation() {
        ObjectNode violation = EvidenceJson.object()
                .put("id", VIOLATION.toString())
                .put("code", "IDENTITY_SHARED")
                .put("placeCode", CAFE)
                .put("ruleVersion", "2026.1");
        var evidence = violation.putArray("evidence");
        evidence.addObject()
                .put("placeCode", CAFE)
                .put("stream", STREAM.toString())
                .putArray("seq")
                .add(12)
                .add(20);
        evidence.addObject()
                .put("placeCode", OTHER_CAFE)
                .put("stream", STREAM.toString())
                .putArray("seq")
                .add(5);
        evidence.addObject().put("elsewhere", true);
        return violation;
    }

    private static RecordDigest record(long seq, @Nullable Instant sentAt) {
        return new RecordDigest(
                LocalDate.of(2026, 7, 11),
                seq,
                NIGHT.plusSeconds(seq),
                sentAt,
                NIGHT,
                "{\"type\":\"heartbeat\",\"inUse\":[\"A" + seq + "\"]}",
                "{\"type\":\"verdict\"}",
                "2026.1",
                new byte[32],
                new byte[32]);
    }

    /** The part that each byte of the archive belongs to, found by a reading of zips that is not ours. */
    private static String[] owners(byte[] zip) {
        String[] owners = new String[zip.length];
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - 22;
        int directory = bytes.getInt(end + 16);
        Arrays.fill(owners, directory, end, BundleZip.DIRECTORY);
        Arrays.fill(owners, end, zip.length, BundleZip.END);
        for (int at = directory; at < end; at += 46 + bytes.getShort(at + 28)) {
            String name = new String(zip, at + 46, bytes.getShort(at + 28), StandardCharsets.US_ASCII);
            int from = bytes.getInt(at + 42);
            Arrays.fill(owners, from, from + 30 + name.length() + bytes.getInt(at + 24), name);
        }
        assertThat(owners).doesNotContainNull();
        return owners;
    }

    private static String changed(String records, String field) {
        return switch (field) {
            case "seq" -> records.replace("{\"seq\":23,", "{\"seq\":24,");
            case "event" -> records.replaceFirst("A12", "A13");
            case "outcome" -> records.replaceFirst("verdict", "verdicT");
            case "rules" -> records.replaceFirst("2026\\.1", "2026.2");
            case "receivedAt" -> records.replaceFirst("\"receivedAt\":(\\d+)\\d", "\"receivedAt\":$19");
            case "effectiveAt" -> records.replaceFirst("\"effectiveAt\":\\d+", "\"effectiveAt\":null");
            case "day" -> records.replaceFirst("2026-07-11", "2026-07-12");
            case "kept" -> records.replaceFirst("\"kept\":\"0", "\"kept\":\"1");
            case "sealedHash" -> records.replaceFirst("\"sealedHash\":\"0", "\"sealedHash\":\"1");
            default -> records.replaceFirst("\"digest\":\"..", "\"digest\":\"00");
        };
    }

    static byte[] signedAnew(SequencedMap<String, byte[]> parts, OwnKey key) {
        return signedAnew(parts, key, "2026-07-11T08:00:00+08:00");
    }

    static byte[] signedAnew(SequencedMap<String, byte[]> parts, OwnKey key, String madeAt) {
        byte[] manifest = Manifest.of(key.hash(), new ViolationId(VIOLATION), madeAt, List.of(), withoutManifest(parts))
                .bytes();
        return signedAnew(manifest, parts, key);
    }

    /** With any manifest. */
    static byte[] signedAnew(byte[] manifest, SequencedMap<String, byte[]> parts, OwnKey key) {
        var signed = key.vault().sign(Manifest.signed(key.hash(), manifest));
        var all = new LinkedHashMap<>(Map.of(Manifest.NAME, manifest));
        all.put(Manifest.SIGNATURE, EvidenceJson.bytes(EvidenceJson.signature(signed.key(), signed.value())));
        all.putAll(withoutManifest(parts));
        return BundleZip.write(all);
    }

    private static SequencedMap<String, byte[]> withoutManifest(SequencedMap<String, byte[]> parts) {
        var contents = new LinkedHashMap<>(parts);
        contents.remove(Manifest.NAME);
        contents.remove(Manifest.SIGNATURE);
        return contents;
    }

    /**
     * A bundle that somebody without a key made of a genuine one: of two parts called manifest the first lists the forged parts, and
     * the genuine one lies among them. Its directory is as if the first were not there.
     */
    static byte[] withTwoManifests(byte[] genuine, String code) throws BrokenBundleException {
        SequencedMap<String, byte[]> parts = BundleZip.read(genuine);
        Manifest signed = Manifest.parse(parts);
        ObjectNode violation = EvidenceJson.object(parts.get(BundleCheck.VIOLATION));
        parts.put(BundleCheck.VIOLATION, EvidenceJson.bytes(violation.put("code", code)));
        var listed = new LinkedHashMap<>(parts);
        listed.remove(Manifest.SIGNATURE);
        byte[] forged = Manifest.of(signed.algorithm(), signed.violation(), signed.madeAt(), List.of(), listed)
                .bytes();

        var zip = new ByteArrayOutputStream();
        zip.writeBytes(local(Manifest.NAME, forged));
        zip.writeBytes(local(Manifest.SIGNATURE, parts.get(Manifest.SIGNATURE)));
        listed.forEach((name, content) -> zip.writeBytes(local(name, content)));
        int directory = zip.size();
        byte[] end = BundleZip.write(parts);
        int from = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - 6);
        ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).putInt(end.length - 6, directory);
        zip.write(end, from, end.length - from);
        return zip.toByteArray();
    }

    /** One part with its header. */
    private static byte[] local(String name, byte[] content) {
        return Arrays.copyOf(
                BundleZip.write(new LinkedHashMap<>(Map.of(name, content))), 30 + name.length() + content.length);
    }

    private static String partNamed(byte[] zip) {
        return partNamed(zip, BundleCheck.Demanded.NOTHING);
    }

    private static String partNamed(byte[] zip, BundleCheck.Demanded demanded) {
        try {
            BundleCheck.check(zip, demanded);
            return "none";
        } catch (BrokenBundleException broken) {
            assertThat(broken).hasMessageStartingWith(broken.part() + ": ");
            return broken.part();
        }
    }

    private static byte[] flipped(byte[] bytes, int at, int flip) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) flip;
        return changed;
    }
}
