package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.record.evidence.BundleCheck;
import lingdian.vault.seal.PublicKey;
import org.junit.jupiter.api.Test;

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
        return BundleReport.lines(
                new BundleCheck.Report(
                        new ViolationId(new UUID(1, 2)),
                        "OVERTIME_OPERATION",
                        "36048110000001",
                        "2026-07-10T12:00:00+08:00",
                        new BundleCheck.Signers(signer, Set.of(service), Set.of(office)),
                        List.of(),
                        2,
                        3,
                        leftOut),
                known,
                cosigners);
    }

    @Test
    void aCosignerIsWhomTheBundleSaysUnlessTheKeyIsGiven() {
        assertThat(lines(List.of(service), List.of()))
                .contains("bundle signed by: " + service + " (as given)")
                .contains("checkpoint signed by: " + service + " (as given)")
                .contains("checkpoint also signed by: " + office + " (as the bundle says)");
        assertThat(lines(List.of(), List.of(office)))
                .contains("bundle signed by: " + service + " (as the bundle says)")
                .contains("checkpoint also signed by: " + office + " (as given)");
    }

    @Test
    void aGivenCosignerWhoDidNotSignBreaksIt() {
        assertThat(lines(List.of(), List.of(office, other)))
                .containsExactly("broken: no checkpoint is also signed by a key that you gave: " + other);
    }

    /** Around genuine checkpoints, a forger may sign a finding of his own making. */
    @Test
    void whoSignedACheckpointVouchesForNoFinding() {
        assertThat(lines(other, List.of(), List.of(office), List.of()))
                .contains("bundle signed by: " + other + " (as the bundle says)")
                .contains("checkpoint signed by: " + service + " (as the bundle says)")
                .contains("checkpoint also signed by: " + office + " (as given)")
                .last()
                .asString()
                .contains("for the records up to the checkpoint, and not for the finding");
        assertThat(lines(other, List.of(service), List.of(office), List.of()))
                .containsExactly(
                        "broken: signature.json: it is signed by a key that is not one of those given: " + other);
    }

    @Test
    void whatABundleLeavesOutIsSaid() {
        assertThat(lines(List.of(service), List.of(), List.of("other-cafes", "inspections")))
                .contains("left out for its reader: other-cafes, inspections");
        assertThat(lines(List.of(service), List.of())).noneMatch(line -> line.startsWith("left out"));
    }
}
