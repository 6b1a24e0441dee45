package lingdian.command;

import picocli.CommandLine;

/** The version that the jar was built with, for {@code --version} of a program and of each of its commands. */
final class ProgramVersion implements CommandLine.IVersionProvider {
    private ProgramVersion() {}

    static void toldBy(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new ProgramVersion());
        commandLine.getSubcommands().values().forEach(ProgramVersion::toldBy);
    }

    /** The version alone, for example {@code 0.1.0}; {@code unknown} where the classes are not from a jar. */
    static String number() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {"lingdian " + (version == null ? "(not from a jar)" : version)};
    }
}
