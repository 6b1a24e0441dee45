package lingdian;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.journal.Verification;
import lingdian.journal.VerificationStore;
import lingdian.platform.EmbeddedDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify}: recomputes the journal's hash chains (SPEC.md, section 8). */
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
            return report(VerificationStore.open(Objects.requireNonNull(address)));
        }
        try (var embedded = EmbeddedDatabase.start(directory)) {
            return report(VerificationStore.open(embedded.address()));
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
