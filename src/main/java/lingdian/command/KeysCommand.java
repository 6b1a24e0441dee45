package lingdian.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.work.SystemClock;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.KeyRingRotation;
import lingdian.vault.seal.KeyUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code keys}: rotates the keys of a key ring. It changes only the file: running services notice the change and load
 * it. Before a key is retired, the database is checked for values that only that key opens.
 *
 * <p>The notes on keys describe the steps and their preconditions.
 */
@Command(
        name = "keys",
        description =
                "Rotate the keys of a key ring: add new ones, promote them once every node has them, retire the old ones.",
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
        throw CommandErrors.commandMissing(spec);
    }

    /** The option that names the ring's file. */
    static final class Ring {
        @Option(
                names = "--key-ring",
                paramLabel = "FILE",
                description = "The file of the key ring. LINGDIAN_KEY_RING in the environment may be set instead.")
        private @Nullable Path file;

        Path file() {
            String environment = System.getenv("LINGDIAN_KEY_RING");
            if (file == null && environment == null) {
                throw new InvalidConfiguration(
                        List.of("no key ring given: use --key-ring FILE or LINGDIAN_KEY_RING in the environment"));
            }
            return file != null ? file : Path.of(environment);
        }

        KeyRingRotation rotation() {
            return new KeyRingRotation(file(), SystemClock.MICROSECONDS);
        }
    }

    /** A step with some of a ring's keys. */
    static final class RotationStep {
        @Mixin
        private Ring ring = new Ring();

        @Option(
                names = "--use",
                paramLabel = "USE",
                split = ",",
                description =
                        "One of sealing, personTokens, contentMacs and signing, or several separated by commas. Default: all four."
                                + " Keys for personRefs are never rotated.")
        private List<String> given = List.of();

        /** @param next what is left to do */
        int take(String what, Step step, String next) {
            KeyRingRotation rotation = ring.rotation();
            report(what, () -> step.take(rotation, uses()));
            System.out.println(next);
            return 0;
        }

        private List<KeyUse> uses() {
            return given.isEmpty()
                    ? rotating().toList()
                    : given.stream().map(KeysCommand::use).toList();
        }
    }

    private interface Step {
        KeyRingRotation.StepResult take(KeyRingRotation rotation, List<KeyUse> uses) throws KeyRingException;
    }

    private interface Change {
        KeyRingRotation.StepResult make() throws KeyRingException;
    }

    @Command(
            name = "add",
            description = "Add new keys. They are not used before they are promoted.",
            mixinStandardHelpOptions = true)
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private RotationStep step = new RotationStep();

        @Override
        public Integer call() {
            return step.take(
                    "added",
                    KeyRingRotation::add,
                    "Copy the file to every node, wait until each logs that it has loaded it, then run: keys promote");
        }
    }

    @Command(
            name = "promote",
            description = "Use the newest keys from now on. The older ones still decrypt and still match persons.",
            mixinStandardHelpOptions = true)
    static final class PromoteCommand implements Callable<Integer> {
        @Mixin
        private RotationStep step = new RotationStep();

        @Override
        public Integer call() {
            return step.take("promoted", KeyRingRotation::promote, "Copy the file to every node.");
        }
    }

    @Command(
            name = "retire",
            description = "Remove a key. Whatever it sealed or hashed can never be decrypted or matched again.",
            mixinStandardHelpOptions = true)
    static final class RetireCommand implements Callable<Integer> {
        @Mixin
        private Ring ring = new Ring();

        @Option(
                names = "--use",
                paramLabel = "USE",
                required = true,
                description = "One of sealing, personTokens, contentMacs and signing.")
        private String useName = "";

        @Option(
                names = "--key",
                paramLabel = "NUMBER",
                required = true,
                description = "The number of the key, as keys list shows it.")
        private String key = "";

        @Option(
                names = "--kept-days",
                paramLabel = "DAYS",
                description =
                        "How many days it may still be needed after it was superseded. Default: ${DEFAULT-VALUE}.",
                defaultValue = "90")
        private int keptDays;

        @Option(
                names = "--force",
                description =
                        "Retire the key without asking the database whether anything that is kept still needs it.")
        private boolean force;

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Override
        public Integer call() throws Exception {
            if (keptDays < 0) {
                throw new InvalidConfiguration(List.of("--kept-days: must not be negative"));
            }
            KeyUse use = use(useName);
            KeyRingRotation rotation = ring.rotation();
            if (!force && KeyRemainsStore.tells(use)) {
                demandNothingLeft(use, rotation);
            }
            report("retired", () -> rotation.retire(use, key, force ? Duration.ZERO : Duration.ofDays(keptDays)));
            System.out.println("Copy the file to every node. Destroy its older copies once none of them is needed.");
            return 0;
        }

        /** Refuses to retire a key that stored values still need: they would be lost with it. */
        private void demandNothingLeft(KeyUse use, KeyRingRotation rotation) throws Exception {
            int number = number(use, rotation);
            List<KeyRemainsStore.Remains> remains = database.use(address -> {
                try (var store = KeyRemainsStore.open(address)) {
                    return store.of(use, number);
                }
            });
            if (!remains.isEmpty()) {
                throw new InvalidConfiguration(List.of("the key " + key + " for " + use + " is still needed: "
                        + remains.stream().map(Object::toString).collect(Collectors.joining(", "))
                        + " (--force retires it anyway)"));
            }
        }

        private int number(KeyUse use, KeyRingRotation rotation) {
            try {
                return rotation.retirable(use, key, Duration.ofDays(keptDays));
            } catch (KeyRingException wrong) {
                throw refused(wrong);
            }
        }
    }

    @Command(
            name = "list",
            description = "List the keys with their numbers and times.",
            mixinStandardHelpOptions = true)
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

    private static Stream<KeyUse> rotating() {
        return Arrays.stream(KeyUse.values()).filter(KeyUse::rotates);
    }

    private static KeyUse use(String name) {
        return Arrays.stream(KeyUse.values())
                .filter(use -> use.field().equals(name) || use.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidConfiguration(List.of("--use must be one of "
                        + rotating().map(KeyUse::field).collect(Collectors.joining(", ")) + ", not " + name)));
    }

    private static void report(String what, Change change) {
        try {
            KeyRingRotation.StepResult done = change.make();
            done.keys().forEach(key -> System.out.println(what + " " + key.number() + " for " + key.use()));
            System.out.println("The previous ring was saved as " + done.kept());
        } catch (KeyRingException wrong) {
            throw refused(wrong);
        }
    }

    private static void print(KeyRingRotation.KeyEntry key) {
        System.out.printf(
                "%-12s %10s  %-13s  added %s  promoted %s  superseded %s  retired %s%n",
                key.use(),
                key.number(),
                key.times().retired() != null ? "retired" : key.primary() ? "in use" : "decrypts only",
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
