package lingdian.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.record.accesslog.VerificationOfAccess;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.accesslog.VerificationOfChanges;
import lingdian.record.accesslog.VerificationOfDocuments;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.journal.Verification;
import lingdian.record.journal.VerificationCheckpoints;
import lingdian.record.journal.VerificationPhotographs;
import lingdian.record.journal.VerificationProofs;
import lingdian.record.journal.VerificationStore;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code verify}: recomputes the hash chains of journal and access log, and the checkpoints (handbook,
 * verification.md).
 */
@Command(
        name = "verify",
        description = "Recompute the hash chains of the whole record and compare its signed checkpoints with it. The"
                + " first broken record is named, and the exit status is 1. Integrity incidents that the service found"
                + " earlier are counted. With BUNDLE.ZIP, check that evidence bundle instead, without a database or a"
                + " service.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final Pattern CHAIN = Pattern.compile("[0-9a-f]{64}");

    @Parameters(arity = "0..1", paramLabel = "BUNDLE.ZIP", description = "An evidence bundle to check.")
    private @Nullable Path bundle;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--proofs",
            paramLabel = "FILE",
            description = "The output of a café's \"agent proofs\": chain hashes to compare with the record.")
    private List<Path> proofs = List.of();

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "A public key in PEM. Only the keys given this way may sign checkpoints and bundles.")
    private List<Path> publicKeys = List.of();

    @Option(
            names = "--key-ring",
            paramLabel = "FILE",
            description = "The service's key ring. Only its keys, and those that it once had, may sign checkpoints."
                    + " Not with BUNDLE.ZIP, nor with --public-key.")
    private @Nullable Path keyRing;

    @Option(
            names = "--cosigner",
            paramLabel = "FILE",
            description =
                    "With BUNDLE.ZIP: a public key in PEM that must also have signed each checkpoint of the bundle.")
    private List<Path> cosigners = List.of();

    @Override
    public Integer call() throws Exception {
        return bundle != null ? verifyBundle(bundle) : verifyRecord();
    }

    private int verifyBundle(Path file) {
        var mistakes = new Mistakes();
        mistakes.check(proofs.isEmpty(), "--proofs cannot be compared with BUNDLE.ZIP");
        mistakes.check(keyRing == null, "--key-ring cannot be compared with BUNDLE.ZIP: give --public-key");
        mistakes.refuse();
        return report(BundleReport.of(file, new BundleCheck.Demanded(known(), keys("--cosigner", cosigners))));
    }

    private static int report(List<String> lines) {
        lines.forEach(System.out::println);
        return lines.getLast().startsWith("broken: ") ? 1 : 0;
    }

    private int verifyRecord() throws Exception {
        var mistakes = new Mistakes();
        mistakes.check(cosigners.isEmpty(), "--cosigner needs BUNDLE.ZIP");
        proofs.forEach(file -> mistakes.checkReadable("--proofs", file));
        mistakes.gather(this::known);
        mistakes.check(keyRing == null || publicKeys.isEmpty(), "--key-ring and --public-key exclude each other");
        mistakes.gather(() -> keyRing == null ? null : vault(keyRing));
        mistakes.gather(database::address);
        mistakes.refuse();
        return database.use(this::reportAll);
    }

    private int reportAll(DatabaseAddress address) throws Exception {
        int journal = report(VerificationStore.open(address));
        return journal == 0 ? report(VerificationOfAccessStore.open(address)) : journal;
    }

    private static int report(VerificationOfAccessStore store) throws Exception {
        try (store) {
            VerificationOfAccess.Result result = VerificationOfAccess.run(store);
            if (result.firstBroken() != null) {
                return broken(result.firstBroken());
            }
            System.out.println("intact: " + result.entries() + " entries of the access log fit their hash chain");
            VerificationOfDocuments.Result documents = VerificationOfDocuments.run(store);
            if (documents.firstBroken() != null) {
                return broken(documents.firstBroken());
            }
            System.out.println("intact: " + documents.documents() + " documents of cases are those that were made");
            VerificationOfChanges.Result changes = VerificationOfChanges.run(store);
            if (changes.firstBroken() != null) {
                return broken(changes.firstBroken());
            }
            System.out.println(
                    "intact: " + changes.changes() + " changes of hours and rules are those that were logged");
            return 0;
        }
    }

    private int report(VerificationStore store) throws Exception {
        try (store) {
            VerificationStore.Incidents incidents = store.incidents();
            if (incidents.count() > 0) {
                System.out.println(
                        "integrity incidents on record: " + incidents.count() + ", the newest: " + incidents.newest());
            }
            Verification.Result chains = Verification.chains(store);
            if (chains.firstBroken() != null) {
                return broken(chains.firstBroken());
            }
            System.out.println("intact: " + chains.records() + " records of " + chains.streams()
                    + " streams fit their hash chains");
            VerificationPhotographs.Result photographs = VerificationPhotographs.run(store);
            if (photographs.firstBroken() != null) {
                return broken(photographs.firstBroken());
            }
            System.out.println("intact: " + photographs.photographs()
                    + " photographs of finished inspections fit their hash chains");
            String checkpoints = checkpoints(VerificationCheckpoints.run(store, ownKeys(store), null));
            return checkpoints != null ? broken(checkpoints) : proofs(store);
        }
    }

    private @Nullable String checkpoints(VerificationCheckpoints.Result result) {
        if (result.first() != null) {
            return result.first();
        }
        boolean compared = keyRing != null || !publicKeys.isEmpty();
        result.keys()
                .forEach(key -> System.out.println("signed by: " + key + (compared ? "" : " (as the database says)")));
        System.out.println("intact: " + result.checkpoints() + " checkpoints fit the record");
        System.out.println(
                compared
                        ? "keys: each of these checkpoints is signed by a key "
                                + (keyRing == null ? "that you gave" : "of the key ring, or by one that was")
                        : "keys: not compared, so a checkpoint may be of somebody else's: give --public-key or --key-ring, or"
                                + " compare the fingerprints after \"signed by\"");
        return null;
    }

    private VerificationCheckpoints.OwnKeys ownKeys(VerificationStore store) {
        if (!publicKeys.isEmpty()) {
            return VerificationCheckpoints.OwnKeys.given(known());
        }
        return keyRing == null
                ? VerificationCheckpoints.OwnKeys.ANY
                : VerificationCheckpoints.OwnKeys.of(vault(keyRing), store);
    }

    private static Vault vault(Path keyRing) {
        try {
            return new Vault(KeyRing.load(keyRing));
        } catch (KeyRingException refused) {
            throw new InvalidConfiguration(List.of("--key-ring: " + refused.getMessage()));
        }
    }

    private int proofs(VerificationStore store) throws SQLException, IOException {
        var verification = new VerificationProofs(store);
        for (Path file : proofs) {
            read(file, verification);
        }
        if (verification.firstBroken() != null) {
            System.out.println("differs: " + verification.firstBroken());
            return 1;
        }
        if (!proofs.isEmpty()) {
            System.out.println("intact: " + verification.proofs() + " chain hashes that cafés keep fit the record");
        }
        return 0;
    }

    private static void read(Path file, VerificationProofs verification) throws SQLException, IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                check(line, verification, file + ", line " + number);
            }
        } catch (CharacterCodingException noText) {
            throw new InvalidConfiguration(List.of("--proofs: " + file + " is not text"));
        }
    }

    private static void check(String line, VerificationProofs verification, String place) throws SQLException {
        try {
            JsonObject proof = new JsonObject(line);
            String chain = proof.getString("chain");
            if (chain != null && CHAIN.matcher(chain).matches()) {
                verification.check(UUID.fromString(proof.getString("stream")), proof.getLong("seq"), chain);
                return;
            }
        } catch (DecodeException | IllegalArgumentException | ClassCastException | NullPointerException malformed) {
            // refused below
        }
        throw new InvalidConfiguration(List.of("--proofs: " + place + " is not a line of \"agent proofs\""));
    }

    private List<PublicKey> known() {
        return keys("--public-key", publicKeys);
    }

    private static List<PublicKey> keys(String option, List<Path> files) {
        return files.stream().map(file -> publicKey(option, file)).toList();
    }

    private static PublicKey publicKey(String option, Path file) {
        try {
            return PublicKey.ofPem(Files.readString(file));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new InvalidConfiguration(List.of(option + ": " + file + " is not a PEM public key"));
        }
    }

    private static int broken(String what) {
        System.out.println("broken: " + what);
        return 1;
    }
}
