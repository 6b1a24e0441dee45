package lingdian.command;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.EmbeddedDatabase;
import lingdian.platform.InvalidConfiguration;
import lingdian.platform.SystemClock;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code keys}: rotates the keys of a key ring. It changes the file alone: running services notice, and take it over. Before a
 * key is retired, the database is asked what only that key opens.
 *
 * <p>The steps, and what each of them needs to be true before it, are in the notes on keys.
 */
@Command(
        name = "keys",
        description =
                "Rotate the keys of a key ring: add new ones, promote them when every node has them, retire the old.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeysCommand.AddCommand.class,
            KeysCommand.PromoteCommand.class,
            KeysCommand.RetireCommand.class,
            KeysCommand.ListCommand.class
        })
public final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "a command is missing, one of: " + commands);
    }

    /** Where the ring is. */
    static final class Ring {
        @Option(
                names = "--key-ring",
                paramLabel = "FILE",
                description = "The key ring's file. Else LINGDIAN_KEY_RING in the environment.")
        private @Nullable Path file;

        Path file() {
            String environment = System.getenv("LINGDIAN_KEY_RING");
            if (file == null && environment == null) {
                throw new InvalidConfiguration(
                        List.of("a key ring is missing: --key-ring FILE or LINGDIAN_KEY_RING in the environment"));
            }
            return file != null ? file : Path.of(environment);
        }

        KeyRingRotation rotation() {
            return new KeyRingRotation(file(), SystemClock.MICROSECONDS);
        }
    }

    /** Which uses a step is for. */
    static final class Uses {
        @Option(
                names = "--use",
                paramLabel = "USE",
                split = ",",
                description = "sealing, personTokens, contentMacs, signing; all four where none is given.")
        private List<KeyUse> given = List.of();

        List<KeyUse> uses() {
            return given.isEmpty()
                    ? Arrays.stream(KeyUse.values()).filter(KeyUse::rotates).toList()
                    : given;
        }
    }

    private interface Step {
        KeyRingRotation.Done take() throws KeyRingException;
    }

    @Command(
            name = "add",
            description = "Make new keys. Nothing is made with them before they are promoted.",
            mixinStandardHelpOptions = true)
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private Ring ring = new Ring();

        @Mixin
        private Uses uses = new Uses();

        @Override
        public Integer call() {
            KeyRingRotation rotation = ring.rotation();
            report("added", () -> rotation.add(uses.uses()));
            System.out.println(
                    "Carry the file to every node, wait until each says that it is taken over, then: keys promote");
            return 0;
        }
    }

    @Command(
            name = "promote",
            description = "Use the newest keys from now on; what older ones made still opens and joins.",
            mixinStandardHelpOptions = true)
    static final class PromoteCommand implements Callable<Integer> {
        @Mixin
        private Ring ring = new Ring();

        @Mixin
        private Uses uses = new Uses();

        @Override
        public Integer call() {
            KeyRingRotation rotation = ring.rotation();
            report("promoted", () -> rotation.promote(uses.uses()));
            System.out.println("Carry the file to every node.");
            return 0;
        }
    }

    @Command(
            name = "retire",
            description = "Take a key out: what it made can never be opened or joined again.",
            mixinStandardHelpOptions = true)
    static final class RetireCommand implements Callable<Integer> {
        @Mixin
        private Ring ring = new Ring();

        @Option(
                names = "--use",
                paramLabel = "USE",
                required = true,
                description = "sealing, personTokens, contentMacs or signing.")
        private KeyUse use = KeyUse.SEALING;

        @Option(
                names = "--key",
                paramLabel = "NUMBER",
                required = true,
                description = "Its number, as keys list shows it.")
        private String key = "";

        @Option(
                names = "--kept-days",
                paramLabel = "DAYS",
                description = "For how long something made with it may be needed after it was superseded.",
                defaultValue = "90")
        private int keptDays;

        @Option(
                names = "--force",
                description = "Retire it even if something that is kept may need it, without asking the database.")
        private boolean force;

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Override
        public Integer call() throws Exception {
            if (keptDays < 0) {
                throw new InvalidConfiguration(List.of("--kept-days: must not be negative"));
            }
            KeyRingRotation rotation = ring.rotation();
            if (!force && KeyRemainsStore.tells(use)) {
                demandNothingLeft(rotation);
            }
            report("retired", () -> rotation.retire(use, key, force ? Duration.ZERO : Duration.ofDays(keptDays)));
            System.out.println(
                    "Carry the file to every node. Destroy its older copies when none of them is needed any more.");
            return 0;
        }

        /** Whatever it still opens would be lost with it. */
        private void demandNothingLeft(KeyRingRotation rotation) throws Exception {
            int number = number(rotation);
            DatabaseAddress address = database.address();
            Path directory = database.embedded();
            if (directory == null) {
                demandNothingLeft(number, Objects.requireNonNull(address));
                return;
            }
            try (var embedded = EmbeddedDatabase.start(directory)) {
                demandNothingLeft(number, embedded.address());
            }
        }

        private void demandNothingLeft(int number, DatabaseAddress address) throws SQLException {
            try (var store = KeyRemainsStore.open(address)) {
                List<KeyRemainsStore.Remains> remains = store.of(use, number);
                if (!remains.isEmpty()) {
                    throw new InvalidConfiguration(List.of("the key " + key + " for " + use + " is still needed: "
                            + remains.stream().map(Object::toString).collect(Collectors.joining(", "))
                            + " (--force retires it all the same)"));
                }
            }
        }

        private int number(KeyRingRotation rotation) {
            try {
                return rotation.retirable(use, key, Duration.ofDays(keptDays));
            } catch (KeyRingException wrong) {
                throw refused(wrong);
            }
        }
    }

    @Command(name = "list", description = "Show the keys' numbers and times.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Ring ring = new Ring();

        @Override
        public Integer call() {
            try {
                KeyRing loaded = KeyRing.load(ring.file());
                System.out.println("suite: " + loaded.suite());
                KeyRingRotation.list(loaded).forEach(KeysCommand::print);
                return 0;
            } catch (KeyRingException wrong) {
                throw refused(wrong);
            }
        }
    }

    private static void report(String what, Step step) {
        try {
            KeyRingRotation.Done done = step.take();
            done.keys().forEach(key -> System.out.println(what + " " + key.number() + " for " + key.use()));
            System.out.println("The ring before is kept as " + done.kept());
        } catch (KeyRingException wrong) {
            throw refused(wrong);
        }
    }

    private static void print(KeyRingRotation.Listed key) {
        System.out.printf(
                "%-12s %10s  %-8s  added %s  promoted %s  superseded %s  retired %s%n",
                key.use(),
                key.number(),
                key.times().retired() != null ? "retired" : key.primary() ? "in use" : "opens",
                shown(key.times().added()),
                shown(key.times().promoted()),
                shown(key.times().superseded()),
                shown(key.times().retired()));
    }

    private static String shown(@Nullable Instant at) {
        return at == null ? "-" : at.toString();
    }

    private static InvalidConfiguration refused(KeyRingException wrong) {
        return new InvalidConfiguration(List.of(String.valueOf(wrong.getMessage())));
    }
}
