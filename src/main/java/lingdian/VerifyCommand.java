package lingdian;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.journal.Verification;
import lingdian.journal.VerificationStore;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.EmbeddedDatabase;
import lingdian.regulator.log.VerificationOfAccess;
import lingdian.regulator.log.VerificationOfAccessStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify}: recomputes the hash chains of the journal and of the access log (SPEC.md, section 8). */
@Command(
        name = "verify",
        description = "Recompute the hash chains of the whole record; name the first broken record and exit with 1.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        var address = database.address();
        Path directory = database.embedded();
        if (directory == null) {
            return reportAll(Objects.requireNonNull(address));
        }
        try (var embedded = EmbeddedDatabase.start(directory)) {
            return reportAll(embedded.address());
        }
    }

    private static int reportAll(DatabaseAddress address) throws Exception {
        int journal = report(VerificationStore.open(address));
        return journal == 0 ? report(VerificationOfAccessStore.open(address)) : journal;
    }

    private static int report(VerificationOfAccessStore store) throws Exception {
        try (store) {
            VerificationOfAccess.Result result = VerificationOfAccess.run(store);
            if (result.firstBroken() != null) {
                System.out.println("broken: " + result.firstBroken());
                return 1;
            }
            System.out.println("whole: " + result.entries() + " entries of the access log fit their hash chain");
            return 0;
        }
    }

    private static int report(VerificationStore store) throws Exception {
        try (store) {
            Verification.Result result = Verification.run(store);
            if (result.firstBroken() != null) {
                System.out.println("broken: " + result.firstBroken());
                return 1;
            }
            System.out.println("whole: " + result.records() + " records of " + result.streams()
                    + " streams fit their hash chains");
            return 0;
        }
    }
}
