package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lingdian.testing.Chromium;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page inside each bundle, opened from a file in a real browser without a network, finds what the command finds. */
class VerifyPageIT {
    @TempDir
    private static Path directory;

    private static Chromium chromium;
    private Page page;

    @BeforeAll
    static void openABrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void closeIt() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openThePageOfABundle() throws Exception {
        Path file = Files.writeString(directory.resolve("verify.html"), VerifyPage.html());
        page = chromium.browser().newPage();
        page.context().setOffline(true);
        page.navigate(file.toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWholeBundleIsWholeAndItsKeyIsShown(boolean guomi) throws Exception {
        OwnKey key = OwnKey.make(guomi);

        assertThat(verdict(BundleTest.bundle(key))).isEqualTo("whole: ");
        assertThat(page.locator("#steps").textContent())
                .contains(key.publicKey().fingerprint());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aByteThatDiffersIsNamedByItsPart(boolean guomi) throws Exception {
        byte[] zip = BundleTest.bundle(OwnKey.make(guomi));

        for (int at = 0; at < zip.length; at += 97) {
            byte[] changed = zip.clone();
            changed[at] ^= 1;
            assertThat(verdict(changed)).as("byte %s", at).isEqualTo("broken: " + partNamed(changed));
        }
    }

    /** The examples of GB/T 32905, appendix A. */
    @ParameterizedTest
    @CsvSource({
        "abc, 1, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "abcd, 16, debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    })
    void itsSm3IsThatOfTheStandard(String text, int times, String expected) {
        assertThat(page.evaluate("message => hex(SM2.sm3(utf8.encode(message)))", text.repeat(times)))
                .isEqualTo(expected);
    }

    /** What is found though the archive was mended: by the manifest, its signature and the chain. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPartThatDiffersIsNamedThoughTheArchiveFits(boolean guomi) throws Exception {
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(OwnKey.make(guomi)));

        for (String name : parts.keySet()) {
            var changed = new LinkedHashMap<>(parts);
            byte[] content = parts.get(name).clone();
            content[content.length / 2] ^= 1;
            changed.put(name, content);
            byte[] zip = BundleZip.write(changed);
            assertThat(verdict(zip)).as(name).isEqualTo("broken: " + partNamed(zip));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"seq", "event", "outcome", "receivedAt", "effectiveAt", "day", "kept", "sealedHash", "digest"})
    void aRecordThatWasNotRecordedLeadsNowhere(String field) throws Exception {
        assertThat(verdict(BundleTest.forged(OwnKey.make(true), field))).isEqualTo("broken: records-1.ndjson");
    }

    @Test
    void anotherKeyThanTheOneKnownIsRefused() throws Exception {
        page.locator("#known").fill("0".repeat(64));

        assertThat(verdict(BundleTest.bundle(OwnKey.make(false)))).isEqualTo("broken: signature.json");
    }

    /** Beside invented records: a genuine checkpoint with the co-signature of a regulator. */
    @Test
    void aCheckpointToWhichNoRecordLeadsIsRefused() throws Exception {
        OwnKey forger = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(forger));
        parts.putAll(BundleTest.cosigned(7, OwnKey.make(true), List.of(OwnKey.make(true))));
        byte[] zip = BundleTest.signedAnew(parts, forger);

        assertThat(verdict(zip)).isEqualTo("broken: checkpoint-7.txt").isEqualTo("broken: " + partNamed(zip));
    }

    /** Whose key a further signature is of, only somebody who knows the key from elsewhere can say. */
    @Test
    void noKeyOfABundleIsCalledARegulators() throws Exception {
        OwnKey key = OwnKey.make(true);
        OwnKey second = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        var body = CheckpointBody.parse(new String(parts.get("checkpoint-3.txt"), StandardCharsets.UTF_8));
        parts.putAll(BundleTest.cosigned(body, key, List.of(second)));

        assertThat(verdict(BundleTest.signedAnew(parts, key))).isEqualTo("whole: ");
        assertThat(page.locator("#steps").textContent())
                .contains("证据包不能证明该公钥属于谁 SM2 " + second.publicKey().fingerprint())
                .doesNotContain("监管", "regulator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such part", "records-9.ndjson"})
    void aProofOfAPartThatIsMissingIsNamedAsTheCommandNamesIt(String records) throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        String proofs = new String(parts.get(BundleCheck.PROOFS), StandardCharsets.UTF_8);
        parts.put(
                BundleCheck.PROOFS, proofs.replace("records-2.ndjson", records).getBytes(StandardCharsets.UTF_8));
        byte[] zip = BundleTest.signedAnew(parts, key);

        assertThat(verdict(zip)).isEqualTo("broken: " + partNamed(zip));
    }

    @Test
    void whatIsNoBundleIsCalledThat() {
        assertThat(verdict("no zip".getBytes(StandardCharsets.UTF_8))).startsWith("broken: ");
    }

    /** The list would be taken from the first manifest, and the signature of the second one checked. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBundleWithTwoManifestsIsRefused(boolean guomi) throws Exception {
        OwnKey service = OwnKey.make(guomi);
        byte[] zip = BundleTest.withTwoManifests(BundleTest.bundle(service), "INVENTED");
        page.locator("#known").fill(service.publicKey().fingerprint());

        assertThat(verdict(zip)).isEqualTo("broken: manifest.json").isEqualTo("broken: " + partNamed(zip));
    }

    /** Its microseconds since 1970 are more than a number of JavaScript holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {"9999-12-30T23:59:59.123457Z", "0001-01-02T00:00:00.000001Z", "2255-06-06T00:00:00.000001Z"})
    void aTimeFarFromOursIsReadToTheMicrosecond(String sentAt) throws Exception {
        byte[] zip = BundleTest.bundle(OwnKey.make(true), Instant.parse(sentAt));

        assertThat(verdict(zip)).isEqualTo("whole: ");
        assertThat(partNamed(zip)).isEqualTo("none");
    }

    /** Signed by the key that is known, but not as the service signs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                violation.json   | "code" :                      | "code" : "OTHER", "code" :
                violation.json   | "(36048110000002)"            | [ "$1" ]
                violation.json   | "(IDENTITY_SHARED)"           | [ "$1" ]
                violation.json   | IDENTITY_SHARED               | IDENTITY_SHARED\\\\n
                law.json         | "ruleVersion" :               | "ruleVersion" : "other", "ruleVersion" :
                law.json         | \\}                           | , "law" : 1 }
                proofs.json      | "checkpoint" : 3              | "checkpoint" : "3"
                proofs.json      | "index" : 1                   | "index" : 1.0
                proofs.json      | \\}\\s*\\Z                    | } {}
                records-2.ndjson | "seq":5                       | "seq":"5"
                records-2.ndjson | "receivedAt":(\\d+)           | "receivedAt":"$1"
                records-2.ndjson | "rules":"(2026.1)"            | "rules":["$1"]
                records-2.ndjson | "kept":"                      | "kept":"00
                records-2.ndjson | "placeCode"                   | "placeCode":"","placeCode"
                checkpoint-3.json | "algorithm"                  | "algorithm" : "none", "algorithm"
                checkpoint-3.json | KEY-----\\\\nM               | KEY-----\\\\n\\\\nM
                """)
    void whatTheCommandRefusesThePageRefuses(String part, String pattern, String other) throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        String text = new String(parts.get(part), StandardCharsets.UTF_8);
        String changed = text.replaceFirst(pattern, other);
        assertThat(changed).isNotEqualTo(text);
        parts.put(part, changed.getBytes(StandardCharsets.UTF_8));

        isRefusedByBoth(BundleTest.signedAnew(parts, key));
    }

    @Test
    void aManifestThatTheCommandRefusesThePageRefuses() throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        for (String change : List.of(
                "\"madeAt\" : \"[^\"]*\" -> \"madeAt\" : \"yesterday\"",
                "\"parts\" -> \"leftOut\" : [ \"" + "a\", \"".repeat(20) + "a\" ], \"parts\"",
                "\"parts\" -> \"leftOut\" : [ [ \"inspections\" ] ], \"parts\"",
                "\"name\" : (\"law.json\") -> \"name\" : [ $1 ]",
                "\"violation\" : \" -> \"violation\" : \" ",
                "\"format\" -> \"made\" : \"lingdian certificate 1\", \"format\"")) {
            String[] sides = change.split(" -> ");
            String manifest = new String(parts.get(Manifest.NAME), StandardCharsets.UTF_8);
            byte[] changed = manifest.replaceFirst(sides[0], sides[1]).getBytes(StandardCharsets.UTF_8);

            isRefusedByBoth(BundleTest.signedAnew(changed, parts, key));
        }
    }

    @Test
    void aBundleOfTooManyPartsIsRefused() throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        ObjectNode manifest = EvidenceJson.object(parts.get(Manifest.NAME));
        ArrayNode listed = (ArrayNode) manifest.path("parts");
        for (int i = listed.size(); i <= Manifest.PARTS_MAX; i++) {
            parts.put("more-" + i + ".txt", new byte[0]);
            listed.addObject()
                    .put("name", "more-" + i + ".txt")
                    .put("sm3", HexFormat.of().formatHex(key.hash().of(new byte[0])));
        }

        isRefusedByBoth(BundleTest.signedAnew(EvidenceJson.bytes(manifest), parts, key));
        listed.remove(listed.size() - 1);
        parts.pollLastEntry();
        assertThat(verdict(BundleTest.signedAnew(EvidenceJson.bytes(manifest), parts, key)))
                .isEqualTo("whole: ");
    }

    /** A point of small order, whose private key is no secret: the signature is one of any message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aKeyForWhichAnybodyCanSignIsRefused(String point) throws Exception {
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(OwnKey.make(false)));
        byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + point);
        byte[] value = new byte[64];
        value[0] = 1;
        ObjectNode signature = EvidenceJson.object(parts.get(Manifest.SIGNATURE));
        signature
                .put("fingerprint", HexFormat.of().formatHex(RecordHash.SHA_256.of(encoded)))
                .put(
                        "publicKey",
                        "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                                + "\n-----END PUBLIC KEY-----\n")
                .put("value", Base64.getEncoder().encodeToString(value));
        parts.put(Manifest.SIGNATURE, EvidenceJson.bytes(signature));

        isRefusedByBoth(BundleZip.write(parts));
    }

    /** The signature of a manifest is those four fields. */
    @Test
    void aSignatureThatSaysMoreIsRefused() throws Exception {
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(OwnKey.make(false)));
        ObjectNode signature = EvidenceJson.object(parts.get(Manifest.SIGNATURE));
        parts.put(Manifest.SIGNATURE, EvidenceJson.bytes(signature.put("signedBy", "the ministry")));

        isRefusedByBoth(BundleZip.write(parts));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-11T00:30:00.250+08:00, 2026-07-11T00:30:00.25+08:00",
        "2026-07-11T00:30:00.250+08:00, 2026-07-10T16:30:00.250Z",
        "day: 2026-07-10, day: 2026-02-30",
        "heads: 3, heads: 03"
    })
    void aCheckpointHasOneSpelling(String text, String other) throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts = BundleZip.read(BundleTest.bundle(key));
        String spelled = new String(parts.get("checkpoint-3.txt"), StandardCharsets.UTF_8);
        assertThat(spelled).contains(text);
        byte[] respelled = spelled.replace(text, other).getBytes(StandardCharsets.UTF_8);
        ObjectNode signatures = EvidenceJson.object(parts.get("checkpoint-3.json"));
        var signed = key.vault().sign(respelled);
        signatures.set("signature", EvidenceJson.signature(signed.key(), signed.value()));
        parts.put("checkpoint-3.txt", respelled);
        parts.put("checkpoint-3.json", EvidenceJson.bytes(signatures));

        isRefusedByBoth(BundleTest.signedAnew(parts, key));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateIsCheckedLikeABundle(boolean guomi) throws Exception {
        OwnKey key = OwnKey.make(guomi);
        byte[] zip = certificate(key, "2026-10");

        assertThat(verdict(zip)).isEqualTo("whole: ");
        assertThat(page.locator("#steps").textContent())
                .contains("36048110000001 2026-10", key.publicKey().fingerprint());
        for (int at = 0; at < zip.length; at += 97) {
            byte[] changed = zip.clone();
            changed[at] ^= 1;
            assertThat(verdict(changed)).as("byte %s", at).isEqualTo("broken: " + partNamed(changed));
        }
        page.locator("#known").fill("0".repeat(64));
        assertThat(verdict(zip)).isEqualTo("broken: signature.json");
    }

    /** What the signature of one covers is no proof of the other. */
    @Test
    void theManifestOfACertificateIsThatOfNoOther() throws Exception {
        OwnKey key = OwnKey.make(true);
        SequencedMap<String, byte[]> parts =
                BundleZip.read(certificate(key, "2026-10"), manifest -> CertificateManifest.NAMES);
        SequencedMap<String, byte[]> others =
                BundleZip.read(certificate(key, "2026-11"), manifest -> CertificateManifest.NAMES);
        parts.put(Manifest.NAME, others.get(Manifest.NAME));
        parts.put(Manifest.SIGNATURE, others.get(Manifest.SIGNATURE));

        byte[] zip = BundleZip.write(parts);

        assertThat(verdict(zip)).isEqualTo("broken: certificate.json").isEqualTo("broken: " + partNamed(zip));
    }

    private static byte[] certificate(OwnKey key, String month) {
        var certificate = new JsonObject()
                .put("placeCode", "36048110000001")
                .put("month", month)
                .put("madeAt", "2026-12-01T08:00:00+08:00")
                .put("count", 2)
                .put("notFound", new JsonArray().add("CLOCK"))
                .put("coverage", new JsonObject().put("hours", 744).put("hoursHeard", 700));
        return Certificate.zip(key.vault(), certificate, "<p>证明</p>");
    }

    private void isRefusedByBoth(byte[] zip) {
        assertThat(partNamed(zip)).isNotEqualTo("none");
        assertThat(verdict(zip)).startsWith("broken: ");
    }

    private String verdict(byte[] zip) {
        page.evaluate("document.getElementById('verdict').hidden = true");
        page.locator("#file").setInputFiles(new FilePayload("bundle.zip", "application/zip", zip));
        var verdict = page.locator("#verdict:not([hidden])");
        verdict.waitFor();
        return verdict.getAttribute("data-verdict") + ": " + verdict.getAttribute("data-part");
    }

    private static String partNamed(byte[] zip) {
        try {
            if (CertificateCheck.isOne(zip)) {
                CertificateCheck.check(zip);
            } else {
                BundleCheck.check(zip);
            }
            return "none";
        } catch (BrokenBundleException broken) {
            return broken.part();
        }
    }
}
