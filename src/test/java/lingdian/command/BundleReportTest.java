package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.record.evidence.BundleCheck;
import lingdian.vault.seal.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a key depends on who says whose it is: the bundle itself, or who checks it. */
class BundleReportTest {
    private final PublicKey service = key();
    private final PublicKey office = key();
    private final PublicKey other = key();

    private static PublicKey key() {
        try {
            return PublicKey.of(KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded());
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> lines(List<PublicKey> known, List<PublicKey> cosigners) {
        return lines(known, cosigners, List.of());
    }

    private List<String> lines(List<PublicKey> known, List<PublicKey> cosigners, List<String> leftOut) {
        return lines(service, known, cosigners, leftOut);
    }

    private List<String> lines(
            PublicKey signer, List<PublicKey> known, List<PublicKey> cosigners, List<String> leftOut) {
        return lines(signer, known, cosigners, leftOut, true);
    }

    private List<String> lines(
            PublicKey signer,
            List<PublicKey> known,
            List<PublicKey> cosigners,
            List<String> leftOut,
            boolean pageIsOurs) {
        return BundleReport.lines(
                new BundleCheck.Report(
                        new ViolationId(new UUID(1, 2)),
                        "OVERTIME_OPERATION",
                        "36048110000001",
                        "2026-07-10T12:00:00+08:00",
                        new BundleCheck.Signers(signer, Set.of(service), cosigners(office)),
                        List.of(),
                        2,
                        3,
                        leftOut,
                        pageIsOurs),
                new BundleCheck.Demanded(known, cosigners));
    }

    private static SequencedMap<Long, Set<PublicKey>> cosigners(PublicKey key) {
        return new TreeMap<>(Map.of(7L, Set.of(key)));
    }

    @Test
    void aCosignerIsWhomTheBundleSaysUnlessTheKeyIsGiven() {
        assertThat(lines(List.of(service), List.of()))
                .contains("bundle signed by: " + service + " (as given)")
                .contains("checkpoint signed by: " + service + " (as given)")
                .contains("checkpoint 7 also signed by: " + office + " (as the bundle says)");
        assertThat(lines(List.of(), List.of(office)))
                .contains("bundle signed by: " + service + " (as the bundle says)")
                .contains("checkpoint 7 also signed by: " + office + " (as given)");
    }

    /** Around genuine checkpoints, a forger may sign a finding of his own making. */
    @Test
    void whoSignedACheckpointVouchesForNoFinding() {
        assertThat(lines(other, List.of(), List.of(office), List.of()))
                .contains("bundle signed by: " + other + " (as the bundle says)")
                .contains("checkpoint signed by: " + service + " (as the bundle says)")
                .contains("checkpoint 7 also signed by: " + office + " (as given)")
                .last()
                .asString()
                .contains("for the records up to the checkpoint, and not for the finding");
    }

    @Test
    void aPageThatIsNotTheProgramsIsNamed() {
        assertThat(lines(service, List.of(service), List.of(), List.of(), false))
                .anyMatch(line -> line.startsWith("warning: its verify.html is not that of this version"));
        assertThat(lines(List.of(service), List.of())).noneMatch(line -> line.startsWith("warning"));
    }

    /** It would be called intact, though nobody looked for the key that was given. */
    @Test
    void aCertificateIsNotCheckedForACosigner(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("certificate.zip"), "lingdian certificate 1");

        assertThatThrownBy(() -> BundleReport.of(file, new BundleCheck.Demanded(List.of(), List.of(office))))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly("--cosigner: " + file + " is a certificate, which has no co-signers"));
        assertThat(BundleReport.of(file, BundleCheck.Demanded.NOTHING))
                .singleElement()
                .asString()
                .startsWith("broken: ");
    }

    @Test
    void whatABundleLeavesOutIsSaid() {
        assertThat(lines(List.of(service), List.of(), List.of("other-cafes", "inspections")))
                .contains("left out for its reader: other-cafes, inspections");
        assertThat(lines(List.of(service), List.of())).noneMatch(line -> line.startsWith("left out"));
    }
}
