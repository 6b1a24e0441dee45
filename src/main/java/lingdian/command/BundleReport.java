package lingdian.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.InvalidConfiguration;
import lingdian.record.evidence.BrokenBundleException;
import lingdian.record.evidence.BundleCheck;
import lingdian.vault.seal.PublicKey;

/** {@code verify bundle.zip}: reports line by line what a bundle proves, and what it cannot prove. */
final class BundleReport {
    private static final long BYTES_MAX = 256L * 1024 * 1024;

    private BundleReport() {}

    /**
     * Checks a bundle.
     *
     * @param known the keys that may sign the bundle; if empty, the key inside it is accepted
     * @param cosigners keys each of which must have co-signed a checkpoint of the bundle
     * @return the lines, the last one {@code broken: …} if the bundle is invalid
     */
    static List<String> of(Path file, List<PublicKey> known, List<PublicKey> cosigners) {
        try {
            return lines(BundleCheck.check(read(file)), known, cosigners);
        } catch (BrokenBundleException broken) {
            return List.of("broken: " + broken.getMessage());
        }
    }

    static List<String> lines(BundleCheck.Report report, List<PublicKey> known, List<PublicKey> cosigners) {
        for (PublicKey key : report.keys()) {
            if (!known.isEmpty() && !known.contains(key)) {
                return List.of("broken: signature.json: it is signed by a key that is not one of those given: " + key);
            }
        }
        for (PublicKey cosigner : cosigners) {
            if (!report.cosigners().contains(cosigner)) {
                return List.of("broken: no checkpoint is also signed by a key that you gave: " + cosigner);
            }
        }
        var lines = new ArrayList<String>();
        lines.add("intact: violation " + report.violation() + ", " + report.code() + " at " + report.placeCode()
                + ", bundle of " + report.madeAt());
        lines.add("intact: " + report.records() + " records and the digests of " + report.passed() + " others lead to "
                + signed(report.checkpoints().size()));
        if (!report.leftOut().isEmpty()) {
            lines.add("left out for its reader: " + String.join(", ", report.leftOut()));
        }
        report.keys()
                .forEach(key ->
                        lines.add("signed by: " + key + (known.isEmpty() ? " (as the bundle says)" : " (as given)")));
        report.cosigners()
                .forEach(key -> lines.add("checkpoint also signed by: " + key
                        + (cosigners.contains(key) ? " (as given)" : " (as the bundle says)")));
        lines.add(
                known.isEmpty()
                        ? "trust: nothing was changed since that key signed. Whose key it is, the bundle cannot show:"
                                + " compare the fingerprint, or give --public-key"
                        : "trust: nothing was changed since a key that you gave signed");
        return lines;
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
