package lingdian.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import lingdian.agent.setup.Update;
import lingdian.agent.setup.UpdateException;
import lingdian.agent.setup.UpdateManifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agent update}: a new version that its maker signed and the owner confirms (handbook, agent.md#update). */
@Command(
        name = "update",
        description =
                "Look for a new version of the agent (--check), or put it in the place of this one (--apply VERSION). The"
                        + " version is typed to confirm it. Exit status 1: nothing was changed, and one line says why.",
        mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the agent.")
    private @Nullable Path directory;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "The URL or directory with the manifest, its signature and the jar.")
    private @Nullable String place;

    @Option(names = "--check", description = "Say what there is, and change nothing.")
    private boolean check;

    @Option(names = "--apply", paramLabel = "VERSION", description = "Replace the program by this version.")
    private @Nullable String version;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            description = "The jar to replace. Default: the one that runs now.")
    private @Nullable Path program;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        var mistakes = new Mistakes();
        mistakes.checkAgentDirectory(directory);
        mistakes.check(place != null, "--from is missing: the URL or directory of the new version");
        mistakes.check(check == (version == null), "give either --check or --apply VERSION");
        Path jar = program == null ? running() : program;
        mistakes.check(version == null || Files.isRegularFile(jar), "--program is missing: the jar of the agent");
        mistakes.refuse();
        Path key = Objects.requireNonNull(directory).resolve(Update.KEY);
        return run(new Update(Objects.requireNonNull(place), key, installed()), jar);
    }

    /** The version of the program that is replaced: of the named jar, since an old copy may run this command. */
    private String installed() {
        if (program == null || !Files.isRegularFile(program)) {
            return ProgramVersion.number();
        }
        try (var jar = new JarFile(program.toFile())) {
            Manifest manifest = jar.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
            return version == null ? ProgramVersion.number() : version;
        } catch (IOException unreadable) {
            return ProgramVersion.number();
        }
    }

    private int run(Update update, Path jar) {
        try {
            if (version == null) {
                told(update.check());
            } else {
                Path before = update.apply(version, jar);
                output.out().println("version " + version + " is installed; the program before it is " + before);
                output.out().println("now restart the agent");
            }
            output.out().flush();
            return 0;
        } catch (UpdateException refused) {
            output.complain(String.valueOf(refused.getMessage()));
            return 1;
        }
    }

    private void told(UpdateManifest manifest) {
        output.out()
                .println("version " + manifest.version() + ", " + manifest.bytes() + " bytes, SHA-256 "
                        + manifest.sha256());
        if (!manifest.notes().isBlank()) {
            output.out().println(manifest.notes());
        }
        output.out().println("to install it: agent update --apply " + manifest.version() + " …");
    }

    /** The jar of this program; a directory where it does not run from a jar. */
    private static Path running() {
        try {
            CodeSource source = UpdateCommand.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException strange) {
            return Path.of("");
        }
    }
}
