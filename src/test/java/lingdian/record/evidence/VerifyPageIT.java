package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private String verdict(byte[] zip) {
        page.evaluate("document.getElementById('verdict').hidden = true");
        page.locator("#file").setInputFiles(new FilePayload("bundle.zip", "application/zip", zip));
        var verdict = page.locator("#verdict:not([hidden])");
        verdict.waitFor();
        return verdict.getAttribute("data-verdict") + ": " + verdict.getAttribute("data-part");
    }

    private static String partNamed(byte[] zip) {
        try {
            BundleCheck.check(zip);
            return "none";
        } catch (BrokenBundleException broken) {
            return broken.part();
        }
    }
}
