package lingdian.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.record.evidence.BrokenBundleException;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.evidence.CertificateCheck;
import lingdian.vault.seal.PublicKey;

/** {@code verify bundle.zip}: reports line by line what a bundle proves, and what it cannot prove. */
final class BundleReport {
    private static final long BYTES_MAX = 256L * 1024 * 1024;

    private BundleReport() {}

    /**
     * Checks a bundle.
     *
     * @return the lines, the last one {@code broken: …} if the bundle is invalid
     * @throws InvalidConfiguration if the file cannot be read, or is a certificate, which has no co-signers
     */
    static List<String> of(Path file, BundleCheck.Demanded demanded) {
        try {
            byte[] zip = read(file);
            return CertificateCheck.isOne(zip)
                    ? certificate(file, zip, demanded)
                    : lines(BundleCheck.check(zip, demanded), demanded);
        } catch (BrokenBundleException broken) {
            return List.of("broken: " + broken.getMessage());
        } catch (OutOfMemoryError tooLarge) {
            return List.of("broken: it is larger than the memory of this program");
        }
    }

    private static List<String> certificate(Path file, byte[] zip, BundleCheck.Demanded demanded)
            throws BrokenBundleException {
        if (!demanded.cosigners().isEmpty()) {
            throw new InvalidConfiguration(
                    List.of("--cosigner: " + file + " is a certificate, which has no co-signers"));
        }
        return lines(CertificateCheck.check(zip), demanded.signers());
    }

    static List<String> lines(BundleCheck.Report report, BundleCheck.Demanded demanded) {
        BundleCheck.Signers signers = report.signers();
        var lines = new ArrayList<String>();
        lines.add("intact: violation " + report.violation() + ", " + report.code() + " at " + report.placeCode()
                + ", bundle of " + report.madeAt());
        lines.add("intact: " + report.records() + " records and the digests of " + report.passed() + " others lead to "
                + signed(report.checkpoints().size()));
        if (!report.leftOut().isEmpty()) {
            lines.add("left out for its reader: " + String.join(", ", report.leftOut()));
        }
        if (!report.pageIsOurs()) {
            lines.add(
                    "warning: its verify.html is not that of this version of the program, so check with a page of your own");
        }
        lines.addAll(signers(signers, demanded));
        lines.add(trust(demanded));
        return lines;
    }

    /** Of a monthly certificate. */
    static List<String> lines(CertificateCheck.Report report, List<PublicKey> known) {
        if (isUnknown(report.signer(), known)) {
            return List.of(
                    "broken: signature.json: it is signed by a key that is not one of those given: " + report.signer());
        }
        return List.of(
                "intact: certificate of " + report.month() + " for " + report.placeCode() + ", made " + report.madeAt(),
                "found: " + report.found() + "; looked for and not found: " + report.notFound() + " codes",
                "heard: " + report.heard() + " of " + report.hours() + " hours; of the others it says nothing",
                "certificate signed by: " + who(report.signer(), known),
                known.isEmpty()
                        ? "trust: nothing was changed since that key signed. Whose key it is, the certificate cannot show:"
                                + " compare the fingerprint after \"certificate signed by\", or give --public-key"
                        : "trust: nothing was changed since a key that you gave signed");
    }

    private static List<String> signers(BundleCheck.Signers signers, BundleCheck.Demanded demanded) {
        var lines = new ArrayList<String>();
        lines.add("bundle signed by: " + who(signers.bundle(), demanded.signers()));
        signers.checkpoints().forEach(key -> lines.add("checkpoint signed by: " + who(key, demanded.signers())));
        signers.cosigners()
                .forEach((checkpoint, keys) -> keys.forEach(key ->
                        lines.add("checkpoint " + checkpoint + " also signed by: " + who(key, demanded.cosigners()))));
        return lines;
    }

    private static String who(PublicKey key, List<PublicKey> given) {
        return key + (given.contains(key) ? " (as given)" : " (as the bundle says)");
    }

    private static boolean isUnknown(PublicKey key, List<PublicKey> known) {
        return !known.isEmpty() && !known.contains(key);
    }

    private static String trust(BundleCheck.Demanded demanded) {
        if (!demanded.signers().isEmpty()) {
            return "trust: nothing was changed since a key that you gave signed";
        }
        String compare = " compare the fingerprint after \"bundle signed by\", or give --public-key";
        return demanded.cosigners().isEmpty()
                ? "trust: nothing was changed since that key signed. Whose key it is, the bundle cannot show:" + compare
                : "trust: a co-signer that you gave vouches for the records up to the checkpoint, and not for the"
                        + " finding. Whose key signed that, the bundle cannot show:" + compare;
    }

    private static String signed(int checkpoints) {
        return checkpoints == 1 ? "1 signed checkpoint" : checkpoints + " signed checkpoints";
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new InvalidConfiguration(List.of(file + " is too large for a bundle"));
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new InvalidConfiguration(List.of(file + " cannot be read"));
        }
    }
}
